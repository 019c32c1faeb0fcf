"""Sentences, and passages of whole sentences, as spans of the text; nothing is ever searched for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from assistant.types import Span
from ingest.dates import DATELINE
from ingest.furniture import LIST_ITEM

# A quotation of more words than this is cut into its sentences; a shorter one reads better whole.
LONG_QUOTATION = 40
_QUOTE = re.compile(r"[\"“”«»]")

# Clock times end in a stop that ends no sentence: "at 5 p.m. Monday", "at 9 a.m. Eastern time".
_CLOCK = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december|(?:eastern|central|mountain|pacific|local|london|moscow|kyiv) (?:standard |daylight )?time"
    r"|eastern|[ECMP][SD]?T|GMT|UTC|BST|CET|IST)\b",
    re.IGNORECASE,
)

CountTokens = Callable[[Sequence[str]], list[int]]

# Body tokens of a passage: about 150 words, well inside the model's 256 with the title in front. With half of it, twice
# the passages are embedded and kept for the same nDCG@10: squad2 0.911 (0.903 with 200), scifact 0.865 (0.867), 250
# articles of realtimeqa_2022 0.918 (0.921). Without the title in front: squad2 0.899, scifact 0.869, multihop_rag 0.890
# (0.894).
PASSAGE_TOKENS = 200
# The title in front of a passage takes at most this many tokens of the model's.
HEADER_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage's span, its sentences' spans and its length in tokens of the embedding model."""

    span: Span
    sentences: tuple[Span, ...]
    tokens: int


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text whose paragraphs are lines. A list's bullets stand outside of its sentences.

    Every other visible character is in exactly one sentence; spans are in order and hold no outer white space.
    """
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        bullet = LIST_ITEM.match(line)
        skipped = bullet.end() if bullet and bullet.end() < len(line) else 0
        if start == 0 and (dateline := DATELINE.match(line)):
            spans.append(Span(0, len(dateline.group().rstrip())))
            skipped = dateline.end()
        offset = start + skipped
        for first, last in _boundaries(line[skipped:]):
            piece = line[skipped + first : skipped + last]
            if stripped := piece.strip():
                begin = offset + first + len(piece) - len(piece.lstrip())
                spans.append(Span(begin, begin + len(stripped)))
        start += len(line) + 1
    return spans


def _boundaries(line: str) -> list[tuple[int, int]]:
    """Sentence boundaries of a paragraph; the segmenter keeps a quotation whole, unless it is a long one."""
    found: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries("en", line):
        first, last = boundary["start_index"], boundary["end_index"]
        piece = line[first:last]
        if len(piece.split()) > LONG_QUOTATION and _QUOTE.search(piece):
            bare = get_sentence_boundaries("en", _QUOTE.sub(" ", piece))
            found += [(first + inner["start_index"], first + inner["end_index"]) for inner in bare]
        elif (
            found and _CLOCK.search(line[max(0, first - 12) : first].rstrip()) and _GOES_ON.match(" " + piece.lstrip())
        ):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def split_passages(
    text: str, sentences: Sequence[Span], tokens: Sequence[int], limit: int, count_tokens: CountTokens
) -> list[Segment]:
    """Whole sentences gathered, in order, into passages of at most `limit` tokens.

    `tokens[i]` is the length of `sentences[i]`. A sentence longer than the limit is cut at white space (or, where
    there is none, anywhere), and its pieces count as sentences.
    """
    segments: list[Segment] = []
    gathered: list[Span] = []
    total = 0
    for sentence, length in zip(sentences, tokens, strict=True):
        fitting = [(sentence, length)] if length <= limit else _cut(text, sentence, limit, count_tokens)
        for piece, size in fitting:
            # A bullet between two sentences is read with them; no token is shorter than a byte.
            between = len(text[gathered[-1].end : piece.start].strip().encode()) if gathered else 0
            if gathered and total + between + size > limit:
                segments.append(_segment(gathered, total))
                gathered, total, between = [], 0, 0
            gathered.append(piece)
            total += between + size
    if gathered:
        segments.append(_segment(gathered, total))
    return segments


def _segment(sentences: list[Span], tokens: int) -> Segment:
    return Segment(Span(sentences[0].start, sentences[-1].end), tuple(sentences), tokens)


def _cut(text: str, sentence: Span, limit: int, count_tokens: CountTokens) -> list[tuple[Span, int]]:
    """Halves a sentence at the white space nearest its middle until every piece fits."""
    (length,) = count_tokens([text[sentence.start : sentence.end]])
    if length <= limit or sentence.end - sentence.start < 2:
        return [(sentence, min(length, limit))]
    middle = (sentence.start + sentence.end) // 2
    before = text.rfind(" ", sentence.start + 1, middle)
    after = text.find(" ", middle, sentence.end - 1)
    near = [place for place in (before, after) if place != -1]
    cut = min(near, key=lambda place: abs(place - middle)) if near else middle
    halves = (Span(sentence.start, cut), Span(cut + 1 if near else cut, sentence.end))
    pieces = []
    for start, end in halves:
        piece = text[start:end]
        trimmed = Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        if trimmed.end > trimmed.start:
            pieces += _cut(text, trimmed, limit, count_tokens)
    return pieces
