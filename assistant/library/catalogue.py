"""The catalogue: articles, versions, stories and passages, and which of them are live. Its SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector
from assistant.library.database import (
    INT8_SCALE,
    Database,
    article_of,
    note_written,
    write_article,
    write_passages,
)
from assistant.library.filtering import LISTED, READABLE, condition_of
from assistant.library.records import NewArticle, Origin, SourceState, StoredPassage, files_of
from assistant.library.regrouping import join_story, leave_stories, regroup
from assistant.types import Article, Filter, Neighbour, Span

# Word for word the condition of the index "unfinished" in schema.sql.
_UNFINISHED = "state IN ('writing', 'reviving', 'retiring', 'removing')"


class Catalogue(Database):
    """One SQLite file. Every public method is one transaction or one read, safe to call from several threads."""

    # What is known about the sources

    def source_states(self, sources: Sequence[str]) -> dict[str, SourceState]:
        """How each of `sources` looked when last read; unknown ones are left out."""
        rows = self.all(
            "SELECT * FROM sources WHERE source IN (SELECT value FROM json_each(?))", json.dumps(list(sources))
        )
        return {r["source"]: SourceState(r["size"], r["mtime_ns"], r["sha256"], r["reader"]) for r in rows}

    def touch(self, states: dict[str, SourceState]) -> None:
        """Notes new sizes and times of sources whose content did not change."""
        with self.transaction() as db:
            _write_sources(db, states)

    # Writing: begin, (vectors and words), flip, (vectors and words), finish

    def begin(self, articles: Sequence[NewArticle], ingested_at: str) -> None:
        """Writes articles and passages in the state 'writing': stored, not yet searchable.

        A version that was live once and comes back is 'reviving' instead, so that a crash does not delete it.
        """
        with self.transaction() as db:
            for article in articles:
                write_passages(db, article, write_article(db, article, ingested_at))

    def flip(self, articles: Sequence[NewArticle]) -> None:
        """Makes the articles' new versions live and their old ones 'retiring', and regroups the stories touched."""
        with self.transaction() as db:
            left = [leave_stories(db, "article_id = ?", article.article_id, state="retiring") for article in articles]
            regroup(db, set().union(*left))
            for article in articles:
                join_story(db, article.article_id, article.version)
            _write_sources(db, {article.source: article.state for article in articles})
            note_written(db)

    def remove(self, sources: Sequence[str]) -> None:
        """Takes every version of the articles that came from `sources` out; `finish` deletes them altogether."""
        with self.transaction() as db:
            left: set[str] = set()
            for source in sources:
                left |= leave_stories(db, "source = ?", source, state="removing")
                db.execute("UPDATE articles SET state = 'removing' WHERE source = ?", (source,))
                # With its file's, which else would count as unchanged and not be read again.
                for table in ("sources", "fetched"):
                    db.execute(f"DELETE FROM {table} WHERE source {LISTED}", (json.dumps(files_of(source)),))
            regroup(db, left)

    def unfinished_passages(self) -> list[str]:
        """Passages of versions that are not live: what vectors and words must forget."""
        rows = self.all(
            "SELECT passage_id FROM articles CROSS JOIN passages ON article = id"
            f" WHERE {_UNFINISHED} ORDER BY passage_id"
        )
        return [row["passage_id"] for row in rows]

    def finish(self) -> None:
        """Forgets those passages: replaced versions become 'retired', half-written and removed ones are deleted."""
        # With the index's own condition in front, so that SQLite uses it: else each statement reads every article.
        replaced = f"{_UNFINISHED} AND state IN ('retiring', 'reviving')"
        if not self.is_unfinished():
            return
        with self.transaction() as db:
            note_written(db)
            db.execute(f"DELETE FROM articles WHERE {_UNFINISHED} AND state IN ('writing', 'removing')")
            db.execute(f"DELETE FROM bands WHERE article IN (SELECT id FROM articles WHERE {replaced})")
            db.execute(f"DELETE FROM passages WHERE article IN (SELECT id FROM articles WHERE {replaced})")
            db.execute(f"UPDATE articles SET state = 'retired' WHERE {replaced}")

    def is_unfinished(self) -> bool:
        """Whether there is anything for `finish` to do."""
        return self.one(f"SELECT 1 FROM articles WHERE {_UNFINISHED} LIMIT 1") is not None

    # Reading

    def articles(self) -> list[Article]:
        """The live articles, by publication date (newest first, undated last), then source."""
        rows = self.all(
            "SELECT a.*, (SELECT COUNT(*) FROM passages WHERE article = a.id) AS passages FROM articles a"
            " WHERE state = 'live' ORDER BY published_at IS NULL, substr(published_at, 1, 10) DESC, source"
        )
        return [article_of(row) for row in rows]

    def article(self, article_id: str, version: str | None = None) -> Article | None:
        """One article: the version named, else the live one."""
        which = f"a.version = ? AND {READABLE}" if version else "state = 'live'"
        values = (article_id, version) if version else (article_id,)
        row = self.one(
            "SELECT a.*, (SELECT COUNT(*) FROM passages WHERE article = a.id) AS passages FROM articles a"
            f" WHERE article_id = ? AND {which}",
            *values,
        )
        return article_of(row) if row else None

    def row_ids(self, articles: Sequence[NewArticle]) -> dict[str, int]:
        """The row ids of these versions by article id."""
        rows = self.all(
            "SELECT article_id, articles.id AS id FROM articles JOIN json_each(?) AS pair"
            " ON article_id = pair.value ->> 0"
            " AND version = pair.value ->> 1",
            json.dumps([[article.article_id, article.version] for article in articles]),
        )
        return {row["article_id"]: row["id"] for row in rows}

    def live_versions(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The live version of each of the articles that has one."""
        rows = self.all(
            "SELECT article_id, version FROM articles WHERE state = 'live'"
            " AND article_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
        )
        return {row["article_id"]: row["version"] for row in rows}

    def counts(self) -> dict[str, int]:
        """How many live articles, stories and passages there are."""
        row = self.one(
            "SELECT COUNT(*) AS articles, COUNT(DISTINCT story) AS stories, (SELECT COUNT(*) FROM articles"
            " CROSS JOIN passages ON article = id WHERE state = 'live') AS passages FROM articles WHERE state = 'live'"
        )
        assert row is not None
        return {key: int(row[key]) for key in ("articles", "stories", "passages")}

    def origins(self, ids: Sequence[str]) -> dict[str, Origin]:
        """Where those of the passages that are live come from; quick enough for hundreds of them."""
        rows = self.all(
            "SELECT passage_id, article_id, story, outlet, published_at FROM passages JOIN articles ON id = article"
            " WHERE state = 'live' AND passage_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {passage_id: Origin(*known) for passage_id, *known in rows}

    def numbered(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of those of the passages, given by number, that are there."""
        rows = self.all(
            "SELECT number, passage_id FROM passages WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )
        return {row["number"]: row["passage_id"] for row in rows}

    def last_number(self) -> int:
        """The highest number of a passage, 0 where there is none: about how many there are."""
        row = self.one("SELECT max(number) AS number FROM passage_vectors")
        return int(row["number"] or 0) if row else 0

    def vectors_after(self, number: int) -> list[tuple[int, int, bytes]]:
        """(number, article, packed vector) of the passages numbered above `number`, in order."""
        rows = self.all("SELECT * FROM passage_vectors WHERE number > ? ORDER BY number", number)
        return [tuple(row) for row in rows]

    def matching(self, where: Filter) -> NDArray[np.int64]:
        """The row ids of the live articles that a filter lets through, in order."""
        condition, values = condition_of(where, self.named)
        rows = self.all(f"SELECT id FROM articles WHERE state = 'live' AND {condition} ORDER BY id", *values)
        return np.asarray([row["id"] for row in rows], dtype=np.int64)

    def most_hits(self, per_story: int, articles: NDArray[np.int64] | None = None) -> int:
        """How many passages there are at most, `per_story` of each story and all those of one article."""
        among, values = ("TRUE", []) if articles is None else (f"id {LISTED}", [json.dumps(articles.tolist())])
        row = self.one(
            "SELECT sum(min(?, most)) AS hits FROM (SELECT max(count) AS most FROM (SELECT story, count(*) AS count"
            f" FROM articles JOIN passages ON article = id WHERE state = 'live' AND {among} GROUP BY id)"
            " GROUP BY story)",
            per_story,
            *values,
        )
        return int(row["hits"] or 0) if row else 0

    def named(self, column: Literal["outlet", "section"]) -> list[str]:
        """The outlets, or the sections, of the live articles, each once."""
        rows = self.all(f"SELECT DISTINCT {column} FROM articles WHERE state = 'live' AND {column} IS NOT NULL")
        return [row[column] for row in rows]

    def around(self, passage_ids: Sequence[str], reach: int) -> dict[str, list[Neighbour]]:
        """The passages up to `reach` places before and after each, in their article's order, without itself."""
        rows = self.all(
            'SELECT mine.passage_id AS passage_id, other.start AS start, other."end" AS "end",'
            ' substr(text, other.start + 1, other."end" - other.start) AS text'
            " FROM passages mine JOIN passages other ON other.article = mine.article"
            " AND other.number != mine.number AND abs(other.number - mine.number) <= ?"
            " JOIN articles ON id = mine.article WHERE mine.passage_id IN (SELECT value FROM json_each(?))"
            " ORDER BY other.start",
            reach,
            json.dumps(list(passage_ids)),
        )
        found: dict[str, list[Neighbour]] = {}
        for row in rows:
            found.setdefault(row["passage_id"], []).append(Neighbour(row["start"], row["end"], row["text"]))
        return found

    def passages(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """Those of the passages that are live, by id."""
        return self._passages("passage_id IN (SELECT value FROM json_each(?))", ids)

    def story_passages(self, names: Sequence[str]) -> dict[str, StoredPassage]:
        """The live passages of all articles of these stories, by id."""
        return self._passages("story IN (SELECT value FROM json_each(?)) ORDER BY passage_id", names)

    def _passages(self, condition: str, values: Sequence[str]) -> dict[str, StoredPassage]:
        rows = self.all(
            "SELECT passage_id, article_id, version, source, title, outlet, published_at, language, story, start,"
            " section, canonical_url, provenance ->> 'published_at' AS date_from, correction,"
            ' "end", sentences, substr(text, start + 1, "end" - start) AS passage_text'
            f" FROM passages JOIN articles ON id = article WHERE state = 'live' AND {condition}",
            json.dumps(list(values)),
        )
        return {
            row["passage_id"]: StoredPassage(
                row["passage_id"],
                row["article_id"],
                row["version"],
                row["source"],
                row["title"],
                row["outlet"],
                row["published_at"],
                row["language"],
                row["story"],
                Span(row["start"], row["end"]),
                row["passage_text"],
                tuple(map(Span._make, np.frombuffer(row["sentences"], np.int32).reshape(-1, 2).tolist())),
                row["section"],
                row["canonical_url"],
                row["date_from"],
                row["correction"],
            )
            for row in rows
        }

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The (n, d) float32 sentence vectors of each passage, by id."""
        rows = self.all(
            "SELECT passage_id, length(sentences) / 8 AS n, sentence_vectors FROM passages"
            " WHERE passage_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {
            row["passage_id"]: np.frombuffer(row["sentence_vectors"], np.int8).reshape(row["n"], -1).astype(np.float32)
            / INT8_SCALE
            for row in rows
        }

    def story_sources(self, names: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """For each story, (article id, outlet or source) of its live articles, in order of source."""
        rows = self.all(
            "SELECT story, article_id, coalesce(outlet, source) AS outlet FROM articles"
            " WHERE state = 'live' AND story IN (SELECT value FROM json_each(?)) ORDER BY source",
            json.dumps(list(names)),
        )
        found: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            found.setdefault(row["story"], []).append((row["article_id"], row["outlet"]))
        return found

    def passage_ids(self) -> list[str]:
        """The ids of every live passage, in order."""
        rows = self.all(
            "SELECT passage_id FROM articles CROSS JOIN passages ON article = id"
            " WHERE state = 'live' ORDER BY passage_id"
        )
        return [row["passage_id"] for row in rows]


def _write_sources(db: sqlite3.Connection, states: dict[str, SourceState]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        [(source, s.size, s.mtime_ns, s.sha256, s.reader) for source, s in states.items()],
    )
