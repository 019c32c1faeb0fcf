"""Markdown, with YAML front matter or without."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.errors import UnreadableArticle
from ingest.dates import read_date
from ingest.document import Document
from ingest.readers.front_matter import split_front_matter
from ingest.readers.markup import html_lines, starts_line
from ingest.readers.records import is_address

# What is nested deeper is left out by the parser. Its own 20 loses the tenth list within a list; 100 takes seconds
# for a line of ten thousand brackets.
MAX_NESTING = 50


def read_markdown(text: str) -> Document:
    """The document with markup taken off: one block a line, list items behind "- ", table cells between " | ".

    A first-level heading is the title where the header states none. Raises UnreadableArticle when the text is
    nested too deep to be read.
    """
    stated, content = split_front_matter(text)
    try:
        tokens = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").parse(content)
    except RecursionError as error:
        raise UnreadableArticle("its Markdown is nested too deep") from error
    address = stated.get("canonical_url", "")
    known = Document(
        body=_plain(tokens),
        title=stated.get("title"),
        byline=stated.get("byline"),
        outlet=stated.get("outlet"),
        published_at=read_date(stated.get("published_at")),
        updated_at=read_date(stated.get("updated_at")),
        section=stated.get("section"),
        canonical_url=address if is_address(address) else None,
    ).stated_in("front matter")
    return replace(known, title=known.title or _heading(tokens)).stated_in("text")


def _heading(tokens: list[Token]) -> str | None:
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _inline(content) or None
    return None


def _plain(tokens: list[Token]) -> str:
    lines: list[str] = []
    cells: list[str] | None = None
    bullet = ""
    for token in tokens:
        match token.type:
            case "list_item_open":
                bullet = "- "
            case "list_item_close":
                bullet = ""
            case "tr_open":
                cells = []
            case "tr_close":
                lines.append(" | ".join(cells or []))
                cells = None
            case "fence" | "code_block":
                lines.append(token.content.strip())
            case "html_block":
                lines += html_lines(token.content)
            case "inline":
                content = _inline(token)
                if cells is not None:
                    cells.append(content)
                else:
                    lines.append(bullet + content)
                    bullet = ""
    return "\n\n".join(line for line in lines if line.strip(" |-"))


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or starts_line(child.content):
            parts.append(" ")
    return " ".join("".join(parts).split())
