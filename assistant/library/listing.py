"""What the collection is made of, without the articles' texts: thousands are listed in the time one of them is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from assistant.library.database import Database
from assistant.library.filtering import LISTED, READABLE


class Entry(NamedTuple):
    """A live article as it stands in a list.

    `noted` says whether it has a correction or editors' note; `older` are its versions that were replaced and can
    still be read.
    """

    article_id: str
    source: str
    title: str
    outlet: str | None
    published_at: str | None
    language: str | None
    story: str
    passages: int
    noted: bool = False
    older: int = 0


class Version(NamedTuple):
    """A stored version of an article: the live one, or one that it replaced."""

    version: str
    title: str
    published_at: str | None
    ingested_at: str
    live: bool


def entries(database: Database, most: int | None = None) -> list[Entry]:
    """The live articles, by publication date (newest first, undated last), then source; the first `most` of them."""
    rows = database.all(
        "SELECT article_id, source, title, outlet, published_at, language, story,"
        " (SELECT COUNT(*) FROM passages WHERE article = articles.id) AS passages, correction IS NOT NULL AS noted,"
        " (SELECT COUNT(*) FROM articles AS other WHERE other.article_id = articles.article_id"
        f" AND other.id != articles.id AND other.{READABLE}) FROM articles"
        " WHERE state = 'live' ORDER BY published_at IS NULL, substr(published_at, 1, 10) DESC, source LIMIT ?",
        -1 if most is None else most,
    )
    return [Entry(*row)._replace(noted=bool(row["noted"])) for row in rows]


def undated(database: Database, sources: Sequence[str]) -> set[str]:
    """Those of the sources whose live article has no date."""
    rows = database.all(
        f"SELECT source FROM articles WHERE state = 'live' AND published_at IS NULL AND source {LISTED}",
        json.dumps(list(sources)),
    )
    return {row["source"] for row in rows}


def versions(database: Database, article_id: str) -> list[Version]:
    """The versions of an article that can be read, the one last ingested first."""
    rows = database.all(
        "SELECT version, title, published_at, ingested_at, state = 'live' FROM articles"
        f" WHERE article_id = ? AND {READABLE} ORDER BY ingested_at DESC, id DESC",
        article_id,
    )
    return [Version(version, title, published, read, bool(live)) for version, title, published, read, live in rows]
