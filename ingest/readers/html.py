"""Web pages and saved web pages: trafilatura finds the article and most of its metadata."""

from __future__ import annotations

import logging
import re
from typing import Any

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from assistant.errors import UnreadableArticle
from ingest.document import Document
from ingest.readers.page_asides import captions_of, drop_pull_quotes
from ingest.readers.page_dates import page_dates
from ingest.readers.page_facts import page_facts, place_of

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # which trafilatura asks, too


def read_html(text: str) -> Document:
    """The article of a page, without menus, teasers, comments and footers.

    Raises UnreadableArticle when the page holds no article.
    """
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
        stated = page_dates(tree) | page_facts(tree)
        drop_pull_quotes(tree)
        extracted = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=True)
    except Exception as error:  # whatever makes the parsers stumble, the other pages go in
        raise UnreadableArticle(f"the page cannot be parsed ({error})") from error
    if not isinstance(extracted, Extracted) or not extracted.text or not extracted.text.strip():
        raise UnreadableArticle("no article was found in the page")
    named = {
        "title": _without_outlet(extracted.title, extracted.sitename),
        "byline": extracted.author,
        "outlet": extracted.sitename,
    }
    stated |= {name: (text, place_of(tree, text)) for name, text in named.items() if text}
    known: dict[str, Any] = {name: text for name, (text, _) in stated.items()}
    return Document(
        body=extracted.text,
        **known,
        captions=captions_of(tree, extracted.text),
        provenance={name: place for name, (_, place) in stated.items()},
    )


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """The headline alone, of "Headline - Outlet"."""
    if not title or not outlet:
        return title
    return re.sub(rf"\s+[-–—|·]\s+{re.escape(outlet)}$", "", title, flags=re.IGNORECASE) or title
