"""The two formats of news agencies, NITF and NewsML-G2, from their parsed elements."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from assistant.errors import UnreadableArticle
from ingest.dates import read_stamp
from ingest.document import Document
from ingest.readers.markup import html_text, is_markup
from ingest.readers.records import is_address
from ingest.readers.text import read_text

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BY = re.compile(r"^by\s+", re.IGNORECASE)


def nitf_document(nitf: Any) -> Document:
    """The article of a NITF element. Raises UnreadableArticle when it has no text."""
    content = nitf.find("body/body.content")
    if content is None:
        raise UnreadableArticle("it states no text")
    etree.strip_elements(content, "media", with_tail=False)
    for heading in content.iter("hl2"):
        heading.tag = "h2"
    publication = nitf.find("head/pubdata")
    published = publication.get("date.publication") if publication is not None else None
    address = (publication.get("ex-ref") if publication is not None else None) or ""
    return Document(
        body=_text(content),
        title=_first(nitf, "body/body.head/hedline/hl1", "head/title"),
        byline=_name(_first(nitf, "body/body.head/byline/person", "body/body.head/byline")),
        outlet=(publication.get("name") if publication is not None else None)
        or _first(nitf, "body/body.head/distributor"),
        published_at=read_stamp(published)
        or read_stamp(_stamp(nitf, "date.issue"))
        or read_stamp(_stamp(nitf, "date.release")),
        language=nitf.get(_LANGUAGE),
        section=publication.get("position.section") if publication is not None else None,
        canonical_url=address if is_address(address) else None,
    ).stated_in("nitf")


def is_news(item: Any) -> bool:
    """Whether a NewsML-G2 item is a text: pictures and the like come in the same messages."""
    kind = item.find("itemMeta/itemClass")
    return kind is None or (kind.get("qcode") or "text").endswith("text")


def newsml_document(item: Any) -> Document:
    """The article of a NewsML-G2 item. Raises UnreadableArticle when it has no text."""
    inner = _content(item)
    created = _first(item, "contentMeta/contentCreated", "itemMeta/firstCreated")
    version = _first(item, "itemMeta/versionCreated")
    language = item.find("contentMeta/language")
    provider = item.find("itemMeta/provider")
    known = Document(
        body=inner.body,
        title=_first(item, "contentMeta/headline", "itemMeta/title") or inner.title,
        byline=_name(_first(item, "contentMeta/by", "contentMeta/creator/name")) or inner.byline,
        outlet=_first(item, "itemMeta/provider/name", "contentMeta/infoSource/name")
        or (provider.get("literal") if provider is not None else None)
        or inner.outlet,
        published_at=read_stamp(created) or inner.published_at or read_stamp(version),
        updated_at=read_stamp(_first(item, "contentMeta/contentModified")) or read_stamp(version),
        language=(language.get("tag") if language is not None else None) or inner.language,
        section=_subject(item) or inner.section,
        canonical_url=inner.canonical_url,
    )
    return known.stated_in("newsml")


def _content(item: Any) -> Document:
    """What stands in the item: NITF, a page, or a text."""
    for part in item.iterfind("contentSet/inlineXML"):
        nitf = part.find("nitf")
        return nitf_document(nitf) if nitf is not None else Document(_text(part), language=part.get(_LANGUAGE))
    for part in item.iterfind("contentSet/inlineData"):
        text = part.text or ""
        return Document(html_text(text) if is_markup(text) else read_text(text).body)
    raise UnreadableArticle("it states no text")


def _text(element: Any) -> str:
    """The words of an element, a line a paragraph; XML of the news is near enough to HTML for that."""
    for head in element.iter("head"):
        etree.strip_elements(head, "title", with_tail=False)
    return html_text(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _first(element: Any, *paths: str) -> str | None:
    found = (" ".join(_text(one).split()) for path in paths for one in element.iterfind(path))
    return next((text for text in found if text), None)


def _subject(item: Any) -> str | None:
    """What an item is about, which is what its publisher sorts it by; people and places are other subjects."""
    subjects = (
        one for one in item.iterfind("contentMeta/subject") if (one.get("type") or "abstract").endswith("abstract")
    )
    return next((name for one in subjects if (name := _first(one, "name"))), None)


def _name(byline: str | None) -> str | None:
    return _BY.sub("", byline) if byline else None


def _stamp(nitf: Any, name: str) -> str | None:
    element = nitf.find(f"head/docdata/{name}")
    return element.get("norm") if element is not None else None
