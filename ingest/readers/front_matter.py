"""The YAML header a Markdown file may open with, read as words only: no dates, numbers or objects are made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

FIELDS = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors"),
    "outlet": ("outlet", "publisher", "publication", "source", "site"),
    "section": ("section", "category", "categories"),
    "canonical_url": ("canonical_url", "canonical", "url", "permalink", "link", "source_url"),
    "published_at": ("published_at", "published", "date", "date_published", "datepublished"),
    "updated_at": ("updated_at", "updated", "modified", "lastmod", "date_modified", "datemodified"),
}
# A longer "header" is text between two rules.
LONGEST = 20_000
_KEY = re.compile(r"[\w.-]+(?: [\w.-]+)?")
# Where a field begins; the lines below it up to the next are its own.
_FIELD = re.compile(rf"^(?={_KEY.pattern}:\s)", re.MULTILINE)
# A value on the line of its key, unless it opens a bracket that it does not close.
_VALUE = re.compile(rf"({_KEY.pattern}:)[ \t]+(?!\[[^\]\n]*$|\{{[^}}\n]*$)(\S.*)", re.MULTILINE)
_NOTHING = ("", "~", "null", "none")


class _Words(YAMLHandler):
    def load(self, fm: str, **_: object) -> dict[str, Any]:
        if len(fm) > LONGEST:
            raise yaml.YAMLError
        try:
            return _words(fm)
        except yaml.YAMLError:
            made = _words("".join(_quoted(field) for field in _FIELD.split(fm)))
            if not {str(key).lower() for key in made}.intersection(chain(*FIELDS.values())):
                raise  # a paragraph with a colon
            return made


def _words(fm: str) -> dict[str, Any]:
    made: dict[str, Any] = yaml.load(fm, Loader=yaml.BaseLoader)  # noqa: S506 (strings, lists, mappings only)
    return made


def _quoted(field: str) -> str:
    """A field as people write it by hand with the quotes that YAML wants: "title: Talks end: what now"."""
    value = _VALUE.match(field)
    if value is None:
        return field
    try:
        _words(field)
    except yaml.YAMLError:
        return f"{value[1]} {json.dumps(value[2].rstrip(), ensure_ascii=False)}{field[value.end() :]}"
    return field


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """({field of an article: what the header states}, the text below the header).

    What stands between two rules and is no header (a paragraph, a list, broken YAML) is text of the article.
    """
    handler = _Words()
    text = text.strip()
    if not handler.detect(text):
        return {}, text
    try:
        metadata, content = frontmatter.parse(text, handler=handler)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not metadata or not all(_KEY.fullmatch(str(key)) for key in metadata):
        return {}, text
    stated = {str(key).lower().replace(" ", "_"): value for key, value in metadata.items()}
    fields = {field: _first(stated, keys) for field, keys in FIELDS.items()}
    return {field: value for field, value in fields.items() if value}, content


def _first(metadata: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = metadata.get(key)
        items = value if isinstance(value, list) else [value]
        names = [item.get("name") if isinstance(item, dict) else item for item in items]
        words = ", ".join(name for name in names if isinstance(name, str))
        if words.strip().lower() not in _NOTHING:
            return words
    return None
