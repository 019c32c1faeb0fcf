"""What the catalogue's statements cost in a large library."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.library.catalogue import Catalogue
from tests.assistant.libraries import article

VECTORS = np.eye(1, 4, dtype=np.float32)


def test_finishing_a_writing_does_not_read_every_article(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    catalogue.begin([article("/news/a.txt", VECTORS, "It rained.")], "2025-05-01T00:00:00+00:00")
    seen: list[str] = []
    catalogue._db.set_trace_callback(seen.append)
    catalogue.unfinished_passages()
    catalogue.finish()
    catalogue._db.set_trace_callback(None)
    written = {statement for statement in seen if "'reviving'" in statement}  # without what a deletion sets off
    assert len(written) == 6
    for statement in written:
        plan = [row[3] for row in catalogue.all(f"EXPLAIN QUERY PLAN {statement}")]
        assert any("unfinished" in step for step in plan), plan
        assert not any("SCAN" in step for step in plan), plan
    catalogue.close()
