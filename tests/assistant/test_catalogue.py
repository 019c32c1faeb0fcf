"""What the catalogue's statements cost in a large library."""

from __future__ import annotations

from pathlib import Path

from assistant.library.catalogue import Catalogue


def test_finishing_a_writing_does_not_read_every_article(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    seen: list[str] = []
    catalogue._db.set_trace_callback(seen.append)
    catalogue.unfinished_passages()
    catalogue.finish()
    catalogue._db.set_trace_callback(None)
    written = [statement for statement in seen if statement.startswith(("SELECT", "DELETE", "UPDATE"))]
    assert len(written) == 5
    for statement in written:
        plan = [row[3] for row in catalogue.all(f"EXPLAIN QUERY PLAN {statement}")]
        assert any("unfinished" in step for step in plan), plan
        assert not any("SCAN" in step for step in plan), plan
    catalogue.close()
