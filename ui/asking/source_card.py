"""The cards beside an answer: an article each, with the cited sentences marked in the passage around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.answer import Citation
from ui.wording.sources import Source, marks_of
from ui.wording.text import age, article_address, date_origin, escape, is_web_address, origin, paragraphs, place_name

# Characters shown before and after a cited sentence: two or three sentences each, enough to see the context.
AROUND = 300


class Piece(NamedTuple):
    """A run of an article's text; `number` is that of the citation it is the cited sentence of, None in between."""

    text: str
    number: int | None


def anchor(turn: int, number: int) -> str:
    """The id of a citation's marked sentence in the page, which the number in the answer leads to."""
    return f"t{turn}-c{number}"


def card(source: Source, turn: int, marks: Mapping[int, str] | None = None, seen_on: str = "") -> str:
    """The card as HTML, for the answer of the turn numbered `turn`, which looks at it from the day `seen_on`.

    `marks` are what became of what citations state, by number: "superseded".
    """
    first = source.citations[0]
    numbers = "".join(_number(citation, turn) for citation in source.citations)
    told = dict.fromkeys(mark for found in marks_of(source, marks or {}).values() for mark in found)
    marked = "".join(f'<span class="aa-tag">{escape(mark)}</span>' for mark in told)
    also_in = f'<p class="aa-also">also in {escape(", ".join(source.also_in))}</p>' if source.also_in else ""
    notice = f'<p class="aa-correction">{paragraphs(first.correction)}</p>' if first.correction else ""
    stated = " · ".join(filter(None, (first.section, date_origin(first.published_at, first.date_from))))
    stated = f'<p class="aa-also">{escape(stated)}</p>' if stated else ""
    about = " · ".join(part for part in (_origin(first), age(first.published_at, seen_on)) if part)
    return (
        f'<article class="aa-card" aria-label="Source {first.number}">'
        f'<header><h4>{numbers}{escape(first.title)}</h4><p class="aa-origin">{escape(about)}{marked}</p></header>'
        f"{''.join(_passage(pieces, turn) for pieces in excerpts(source))}{notice}"
        f"<footer>{also_in}{stated}{_read(source)}{_link(first.source)}</footer></article>"
    )


def excerpts(source: Source, around: int = AROUND) -> list[list[Piece]]:
    """The passages to show, in the order of the article: where citations lie close together they share one.

    An ellipsis stands where a passage begins or ends inside the text. The marked pieces are the cited sentences,
    verbatim; without the article's text they are all there is.
    """
    if source.text is None:
        return [[Piece(citation.quote, citation.number)] for citation in source.citations]
    citations = sorted(source.citations, key=lambda citation: citation.start)
    groups = [[citations[0]]]
    for citation in citations[1:]:
        if citation.start - groups[-1][-1].end <= 2 * around:
            groups[-1].append(citation)
        else:
            groups.append([citation])
    return [_pieces(source.text, group, around) for group in groups]


def _pieces(text: str, citations: Sequence[Citation], around: int) -> list[Piece]:
    begin, end = _window(text, citations[0].start, citations[-1].end, around)
    pieces = [Piece("… ", None)] if begin > 0 else []
    for citation in citations:
        pieces += [
            Piece(text[begin : citation.start], None),
            Piece(text[citation.start : citation.end], citation.number),
        ]
        begin = citation.end
    pieces.append(Piece(text[begin:end], None))
    if end < len(text):
        pieces.append(Piece(" …", None))
    return [piece for piece in pieces if piece.text]


def _window(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """The span `around` characters wider on both sides, drawn in to where the nearest words begin and end."""
    begin, stop = max(0, start - around), min(len(text), end + around)
    while 0 < begin < start and (text[begin].isspace() or not text[begin - 1].isspace()):
        begin += 1
    while end < stop < len(text) and (text[stop - 1].isspace() or not text[stop].isspace()):
        stop -= 1
    return begin, stop


def _read(source: Source) -> str:
    if source.text is None:
        return ""
    first, spans = source.citations[0], [(one.start, one.end) for one in source.citations]
    address = escape(article_address(first.article_id, first.version, spans))
    return f'<p class="aa-read"><a href="{address}" target="_blank" rel="noopener">Read the article</a></p>'


def _number(citation: Citation, turn: int) -> str:
    """A citation's number, which leads back to what rests on it."""
    label = f'aria-label="What rests on source {citation.number}"'
    return f'<a class="aa-number" href="#t{turn}-s{citation.number}" {label}>{citation.number}</a>'


def _passage(pieces: Sequence[Piece], turn: int) -> str:
    return f'<blockquote class="aa-passage">{"".join(_piece(piece, turn) for piece in pieces)}</blockquote>'


def _piece(piece: Piece, turn: int) -> str:
    if piece.number is None:
        return paragraphs(piece.text)
    return f'<mark id="{anchor(turn, piece.number)}">{escape(piece.text)}</mark>'


def _origin(citation: Citation) -> str:
    return origin(citation.outlet, citation.published_at)


def _link(source: str) -> str:
    name = escape(place_name(source))
    if is_web_address(source):
        return f'<p class="aa-place"><a href="{escape(source)}" target="_blank">{name}</a></p>'
    return f'<p class="aa-place" title="{escape(source)}">{name}</p>'
