"""What a web page's markup states of its article, and where: linked data, OpenGraph, other meta tags, the rest."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urljoin

from lxml.html import HtmlElement

from assistant.types import Place
from ingest.readers.records import is_address

# Names of meta tags, the surest first.
SECTION = """article:section og:article:section og:section article.section articlesection parsely-section
cxenseparse:recs:articlesection sailthru.section content_section section""".split()
# A page that says so of itself names no part of a site.
_NO_SECTION = {"article", "articles", "story", "home", "homepage", "index", "uncategorized", "undefined", "null"}
LONGEST_SECTION = 40
_LINKED_DATA = ".//script[@type='application/ld+json']"


def stated_on(page: HtmlElement, key: str, names: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """What a page states under a key of its linked data and under names of tags, in this order, each with its place."""
    # Searched, not parsed: the linked data of many a page is no valid JSON. Spaces are taken once and for all ("*+"),
    # or a page of nothing else takes the square of their number.
    pattern = re.compile(rf'"{key}"\s*+:\s*+\[?\s*+"((?:[^"\\]|\\.)*)"')
    for script in page.iterfind(_LINKED_DATA):
        for stated in pattern.findall(script.text or ""):
            yield _plain(stated), "json-ld"
    found: dict[str, tuple[str, Place]] = {}
    for element in page.iter("meta", "time", "span"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        place: Place = "opengraph" if name.startswith(("og:", "article:")) else "meta"
        stated = element.get("content") or element.get("datetime") or ""
        found.setdefault(name, (stated, place if element.tag == "meta" else "markup"))
    yield from (found[name] for name in names if name in found)


def page_facts(page: HtmlElement) -> dict[str, tuple[str, Place]]:
    """`section` and `canonical_url` as far as the page states them, each with the place where."""
    wanted = {"section": _section(page), "canonical_url": _address(page)}
    return {name: stated for name, stated in wanted.items() if stated}


def place_of(page: HtmlElement, stated: str) -> Place:
    """Where on the page a text that was found on it stands: the surest of the places that hold it."""
    if any(stated in _plain(script.text or "") for script in page.iterfind(_LINKED_DATA)):
        return "json-ld"
    tags = [element for element in page.iter("meta") if stated in (element.get("content") or "")]
    if any((element.get("property") or "").startswith(("og:", "article:")) for element in tags):
        return "opengraph"
    return "meta" if tags else "markup"


def _section(page: HtmlElement) -> tuple[str, Place] | None:
    for stated, place in stated_on(page, "articleSection", SECTION):
        section = " ".join(stated.split())
        if 1 < len(section) <= LONGEST_SECTION and section.lower() not in _NO_SECTION and not section.isdigit():
            return section, place
    return None


def _address(page: HtmlElement) -> tuple[str, Place] | None:
    base = str(page.xpath("string(//base/@href)"))
    for element in page.xpath("//link[@rel='canonical'] | //meta[@property='og:url']"):
        try:
            address = urljoin(base, (element.get("href") or element.get("content") or "").strip())
        except ValueError:
            continue
        if is_address(address):
            return address, "markup" if element.tag == "link" else "opengraph"
    return None


def _plain(text: str) -> str:
    """A text as JSON, in which HTML may have written it, means it."""
    with suppress(ValueError):
        text = str(json.loads(f'"{text}"'))
    return html.unescape(text)
