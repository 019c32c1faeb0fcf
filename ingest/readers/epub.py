"""Books and issues (.epub): an article a chapter."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import lxml.html

from assistant.errors import UnreadableArticle
from ingest.dates import read_stamp
from ingest.document import Document
from ingest.readers.decoding import decode
from ingest.readers.markup import html_text
from ingest.readers.member import Member, Options, digest_of, refused
from ingest.readers.safe_xml import parse_xml
from ingest.readers.zip import open_zip, read_packed

# A chapter of fewer words is a cover, a title page or a picture.
FEWEST_WORDS = 20


def read_epub(content: bytes, options: Options) -> Iterator[Member]:
    """The chapters in reading order, but for covers and tables of contents.

    What the book states of author, publisher, language and date goes for each. Raises UnreadableArticle when it is
    no such book.
    """
    archive = open_zip(content)
    container = parse_xml(_packed(archive, "META-INF/container.xml", options))
    root = container.find(".//rootfile")
    opf = unquote(root.get("full-path") or "") if root is not None else ""
    package = parse_xml(_packed(archive, opf, options))
    book = _book(package)
    items = {item.get("id"): item for item in package.iterfind("manifest/item")}
    for reference in package.iterfind("spine/itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(item.get("href") or "")))
        try:
            page = _packed(archive, name, options)
            text = html_text(decode(page))
        except UnreadableArticle as error:
            yield refused(name, error)
            continue
        if len(text.split()) >= FEWEST_WORDS:
            yield Member(name, digest_of(page + repr(book).encode()), partial(_chapter, page, book))


def _packed(archive: ZipFile, name: str, options: Options) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise UnreadableArticle(f"the book lacks its part {name!r}") from error
    return read_packed(archive, info, options)


def _book(package: Any) -> dict[str, Any]:
    def stated(name: str) -> str | None:
        return next((text for text in package.itertext(name) if text.strip()), None)

    return {
        "byline": stated("creator"),
        "outlet": stated("publisher"),
        "published_at": read_stamp(stated("date")),
        "language": stated("language"),
    }


def _chapter(page: bytes, book: dict[str, Any]) -> Document:
    text = decode(page)
    tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    titles = tree.xpath("//h1 | //h2 | //h3 | //title[ancestor::head]")
    titles.sort(key=lambda one: one.tag == "title")
    title = next((words for one in titles if (words := " ".join(one.text_content().split()))), None)
    return replace(Document(html_text(text), **book).stated_in("book"), title=title).stated_in("text")
