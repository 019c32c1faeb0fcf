"""Records (of JSON, of tables, of feeds): what they state of an article, under the names that are in use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import UnreadableArticle
from assistant.types import Place
from ingest.dates import read_stamp
from ingest.document import Document
from ingest.readers.decoding import tidy
from ingest.readers.markup import html_text, is_markup
from ingest.readers.member import Member, digest_of
from ingest.readers.text import read_text

# The keys of schema.org, ninjs, JSON Feed, WordPress and plain exports, without case and punctuation, surest first.
KEYS = {
    "body": """articlebody bodyxhtml bodyhtml bodytext bodies contenthtml contenttext maintext fulltext body text
        content""".split(),
    "title": "headline headlines title".split(),
    "byline": "byline author authors creator".split(),
    "outlet": "publisher outlet publication source sourcename provider site".split(),
    "published_at": """publishedat published datepublished firstpublished firstcreated pubdate publishdate
        publicationdate date datetime versioncreated datecreated""".split(),
    "updated_at": "updatedat updated datemodified modified lastmod versioncreated".split(),
    "section": "articlesection section sectionname department rubric category categories subject subjects".split(),
    "language": "inlanguage language lang".split(),
    "url": "url canonicalurl link permalink mainentityofpage uri guid id".split(),
    "id": "id uri guid identifier".split(),
}
# Under which a value that is an object states itself: a person's name, ninjs' and WordPress' texts.
_INNER = ("name", "value", "rendered")
_ADDRESS = ("@id", "url")
# What stands between several names, or paragraphs; of anything else the first counts.
_BETWEEN = {"byline": ", ", "body": "\n\n"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


def stated_in(record: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    """What a record states of an article; `fields` names the one key for some fields, in place of those in use."""
    keyed = {_plain(str(key)): value for key, value in reversed(list(record.items()))}
    found = {}
    for name, keys in KEYS.items():
        inner, between = _ADDRESS if name == "url" else _INNER, _BETWEEN.get(name)
        wanted = [_plain(fields[name])] if name in fields else keys
        texts = (_text(keyed[key], inner, between) for key in wanted if key in keyed)
        if name == "url":
            texts = (text for text in texts if is_address(text))
        if name == "section":  # numbers are those of a site's own tables
            texts = (text for text in texts if not text.isdigit())
        if text := next((text for text in texts if text.strip()), ""):
            found[name] = text
    return found


def record_member(stated: Mapping[str, str], number: int, place: Place = "record") -> Member:
    """The member that a record is: named by its web address, else by its id, else by its number."""
    name = stated.get("url") or stated.get("id") or str(number)
    return Member(name, digest_of(json.dumps(stated, sort_keys=True).encode()), partial(_document, stated, place))


def is_address(text: str) -> bool:
    """Whether a text is an address in the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _document(stated: Mapping[str, str], place: Place) -> Document:
    body = tidy(stated.get("body", ""))
    if not body.strip():
        raise UnreadableArticle("it states no text")
    return Document(
        body=html_text(body) if is_markup(body) else read_text(body).body,
        title=_line(stated.get("title")),
        byline=_line(stated.get("byline")),
        outlet=_line(stated.get("outlet")),
        published_at=read_stamp(stated.get("published_at")),
        updated_at=read_stamp(stated.get("updated_at")),
        language=stated.get("language"),
        section=_line(stated.get("section")),
        canonical_url=stated.get("url"),
    ).stated_in(place)


def _line(stated: str | None) -> str | None:
    if stated and (is_markup(stated) or _ENTITY.search(stated)):
        return html_text(stated)
    return stated


def _text(value: Any, inner: tuple[str, ...], between: str | None) -> str:
    """A value in words: of an object, what it is called; of a list, all or the first, as of the same text twice."""
    if isinstance(value, list):
        texts = [text for item in value if not isinstance(item, list) and (text := _text(item, inner, between))]
        versions = between == "\n\n" and any(isinstance(item, dict) for item in value)
        return between.join(texts) if between and not versions else "".join(texts[:1])
    if isinstance(value, dict):
        value = next((value[key] for key in inner if key in value), None)
    return "" if value is None or isinstance(value, bool | list | dict) else str(value)


def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).lower()
