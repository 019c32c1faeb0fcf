"""XML, told apart by its root element: NITF, NewsML-G2, RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from lxml import etree

from assistant.errors import UnreadableArticle
from ingest.readers.feed import read_feed
from ingest.readers.member import Member, Options, digest_of, one_line
from ingest.readers.newsml import is_news, newsml_document, nitf_document

FEEDS = ("rss", "rdf", "feed")
# Entities stay unexpanded, nothing is fetched, depth and size keep to libxml2's limits.
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read_xml(content: bytes, options: Options) -> Iterator[Member]:
    """The articles of a file of any of these kinds; a NITF file, or a lone news item, is an article itself.

    Raises UnreadableArticle when it is of another kind, or broken.
    """
    kind = _root(content)
    if kind in FEEDS:
        yield from read_feed(content, options)
    elif kind == "nitf":
        yield Member("", digest_of(content), lambda: nitf_document(parse_xml(content)))
    elif kind == "newsitem":
        yield Member("", digest_of(content), lambda: newsml_document(parse_xml(content)))
    elif kind == "newsmessage":
        for number, item in enumerate(filter(is_news, parse_xml(content).iter("newsItem")), 1):
            digest = digest_of(etree.tostring(item, with_tail=False))
            yield Member(item.get("guid") or str(number), digest, partial(newsml_document, item))
    else:
        raise UnreadableArticle(f"its root element is {kind}; NITF, NewsML-G2, RSS and Atom are read")


def parse_xml(content: bytes) -> Any:
    """The root element, tags without their namespaces. Raises UnreadableArticle on broken XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(remove_comments=True, remove_pis=True, **_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle(f"its XML is broken ({one_line(error)})") from error
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _root(content: bytes) -> str:
    try:
        for _, element in etree.iterparse(BytesIO(content), events=("start",), recover=True, **_SAFE):
            return str(etree.QName(element).localname).lower()
    except etree.XMLSyntaxError as error:
        raise UnreadableArticle(f"its XML is broken ({one_line(error)})") from error
    raise UnreadableArticle("it is no XML")
