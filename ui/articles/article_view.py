"""An article as it is read in the page: whole, with the cited sentences marked, and what is known of it above."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Article, Span
from ui.wording.text import counted, date_origin, escape, is_web_address, origin, paragraphs, written_date


def marked_spans(asked: Sequence[str], text: str) -> list[Span]:
    """The spans that an address asks to be marked, "812-934" each, in the order of the text.

    What is none, lies outside the text or overlaps one before it is left out: an address is anybody's to write.
    """
    spans = []
    for one in asked:
        start, _, end = one.partition("-")
        if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text):
            spans.append(Span(int(start), int(end)))
    found: list[Span] = []
    for span in sorted(spans):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def article(article: Article, spans: Sequence[Span], also_in: Sequence[str]) -> str:
    """The whole article; `spans` are marked, and the way from one to the next stands at the top.

    What is no part of its report is set apart: its notices above, what stood beside its pictures below.
    """
    parts, at = [], 0
    for number, (start, end) in enumerate(spans, 1):
        parts += [
            paragraphs(article.text[at:start]),
            f'<mark id="m{number}">{paragraphs(article.text[start:end])}</mark>',
        ]
        at = end
    parts.append(paragraphs(article.text[at:]))
    notice = f'<p class="aa-correction">{paragraphs(article.correction)}</p>' if article.correction else ""
    return (
        f'<article class="aa-article" lang="{escape(article.language or "")}"><h1>{escape(article.title)}</h1>'
        f"{_about(article, also_in)}{notice}{_steps(len(spans))}"
        f'<div class="aa-body">{"".join(parts)}</div>{_captions(article)}</article>'
    )


def replaced() -> str:
    """That what is read is no longer what the library answers from."""
    return '<p class="aa-note" role="note">This version was replaced.</p>'


def removed() -> str:
    """That the article is no longer in the library, though this version of it can be read."""
    return '<p class="aa-note" role="note">This article was replaced and then removed from the library.</p>'


def not_there() -> str:
    """That the address leads to no article."""
    return '<p class="aa-error" role="alert">There is no such article in the library; it may have been removed.</p>'


def show_mark(number: int) -> str:
    """A script that brings the mark numbered `number` into view (what it does is in page.js)."""
    return f"<script>window.articleAssistant?.showMark({number})</script>"


def _about(article: Article, also_in: Sequence[str]) -> str:
    dated = date_origin(article.published_at, article.date_from)
    told = (article.byline, origin(article.outlet, article.published_at), article.section)
    lines = [" · ".join(part for part in told if part)]
    if dated:
        lines.append(dated)
    if article.updated_at and article.updated_at[:10] != (article.published_at or "")[:10]:
        lines.append(f"updated {written_date(article.updated_at)}")
    if also_in:
        lines.append(f"also in {', '.join(also_in)}")
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    source = escape(article.source)
    if is_web_address(article.source):
        source = _link(article.source)
    own = article.canonical_url if article.canonical_url != article.source else None
    named = f'<p class="aa-place">{_link(own)}</p>' if own and is_web_address(own) else ""
    return f'<div class="aa-about">{said}<p class="aa-place">{source}</p>{named}</div>'


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(address)}</a>'


def _captions(article: Article) -> str:
    if not article.captions:
        return ""
    said = "".join(f"<li>{escape(caption)}</li>" for caption in article.captions)
    return f'<aside class="aa-captions" aria-label="Captions"><h2>Captions</h2><ul>{said}</ul></aside>'


def _steps(count: int) -> str:
    """The way from one cited sentence to the next, by button or key; nothing where none is marked."""
    if not count:
        return ""
    return (
        '<nav class="aa-steps" aria-label="Cited sentences">'
        '<button type="button" class="aa-step" data-step="-1" title="Previous (p)">Previous</button>'
        f'<span role="status">{counted(count, "cited sentence")}</span>'
        '<button type="button" class="aa-step" data-step="1" title="Next (n)">Next</button></nav>'
    )
