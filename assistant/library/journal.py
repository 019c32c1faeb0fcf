"""What the library remembers of the ingests that filled it: what each did, and what web pages looked like."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from assistant.library.database import Database

# Ingests that are remembered.
KEPT = 100


class PastIngest(NamedTuple):
    """An ingest: when it ended, what was asked for, and how many articles became what."""

    at: str
    paths: list[str]
    report: dict[str, Any]


class Journal:
    """A table of ingests and one of fetched pages, in the catalogue's file."""

    def __init__(self, database: Database) -> None:
        """Works on the catalogue's own file."""
        self._db = database

    def ingests(self, count: int = KEPT) -> list[PastIngest]:
        """The last ingests, the latest first."""
        rows = self._db.all("SELECT at, paths, report FROM ingests ORDER BY number DESC LIMIT ?", count)
        return [PastIngest(row["at"], json.loads(row["paths"]), json.loads(row["report"])) for row in rows]

    def note_ingest(self, paths: Sequence[str], report: Mapping[str, Any]) -> None:
        """Remembers an ingest that has just ended, and forgets the oldest."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO ingests (at, paths, report) VALUES (?, ?, ?)",
                (now, json.dumps(list(paths)), json.dumps(dict(report))),
            )
            db.execute("DELETE FROM ingests WHERE number <= (SELECT max(number) FROM ingests) - ?", (KEPT,))

    def note_fetched(self, source: str, sha256: str, etag: str, last_modified: str) -> None:
        """Remembers what a server said of a page that has this content."""
        with self._db.transaction() as db:
            db.execute("INSERT OR REPLACE INTO fetched VALUES (?, ?, ?, ?)", (source, sha256, etag, last_modified))

    def validators(self, source: str, reader: str) -> dict[str, str]:
        """The headers that ask for a page only if it is not what the library holds, as `reader` read it.

        None where they could not be trusted: for a page that was fetched and, after a crash or an error, not stored.
        """
        row = self._db.one(
            "SELECT etag, last_modified FROM fetched JOIN sources USING (source, sha256)"
            " WHERE source = ? AND reader = ?",
            source,
            reader,
        )
        found = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]} if row else {}
        return {name: value for name, value in found.items() if value}
