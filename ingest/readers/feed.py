"""RSS and Atom feeds."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.errors import UnreadableArticle
from ingest.dates import read_stamp
from ingest.furniture import SECTION
from ingest.readers.member import Member, Options
from ingest.readers.records import is_address, record_member
from ingest.readers.safe_xml import parse_xml

# feedparser's parser for broken XML takes minutes for megabytes.
LONGEST_BROKEN = 200_000


def read_feed(content: bytes, _options: Options) -> Iterator[Member]:
    """The articles of a feed's entries, whole or as far as it gives them.

    Raises UnreadableArticle when it is no feed.
    """
    if len(content) > LONGEST_BROKEN:
        parse_xml(content)
    import feedparser  # here, because most ingests meet no feed

    # A stream: of anything else feedparser wonders whether it is an address or a file's name.
    feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        raise UnreadableArticle("it is no RSS or Atom feed")
    for number, entry in enumerate(feed.entries, 1):
        yield record_member(_stated(entry, feed.feed), number, "feed")


def _stated(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, str]:
    texts = [part.get("value") or "" for part in entry.get("content") or []] + [entry.get("summary") or ""]
    source = entry.get("source") or {}
    stated = {
        "body": next((text for text in texts if text.strip()), ""),
        "title": entry.get("title"),
        "byline": entry.get("author_detail", {}).get("name") or entry.get("author"),
        "outlet": source.get("title") or entry.get("publisher") or feed.get("title"),
        "published_at": _moment(entry, "published"),
        "updated_at": _moment(entry, "updated"),
        "section": _section(entry),
        "language": entry.get("language") or feed.get("language"),
        "url": next((text for text in (entry.get("link"), entry.get("id")) if text and is_address(text)), None),
        "id": entry.get("id"),
    }
    return {name: str(value) for name, value in stated.items() if value}


def _section(entry: Mapping[str, Any]) -> str | None:
    """The part of the outlet, of an entry's categories: one that says it is, or is called as parts are."""
    tags = [(tag.get("scheme") or "", " ".join((tag.get("term") or "").split())) for tag in entry.get("tags") or []]
    named = [term for scheme, term in tags if "section" in scheme.lower()]
    return next((term for term in (entry.get("prism_section"), *named) if term), None) or next(
        (term for _, term in tags if SECTION.fullmatch(term)), None
    )


def _moment(entry: Mapping[str, Any], name: str) -> str | None:
    """A date as it is written, else the day that feedparser makes of it."""
    if name not in entry:  # else feedparser gives the one date for the other, and a warning
        return None
    parsed = entry.get(f"{name}_parsed")
    return read_stamp(entry.get(name)) or (f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else None)
