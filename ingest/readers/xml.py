"""XML, told apart by its root element: NITF, NewsML-G2, RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from assistant.errors import UnreadableArticle
from ingest.readers.feed import read_feed
from ingest.readers.member import Member, Options, digest_of
from ingest.readers.newsml import is_news, newsml_document, nitf_document
from ingest.readers.safe_xml import parse_xml, root_of

FEEDS = ("rss", "rdf", "feed")


def read_xml(content: bytes, options: Options) -> Iterator[Member]:
    """The articles of a file of any of these kinds; a NITF file, or a lone news item, is an article itself.

    Raises UnreadableArticle when it is of another kind, or broken.
    """
    kind = root_of(content)
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
