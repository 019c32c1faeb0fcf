"""From a document to an article's text and what is known of it. Unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace

from assistant.errors import UnreadableArticle
from ingest.cleaning import caption_lines, clean, is_section, labelled_headline, split_title, without_title
from ingest.dates import read_dateline, read_update, without_dateline
from ingest.document import Document
from ingest.furniture import is_sentence
from ingest.head import read_head
from ingest.language import language_of
from ingest.names import is_outlet
from ingest.notices import notices_of
from ingest.page_head import read_page_head

# What a title is cut to when the text has no headline and its first sentence must do.
TITLE_LENGTH = 90


def describe(document: Document) -> Document:
    """The document with a clean body, one paragraph a line, and with what its own lines state filled in.

    What the format stated (front matter, page metadata) is kept; lines fill the gaps. Raises UnreadableArticle
    when nothing is left that reads as an article.
    """
    lines, page = clean(document.body)
    title = document.title or labelled_headline(document.body)
    captions = document.captions + tuple(line for line in caption_lines(document.body) if line != title)
    correction = document.correction or notices_of(lines)
    document = replace(document, title=title, correction=correction, captions=captions)
    known, lines = (read_page_head(document, page), lines) if page else read_head(document, lines)
    if page and lines[:1] == [page.headline]:
        lines = lines[1:]
    if known.title:
        known = replace(known, title=" ".join(known.title.split()))
        lines = without_title(lines, known.title or "")
    else:
        title, above, lines = split_title(lines)
        known = replace(
            known, title=title, outlet=known.outlet or _site_name(above), section=known.section or _section(above)
        )
    known, lines = _read_updates(known, lines)
    first = next((line for line in lines if is_sentence(line)), "")
    known = known.stated_in("text")
    stated, agency = read_dateline(first)
    known = replace(known, published_at=known.published_at or stated, outlet=known.outlet or agency)
    known = known.stated_in("dateline")
    if not page and known.updated_at == known.published_at:
        known = replace(known, updated_at=None)
    body = "\n\n".join(lines)
    visible = len("".join(body.split()))
    if not first or sum(char.isalnum() for char in body) < visible / 2:
        raise UnreadableArticle("no article text is left once menus and the like are taken away")
    known = replace(known, title=known.title or _first_words(lines), body=body)
    return replace(known, language=language_of(body) or known.language).stated_in("text")


def _read_updates(known: Document, lines: list[str]) -> tuple[Document, list[str]]:
    """A line "Updated: ..." may stand anywhere; it is a note on the article and no sentence of it."""
    kept = []
    for line in lines:
        if updated := read_update(line):
            known = replace(known, updated_at=known.updated_at or updated)
        else:
            kept.append(line)
    return known, kept


def _site_name(above: list[str]) -> str | None:
    """The outlet, when a saved page has its name above the headline."""
    names = [line for line in above if is_outlet(line) and not is_section(line)]
    return names[0] if len(names) == 1 else None


def _section(above: list[str]) -> str | None:
    """The part of the site, when its name alone stands right above the headline."""
    found = [line for line in above if is_section(line)]
    return found[0] if found and found == above[-1:] else None


def _first_words(lines: list[str]) -> str:
    first = without_dateline(lines[0])
    return first if len(first) <= TITLE_LENGTH else first[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
