"""The words of HTML that is all article: nothing is taken for a menu."""

from __future__ import annotations

import re

import lxml.html
from lxml.etree import LxmlError

_LINE_TAG = re.compile(
    r"(?=</?(?:p|div|li|tr|br|h[1-6]|blockquote|section|article|figure|figcaption|hr)\b)", re.IGNORECASE
)
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|[uo]l|li|blockquote|span|strong|em|[abi])\b[^<>]{0,1000}>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def starts_line(markup: str) -> bool:
    """Whether a tag begins or ends a line."""
    return bool(_LINE_TAG.match(markup))


def is_markup(text: str) -> bool:
    """Whether a text is HTML, by its tags."""
    return bool(_MARKUP.search(text))


def html_lines(markup: str) -> list[str]:
    """The words of a piece of HTML or a page, a line for each of its paragraphs and each of its lines."""
    try:
        block = lxml.html.fragment_fromstring(_LINE_TAG.sub("\n", markup), create_parent="div")
    except (LxmlError, ValueError):
        return []
    lxml.etree.strip_elements(block, "script", "style", lxml.etree.Comment, with_tail=False)
    return [" ".join(line.split()) for line in block.text_content().split("\n") if line.strip()]


def html_text(markup: str) -> str:
    """The words of a piece of HTML or a page, a line for each of its paragraphs, wherever its own lines break."""
    return "\n\n".join(html_lines(" ".join(_DECLARATION.sub("", markup).split())))
