"""Rebuilding: the passages of the next generation wait in a table of their own until all are there."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library.database import Database, write_passages
from assistant.library.records import NewArticle


class Rebuilding:
    """The catalogue's side of a rebuild."""

    def __init__(self, database: Database) -> None:
        """Works on the catalogue's own file."""
        self._db = database

    def generation(self) -> int:
        """Number of the present passages' generation; vectors and words carry it in their folders' names."""
        return int(self._db.meta("generation") or 1)

    def is_under_way(self) -> bool:
        """Whether a rebuild was begun and not finished."""
        return self._db.meta("next_embedding_model") is not None

    def begin(self, name: str, dimension: int, vectors: str, *, anew: bool) -> None:
        """Notes the next generation's model, and the server of its vectors (empty: none).

        Passages that an interrupted rebuild left are kept if it was for the same ones, unless `anew`.
        """
        wanted = {"next_embedding_model": name, "next_dimension": str(dimension), "next_vectors": vectors}
        if anew or {key: self._db.meta(key) for key in wanted} != wanted:
            with self._db.transaction() as db:
                db.execute("DELETE FROM next_passages")
        self._db.set_meta(wanted)

    def done(self) -> set[tuple[str, str]]:
        """(article id, version) of the live articles whose next passages are there."""
        rows = self._db.all(
            "SELECT DISTINCT article_id, version FROM next_passages JOIN articles ON id = article WHERE state = 'live'"
        )
        return {(row["article_id"], row["version"]) for row in rows}

    def add(self, articles: Sequence[NewArticle]) -> None:
        """Writes the next passages of live articles; the articles themselves stay as they are."""
        with self._db.transaction() as db:
            for article in articles:
                row = db.execute(
                    "SELECT id FROM articles WHERE state = 'live' AND article_id = ?", (article.article_id,)
                ).fetchone()
                write_passages(db, article, row["id"], "next_")

    def passage_ids(self) -> set[str]:
        """The next passages that will be live."""
        rows = self._db.all("SELECT passage_id FROM next_passages JOIN articles ON id = article WHERE state = 'live'")
        return {row["passage_id"] for row in rows}

    def finish(self) -> None:
        """Makes the next generation the present one."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM passages")
            db.execute(
                "INSERT INTO passages SELECT n.* FROM next_passages n JOIN articles ON id = article"
                " WHERE state = 'live'"
            )
            db.execute(
                "INSERT INTO passage_vectors SELECT n.* FROM next_passage_vectors n JOIN passages USING (number)"
            )
            db.execute("DELETE FROM next_passages")
            # Numbers tell about how many passages there are: they begin anew with a generation.
            db.execute("DELETE FROM sqlite_sequence WHERE name = 'next_passages'")
            db.execute(
                "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(number), 0) FROM passages)"
                " WHERE name = 'passages'"
            )
            db.execute(
                "INSERT OR REPLACE INTO meta SELECT substr(key, 6), value FROM meta"
                " WHERE key IN ('next_embedding_model', 'next_dimension', 'next_vectors')"
            )
            db.execute("DELETE FROM meta WHERE key LIKE 'next_%'")
            db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(self.generation() + 1),))
