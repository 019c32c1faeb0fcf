"""An ingest killed at random moments and run again ends in the same library as one that was left alone."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest
from tests.conftest import SAMPLES
from tests.fakes import HashEncoder

# Processes are forked from one that has imported the heavy libraries, so that each is killed at work, not at import.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["sentence_transformers", "tests.loaded", "tests.ingest.test_crash"])


def run_ingest(folder: str, path: str, model: str) -> None:
    """The whole folder with the quick encoder, every sixth file of it with the real one."""
    encoder = SentenceTransformerEncoder() if model == "bundled" else HashEncoder(max_tokens=128)
    files = sorted(Path(folder).iterdir())[:: 6 if model == "bundled" else 1]
    ingest(files, Library(Path(path), create=True), encoder)


def everything(path: Path) -> dict[str, Any]:
    """The whole library, but for the time of ingest."""
    library = Library(path)
    articles = {article.source: {**article.to_dict(text=True), "ingested_at": None} for article in library.articles()}
    ids = library._catalogue.passage_ids()
    vectors = library.vectors_of(ids)
    sentences = library.sentence_vectors(ids)
    states = library.source_states(list(articles))
    faults = library.faults()
    library.close()
    return {
        "articles": articles,
        "ids": ids,
        "vectors": vectors,
        "sentences": sentences,
        "states": states,
        "faults": faults,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples three times over, each time with another headline: three windows of articles."""
    path = tmp_path_factory.mktemp("articles")
    for number in range(3):
        for sample in SAMPLES.glob("*.txt"):
            text = sample.read_text(encoding="utf-8")
            (path / f"{number}-{sample.name}").write_text(
                f"Edition number {number} of the report\n\n{text}", encoding="utf-8"
            )
        for sample in SAMPLES.glob("*.md"):
            (path / f"{number}-{sample.name}").write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.mark.timeout(170)
@pytest.mark.parametrize(
    ("model", "kills"),
    [
        ("hash", 1),
        pytest.param("hash", 5, marks=pytest.mark.slow),
        pytest.param("bundled", 1, marks=pytest.mark.slow),
    ],
)
def test_killed_and_run_again_ends_in_the_same_library(model: str, kills: int, folder: Path, tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    warm_up = FORKS.Process(target=int)  # the fork server imports at its first process
    warm_up.start()
    warm_up.join()
    started = time.monotonic()
    process = start(folder, undisturbed, model)
    process.join()
    whole = time.monotonic() - started
    assert process.exitcode == 0
    draw = random.Random(11)
    deaths = 0
    for _ in range(kills):
        process = start(folder, killed, model)
        process.join(timeout=draw.uniform(0.1, 0.5) * whole)  # the first run also warms what is cached
        process.kill()
        process.join()
        deaths += process.exitcode == -signal.SIGKILL
    assert deaths > 0
    process = start(folder, killed, model)
    process.join()
    assert process.exitcode == 0
    expected, found = everything(undisturbed), everything(killed)
    assert found["faults"] == expected["faults"] == []
    for part in ("articles", "ids", "states"):
        assert found[part] == expected[part], part
    np.testing.assert_array_equal(found["vectors"], expected["vectors"])
    for passage_id, rows in expected["sentences"].items():
        np.testing.assert_array_equal(found["sentences"][passage_id], rows)


def start(folder: Path, path: Path, model: str) -> Any:
    process = FORKS.Process(target=run_ingest, args=(str(folder), str(path), model))
    process.start()
    return process
