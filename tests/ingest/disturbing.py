"""Ingests in processes of their own, to be ended or hindered there, and what they leave, to be compared."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from assistant.embedding import SentenceTransformerEncoder
from assistant.errors import LibraryError
from assistant.library import Library
from ingest import ingest
from tests.conftest import SAMPLES
from tests.fakes import HashEncoder
from tests.forks import FORKS


def write_editions(folder: Path, editions: int = 3) -> Path:
    """The samples several times over, each time with another headline: three are three windows of articles."""
    for number in range(editions):
        for sample in SAMPLES.glob("*.txt"):
            text = sample.read_text(encoding="utf-8")
            (folder / f"{number}-{sample.name}").write_text(
                f"Edition number {number} of the report\n\n{text}", encoding="utf-8"
            )
        for sample in SAMPLES.glob("*.md"):
            (folder / f"{number}-{sample.name}").write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


class Ingesting:
    """An ingest of a folder's files under way: with the quick encoder, or every sixth file with the real one."""

    def __init__(self, folder: Path, path: Path, model: str = "hash", largest: int = 0) -> None:
        """Starts it; no file that it writes may grow beyond `largest` bytes."""
        self._told, telling = FORKS.Pipe(duplex=False)
        self.process = FORKS.Process(target=_ingest, args=(folder, path, model, largest, telling))
        self.process.start()
        telling.close()

    def embedded(self, passages: int) -> None:
        """Returns when so many passages are embedded, or when it has ended."""
        with suppress(EOFError):
            while isinstance(done := self._told.recv(), int) and done < passages:
                pass

    def end(self, by: signal.Signals) -> bool:
        """Ends it, if it has not ended yet."""
        if self.process.pid and self.process.is_alive():
            os.kill(self.process.pid, by)
        self.process.join()
        return self.process.exitcode != 0

    def result(self) -> dict[str, Any]:
        """What it did, once it has ended: its report, or its error."""
        while isinstance(told := self._told.recv(), int):
            pass
        self.process.join()
        return dict(told)


def _ingest(folder: Path, path: Path, model: str, largest: int, told: Connection) -> None:
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    encoder = SentenceTransformerEncoder() if model == "bundled" else HashEncoder(max_tokens=128)
    files = sorted(folder.iterdir())[:: 6 if model == "bundled" else 1]
    try:
        report = ingest(
            files, Library(path, create=True), encoder, on_progress=lambda _done, _total, passages: told.send(passages)
        )
    except LibraryError as error:
        told.send({"error": str(error)})
    else:
        told.send(report.to_dict())


def everything(path: Path) -> dict[str, Any]:
    """The whole library, but for the time of ingest."""
    library = Library(path)
    articles = {article.source: {**article.to_dict(text=True), "ingested_at": None} for article in library.articles()}
    ids = library.passage_ids()
    found = {
        "articles": articles,
        "ids": ids,
        "vectors": library.vectors_of(ids),
        "sentences": library.sentence_vectors(ids),
        "states": library.source_states(list(articles)),
        "faults": library.faults(),
    }
    library.close()
    return found


def assert_same(path: Path, undisturbed: Path) -> None:
    """Fails where two libraries differ: in articles, their stories, passages, vectors, or in what is known of files."""
    expected, found = everything(undisturbed), everything(path)
    assert found["faults"] == expected["faults"] == []
    for part in ("articles", "ids", "states"):
        assert found[part] == expected[part], part
    assert all(article["story"] for article in found["articles"].values())
    np.testing.assert_array_equal(found["vectors"], expected["vectors"])
    for passage_id, rows in expected["sentences"].items():
        np.testing.assert_array_equal(found["sentences"][passage_id], rows)
