"""Feeds as lists of addresses: their entries are mostly summaries, and an article is to be cited whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

# RSS and Atom by how they begin: many servers call them something else. Nothing is tried in a second way (possessive
# and atomic): a page that begins with many comments would take for ever.
_BEFORE = rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?>(?:" + _BEFORE + rb")\s*+)*+<(?:\w+:)?(?:rss|feed|RDF)[\s>]", re.DOTALL)
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/')
_BEGINNING = 2000


def feed_links(content: bytes) -> list[str] | None:
    """The addresses of a feed's entries, in its order, each once; None when it is no feed."""
    beginning = content[:_BEGINNING]
    if _FEED.match(beginning):
        return list(dict.fromkeys(filter(None, _entries(content))))
    if _JSON_FEED.search(beginning):
        try:
            items = json.loads(content).get("items", [])
            return list(dict.fromkeys(item["url"] for item in items if isinstance(item.get("url"), str)))
        except (ValueError, AttributeError, TypeError, RecursionError):
            return None
    return None


def _entries(content: bytes) -> Iterator[str]:
    # Without entities, files or the network: a feed is anybody's to write.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser=parser)
    for entry in () if root is None else root.iter("{*}item", "{*}entry"):
        links = entry.findall("{*}link")
        linked = [link for link in links if link.get("rel", "alternate") == "alternate"]
        named = [text for link in linked if (text := (link.get("href") or link.text or "").strip())]
        guid = entry.find("{*}guid")
        if not named and guid is not None and guid.get("isPermaLink", "true") == "true":
            named = [(guid.text or "").strip()]
        yield next(iter(named), "")
