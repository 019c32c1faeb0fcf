"""An ingest that is ended at random moments and run again ends in the same library as one that was left alone."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from assistant.library import Library
from tests.ingest.disturbing import Ingesting, assert_same, write_editions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_editions(tmp_path_factory.mktemp("articles"))


def committed(path: Path) -> int:
    """How many passages went in. Opening sweeps up the rest."""
    try:
        library = Library(path)
    except Exception:  # noqa: BLE001 (ended before there was one)
        return 0
    count = library.counts()["passages"]
    library.close()
    return count


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("model", "ends"),
    [
        ("hash", [signal.SIGKILL, signal.SIGTERM]),
        pytest.param("bundled", [signal.SIGKILL], marks=pytest.mark.slow),
        pytest.param("hash", [signal.SIGKILL] * 20, marks=pytest.mark.slow),
        pytest.param("hash", [signal.SIGTERM, signal.SIGINT] * 10, marks=pytest.mark.slow),
        pytest.param("bundled", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT] * 2, marks=pytest.mark.slow),
    ],
    ids=["each", "real", "killed", "told to end", "real, each"],
)
def test_ended_and_run_again_it_ends_in_the_same_library(
    model: str, ends: list[signal.Signals], folder: Path, tmp_path: Path
) -> None:
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    whole = Ingesting(folder, undisturbed, model).result()
    draw = random.Random(11)
    deaths = 0
    for end in ends:
        left = whole["passages"] - committed(disturbed)
        if not left:  # the last end came too late
            break
        ingesting = Ingesting(folder, disturbed, model)
        if deaths:
            ingesting.embedded(draw.randrange(left))
            time.sleep(draw.uniform(0, 0.1))
        else:  # early enough for any machine
            ingesting.embedded(draw.randrange(left // 2))
        deaths += ingesting.end(end)
    assert deaths > 0
    before = committed(disturbed)
    last = Ingesting(folder, disturbed, model).result()
    assert last["passages"] == whole["passages"] - before  # what went in was not embedded again
    assert_same(disturbed, undisturbed)
