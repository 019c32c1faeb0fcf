"""XML that may be hostile, parsed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree

from assistant.errors import UnreadableArticle
from ingest.readers.member import one_line

# Entities stay unexpanded, nothing is fetched, depth and size keep to libxml2's limits.
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse_xml(content: bytes) -> Any:
    """The root element, tags without their namespaces. Raises UnreadableArticle on broken XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(remove_comments=True, remove_pis=True, **_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle(f"its XML is broken ({one_line(error)})") from error
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def root_of(content: bytes) -> str:
    """The name of the root element, in small letters. Raises UnreadableArticle on what is no XML."""
    try:
        for _, element in etree.iterparse(BytesIO(content), events=("start",), recover=True, **_SAFE):
            return str(etree.QName(element).localname).lower()
    except etree.XMLSyntaxError as error:
        raise UnreadableArticle(f"its XML is broken ({one_line(error)})") from error
    raise UnreadableArticle("it is no XML")
