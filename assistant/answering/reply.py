"""A language model's reply, read while it is written: sentences with the ids of the evidence they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from assistant.answering.citations import without_numbers

_ID = r"S?\d+(?:\.\d+)*"
_IDS = rf"{_ID}(?:\s*[,;&–-]\s*{_ID})*"
# "[S1.2]", "[S1.2, S3.1]", "(S1.2)"; "[7]" too, a number of the model's own, which names no evidence.
_REFERENCE = re.compile(rf"\s*(?:\[\s*\^?{_IDS}\s*\]|\(\s*(?=S){_IDS}\s*\))", re.IGNORECASE)
_REFERENCES = rf"(?:{_REFERENCE.pattern})+"
# Where a sentence is over: at a line's end, or behind its references, once the next one has begun.
_END = re.compile(
    rf"\n|[.!?…][\"”’')]*{_REFERENCES}(?=\s*[^\s\[(])|{_REFERENCES}[.!?…][\"”’']*(?=\s+[^\s\[(])", re.IGNORECASE
)
_LISTED = re.compile(r"^\s*(?:[-*•>]\s+|#+\s+|\d{1,2}[.)]\s+)*")
# A line that is headed by an id, as the evidence it was shown is.
_HEADED = re.compile(r"^(S\d+\.\d+)[:.)]?\s+", re.IGNORECASE)
_TWO_SENTENCES = re.compile(
    r"(?<=[.!?…\"”’)])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\bGov\.)"
    r"(?<!\bSt\.)(?<!\bJr\.)(?<!\bNo\.)(?<![A-Z]\.)(?<!\.[a-z]\.)(?<![^.!?…][\"”’)])\s+(?=[“\"‘(]?[A-Z0-9])"
)
# A server may ignore the length it was given.
MAX_CHARACTERS = 20_000


class Written(NamedTuple):
    """A sentence as the model wrote it, without its references, and the ids those name ("S1.2")."""

    text: str
    ids: tuple[str, ...]


def sentences_of(pieces: Iterable[str]) -> Generator[Written, None, None]:
    """The sentences of a reply that comes in pieces, each as soon as it is over; at most 20,000 characters are read.

    Several sentences in front of one reference are told apart and share it. List marks, emphasis, control
    characters and what a model thinks aloud (<think>...</think>) are left out.
    """
    buffer, read = "", 0
    for piece in _spoken(pieces):
        buffer += piece
        read += len(piece)
        while end := _END.search(buffer):
            yield from _written(buffer[: end.end()])
            buffer = buffer[end.end() :]
        if read > MAX_CHARACTERS:
            return
    yield from _written(buffer)


def _written(text: str) -> Iterator[Written]:
    text = _LISTED.sub("", text)
    ids = [found for group in _REFERENCE.findall(text) for found in re.findall(_ID, group, re.IGNORECASE)]
    plain = re.sub(r"\s+([.,;:!?…])", r"\1", _plain(_REFERENCE.sub("", text)))
    if headed := _HEADED.match(plain):
        ids.insert(0, headed[1])
        plain = plain[headed.end() :]
    named = tuple(dict.fromkeys("S" + one.upper().removeprefix("S") for one in ids))
    for sentence in _TWO_SENTENCES.split(plain):
        if re.search(r"\w", sentence):
            yield Written(sentence.strip(), named)


def _plain(text: str) -> str:
    """Without emphasis and control characters, with single spaces, and with no number that looks like a citation's."""
    text = re.sub(r"\*\*|__|`", "", text)
    text = "".join(" " if unicodedata.category(character).startswith("C") else character for character in text)
    return without_numbers(" ".join(text.split()))


def _spoken(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what the model thinks aloud before it answers."""
    head: str | None = ""
    for piece in pieces:
        if head is None:
            yield piece
            continue
        head += piece
        begin = head.lstrip()
        if begin.startswith("<think>"):
            if "</think>" in begin:
                yield begin.partition("</think>")[2]
                head = None
        elif not "<think>".startswith(begin):
            yield head
            head = None
    if head and not head.lstrip().startswith("<think>"):
        yield head
