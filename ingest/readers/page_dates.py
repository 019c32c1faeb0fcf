"""The dates a web page's markup states. Nothing is guessed: not from running text, not from other articles' dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from assistant.types import Place
from ingest.dates import LONGEST_NOTE, read_date, read_labelled_date
from ingest.readers.page_facts import stated_on

# Names of meta tags, the surest first.
PUBLISHED = """article:published_time og:published_time og:article:published_time article:published datepublished
published_time article.published publish_date publish-date publishdate publication_date published published_at pub_date
og:pubdate pubdate parsely-pub-date article_date_original sailthru.date cxenseparse:recs:publishtime dc.date.issued
dcterms.issued dc.date.created dcterms.created citation_publication_date datecreated dc.date dcterms.date
date""".split()
UPDATED = """article:modified_time og:modified_time og:updated_time og:article:modified_time article:modified
datemodified modified_time article.updated article_date_updated last-modified lastmod revision_date dcterms.modified
dc.date.modified""".split()
# A date below the headline stands before the report's second paragraph of this many characters.
PARAGRAPH = 80
# Elements below the headline that are looked at.
SHOWN = 50
_ADDRESS = re.compile(r"/(20\d\d)/(\d\d)/(\d\d)/")
_DATE_CLASS = "contains(@class, 'date') or contains(@class, 'publish') or contains(@class, 'time')"
_ELSEWHERE = "ancestor::aside or ancestor::footer or ancestor::nav"
_BELOW = f"//h1/following::*[self::p or self::time or {_DATE_CLASS}][not({_ELSEWHERE})]"


def page_dates(page: HtmlElement) -> dict[str, tuple[str, Place]]:
    """`published_at` and `updated_at` as far as they are stated, to the day, each with the place where.

    They are those of the address, of linked data and meta tags, else what is shown below the headline.
    The address comes first because it carries the outlet's own day, where machine-readable times are often UTC.
    """
    address = page.xpath("string((//link[@rel='canonical']/@href | //meta[@property='og:url']/@content)[1])")
    days: list[tuple[str, Place]] = [("-".join(found.groups()), "address") for found in _ADDRESS.finditer(address)]
    wanted = {
        "published_at": _first_day([*days, *stated_on(page, "datePublished", PUBLISHED)]),
        "updated_at": _first_day(stated_on(page, "dateModified", UPDATED)),
    }
    shown: dict[str, tuple[str, Place]] = {name: (day, "text") for name, day in reversed(list(_shown(page)))}
    return shown | {name: day for name, day in wanted.items() if day}


def _shown(page: HtmlElement) -> Iterator[tuple[str, str]]:
    paragraphs = 0
    for element in page.xpath(_BELOW)[:SHOWN]:
        text = " ".join(element.text_content().split())
        paragraphs += element.tag == "p" and len(text) >= PARAGRAPH
        if paragraphs > 1:
            return
        field, day = read_labelled_date(text[:LONGEST_NOTE]) or ("published_at", None)
        day = read_date(element.get("datetime")) or day
        kind = element.get("class", "")
        if day:
            yield "updated_at" if "updated" in kind and "publish" not in kind else field, day[:10]


def _first_day(stated: Iterable[tuple[str, Place]]) -> tuple[str, Place] | None:
    return next(((day[:10], place) for text, place in stated if (day := read_date(text))), None)
