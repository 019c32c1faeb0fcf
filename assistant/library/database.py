"""The catalogue's SQLite file: one connection, used by several threads in turn; reads and transactions."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from assistant.library import stories
from assistant.library.records import NewArticle
from assistant.library.scan import pack
from assistant.library.unwritable import unwritable
from assistant.types import Article

# Unit vectors are kept as int8: the cosine to the float32 vector stays above 0.9999, at a quarter of the size.
INT8_SCALE = 127.0
# Columns of articles that came after the first libraries were made; None in articles that were read before.
ADDED = ("section", "canonical_url", "correction", "captions", "provenance")
# Columns that hold a field of a new article as it is.
_WRITTEN = (
    "article_id", "version", "source", "title", "byline", "outlet", "published_at", "updated_at", "language", "section",
    "canonical_url", "correction", "text",
)  # fmt: skip

DatabaseError = sqlite3.Error


class Database:
    """One SQLite file with the catalogue's tables."""

    def __init__(self, path: Path) -> None:
        """Opens the file, making the tables where they are missing."""
        self._lock = threading.RLock()
        self._folder = path.parent
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.row_factory = sqlite3.Row
        # A passage's row has 2.5 KB: SQLite's pages of 4 KB hold one each, which takes a third more space and time.
        self._db.execute("PRAGMA page_size = 8192")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA foreign_keys = ON")
        if self._missing():  # a library of before
            with self.transaction() as db:
                for name in self._missing():  # nor has another process just added them
                    db.execute(f"ALTER TABLE articles ADD COLUMN {name} TEXT")
                    if name == "provenance" and "date_from" in self._columns():
                        db.execute(
                            "UPDATE articles SET provenance = '{\"published_at\": \"mtime\"}' WHERE date_from = 'mtime'"
                        )
        self._db.executescript(files("assistant.library").joinpath("schema.sql").read_text(encoding="utf-8"))

    def _missing(self) -> list[str]:
        """The columns that the articles of a library of before have not."""
        found = self._columns()
        return [name for name in ADDED if name not in found] if found else []

    def _columns(self) -> set[str]:
        return {row["name"] for row in self.all("SELECT name FROM pragma_table_info('articles')")}

    def meta(self, key: str) -> str | None:
        """A fact about the library, such as its embedding model."""
        row = self.one("SELECT value FROM meta WHERE key = ?", key)
        return row["value"] if row else None

    def set_meta(self, values: dict[str, str]) -> None:
        """Writes facts about the library."""
        with self.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def changed(self) -> int:
        """A number that differs after another process has written."""
        row = self.one("PRAGMA data_version")
        assert row is not None
        return int(row[0])

    def state(self) -> tuple[int, int]:
        """Something that differs after anybody, this process included, has written."""
        return self.changed(), self._db.total_changes

    def written(self) -> int:
        """A number that differs after anybody has stored or deleted passages, unlike after other notes."""
        return int(self.meta("written") or 0)

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._db.close()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, if there is one."""
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; other threads wait. Raises LibraryError when the disk is full."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:  # SQLite has undone it already where the disk is full
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise unwritable(self._folder, error) from error
                raise


def note_written(db: sqlite3.Connection) -> None:
    """Counts up what `Database.written` tells, inside a transaction."""
    db.execute("INSERT INTO meta VALUES ('written', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1")


def write_article(db: sqlite3.Connection, article: NewArticle, ingested_at: str) -> int:
    """Writes a version in the state 'writing', or one that was live once in the state 'reviving'; the row's id."""
    values = {name: getattr(article, name) for name in _WRITTEN} | {
        "ingested_at": ingested_at,
        "captions": json.dumps(article.captions, ensure_ascii=False),
        "provenance": json.dumps(dict(article.provenance)),
        "signature": stories.signature(article.text, article.title).tobytes(),
        "story": article.article_id,
        "state": "writing",
    }
    row = db.execute(
        f"INSERT INTO articles ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        " ON CONFLICT (article_id, version) DO UPDATE SET state = 'reviving',"
        " ingested_at = excluded.ingested_at, provenance = excluded.provenance RETURNING id",
        tuple(values.values()),
    ).fetchone()
    return int(row["id"])


def article_of(row: sqlite3.Row) -> Article:
    """The article that a row of the table and the number of its passages make."""
    known = {one.name: row[one.name] for one in fields(Article)}
    captions, provenance = json.loads(row["captions"] or "[]"), json.loads(row["provenance"] or "{}")
    return Article(**known | {"captions": tuple(captions), "provenance": provenance})


def write_passages(db: sqlite3.Connection, article: NewArticle, row_id: int, generation: str = "") -> None:
    """Writes an article's passages inside a transaction; `generation` is "next_" for those of a rebuild."""
    db.execute(f"DELETE FROM {generation}passages WHERE article = ?", (row_id,))
    passages = list(zip(article.passage_ids(), article.passages, strict=True))
    db.executemany(
        f'INSERT INTO {generation}passages (passage_id, article, start, "end", sentences, sentence_vectors)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                passage_id,
                row_id,
                passage.span.start,
                passage.span.end,
                np.asarray(passage.sentences, dtype=np.int32).tobytes(),
                np.rint(passage.sentence_vectors * INT8_SCALE).astype(np.int8).tobytes(),
            )
            for passage_id, passage in passages
        ],
    )
    db.executemany(
        f"INSERT INTO {generation}passage_vectors SELECT number, article, ? FROM {generation}passages"
        " WHERE passage_id = ?",
        [(pack(passage.vector), passage_id) for passage_id, passage in passages],
    )
