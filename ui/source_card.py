"""The cards beside an answer: an article each, with the cited sentences marked in the passage around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.answer import Citation
from ui.text import escape, is_web_address, origin, place_name

# Characters shown before and after a cited sentence: two or three sentences each, enough to see the context.
AROUND = 300
# Characters of an article that the page holds whole: some 5,000 words. Every turn's are sent again with each one.
LONGEST = 30_000
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """What one card shows: the citations of an answer that lie in one article, by number.

    `text` is the text of the version cited, None where the library has forgotten it. `also_in` names the other
    outlets that carry the same story.
    """

    citations: tuple[Citation, ...]
    text: str | None
    also_in: tuple[str, ...]


class Piece(NamedTuple):
    """A run of an article's text; `number` is that of the citation it is the cited sentence of, None in between."""

    text: str
    number: int | None


def anchor(turn: int, number: int) -> str:
    """The id of a citation's marked sentence in the page, which the number in the answer leads to."""
    return f"t{turn}-c{number}"


def card(source: Source, turn: int) -> str:
    """The card as HTML, for the answer of the turn numbered `turn`."""
    first = source.citations[0]
    numbers = "".join(f'<span class="aa-number">{citation.number}</span>' for citation in source.citations)
    also_in = f'<p class="aa-also">also in {escape(", ".join(source.also_in))}</p>' if source.also_in else ""
    return (
        f'<article class="aa-card" aria-label="Source {first.number}">'
        f'<header><h4>{numbers}{escape(first.title)}</h4><p class="aa-origin">{escape(_origin(first))}</p></header>'
        f"{''.join(_passage(pieces, turn) for pieces in excerpts(source))}{_whole(source)}"
        f"<footer>{also_in}{_link(first.source)}</footer></article>"
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


def _whole(source: Source) -> str:
    """The whole article behind a line that opens it; nothing where the excerpts show it all, or it is very long."""
    if source.text is None or len(source.text) > LONGEST:
        return ""
    whole = excerpts(source, around=len(source.text))
    if whole == excerpts(source):
        return ""
    shown = "".join(_piece(piece, None) for piece in whole[0])
    return (
        f'<details class="aa-whole"><summary>Read the article</summary>'
        f'<blockquote class="aa-passage">{shown}</blockquote></details>'
    )


def _passage(pieces: Sequence[Piece], turn: int) -> str:
    return f'<blockquote class="aa-passage">{"".join(_piece(piece, turn) for piece in pieces)}</blockquote>'


def _piece(piece: Piece, turn: int | None) -> str:
    """A piece as HTML; a cited sentence can be led to by its id in one place only, that of its `turn`."""
    if piece.number is None:
        return _BREAK.sub('<span class="aa-break"></span>', escape(piece.text))
    place = f'id="{anchor(turn, piece.number)}"' if turn else f'title="Source {piece.number}"'
    return f"<mark {place}>{escape(piece.text)}</mark>"


def _origin(citation: Citation) -> str:
    return origin(citation.outlet, citation.published_at)


def _link(source: str) -> str:
    name = escape(place_name(source))
    if is_web_address(source):
        return f'<p class="aa-place"><a href="{escape(source)}" target="_blank">{name}</a></p>'
    return f'<p class="aa-place" title="{escape(source)}">{name}</p>'
