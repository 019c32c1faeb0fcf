"""What goes into the library and what is read back for one passage."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from assistant.embedding import Vector
from assistant.types import Place, Span


@dataclass(frozen=True, slots=True)
class SourceState:
    """What a source looked like when it was last read, to tell an unchanged one without reading it.

    `sha256` is of the raw bytes; `reader` names the version of the code that made an article of them.
    """

    size: int
    mtime_ns: int
    sha256: str
    reader: str


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage ready to be stored. Spans count characters of the article's text; `vectors` has one row a sentence."""

    span: Span
    sentences: tuple[Span, ...]
    vector: Vector
    sentence_vectors: Vector


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article ready to be stored."""

    source: str
    state: SourceState
    title: str
    byline: str | None
    outlet: str | None
    published_at: str | None
    updated_at: str | None
    language: str | None
    text: str
    passages: tuple[NewPassage, ...]
    section: str | None = None
    canonical_url: str | None = None
    correction: str | None = None
    captions: tuple[str, ...] = ()
    provenance: Mapping[str, Place] = field(default_factory=dict)

    @property
    def article_id(self) -> str:
        """Stable for a source, whatever it holds."""
        return article_id(self.source)

    @property
    def version(self) -> str:
        """Changes with anything a reader sees of the article, and with the code that read it."""
        seen = (self.title, self.byline, self.outlet, self.published_at, self.updated_at, self.text, self.state.reader)
        # Only where there are any: articles that were stored before there were keep their version.
        more = (self.section, self.canonical_url, self.correction, *self.captions)
        return _digest("\x1f".join(part or "\x00" for part in (seen + more if any(more) else seen)))

    def passage_ids(self) -> list[str]:
        """The passages' ids, in order; they hold the content's hash: a new version never overwrites an old one."""
        return [_passage_id(self.article_id, self.version, place) for place in range(len(self.passages))]


class Origin(NamedTuple):
    """What a passage's rank depends on beside its text: its article, story, outlet and date."""

    article_id: str
    story: str
    outlet: str | None
    published_at: str | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A live passage with what is told about its article."""

    passage_id: str
    article_id: str
    version: str
    source: str
    title: str
    outlet: str | None
    published_at: str | None
    language: str | None
    story: str
    span: Span
    text: str
    sentences: tuple[Span, ...]
    section: str | None = None
    canonical_url: str | None = None
    date_from: Place | None = None
    correction: str | None = None

    def hit_fields(self) -> dict[str, Any]:
        """What a `Hit` says of its passage; how it was found is not among it."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "span"}
        return told | {"start": self.span.start, "end": self.span.end}


def first_passage_id(article_id: str, version: str) -> str:
    """The id of the passage that an article's version begins with."""
    return _passage_id(article_id, version, 0)


def next_passage_id(passage_id: str) -> str:
    """The id of the passage after it in its article, if there is one."""
    before, _, place = passage_id.rpartition("-")
    return f"{before}-{int(place) + 1:05d}"


def _passage_id(article_id: str, version: str, place: int) -> str:
    return f"{article_id}-{version}-{place:05d}"


def source_of(path: str | Path) -> str:
    """What a file or folder is known by: its whole path."""
    # Not Path's own: these take ".." out, follow no links, and leave a file named ~draft.txt its name.
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111


def member_source(file: str, name: str) -> str:
    """What an article is known by that is one of several in a file."""
    return f"{file}#{name}"


def files_of(source: str) -> list[str]:
    """The source, and every file that it may be a member of: names may hold a # themselves."""
    parts = source.split("#")
    return ["#".join(parts[:count]) for count in range(1, len(parts) + 1)]


def article_id(source: str) -> str:
    """The id of the article that comes from `source`."""
    return _digest(source)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
