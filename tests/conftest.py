"""What the tests share."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import EXAMPLES, MANY

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "evals" / "samples"
LONG_FIRST = ("ui", "evals", "assistant", "ingest", "tests")  # folders, by how long their files take

# Before anything of ours is imported: the settings of whoever runs the tests must not reach them, and what is cached
# (the exported query encoder) stays inside the checkout, where the next run finds it.
for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[name]
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "user-cache")
os.environ["XDG_DATA_HOME"] = str(ROOT / ".pytest_cache" / "user-data")
os.environ["HF_HUB_OFFLINE"] = "1"
# What is compiled once need not be by each worker and by each process that a test starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
if "PYTEST_XDIST_WORKER" in os.environ:
    # One thread for each worker: more would wait for a core which another worker holds, and cost more than they bring.
    os.environ["OMP_NUM_THREADS"] = "1"

# What tests write need not outlive a power cut: where memory has room for it, none of them waits for a disk.
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# How long an example takes says more of what else the machine does than of what is tested. Few are the same in every
# run, so that nothing fails by chance; many are drawn anew each time.
settings.register_profile("tests", deadline=None, max_examples=EXAMPLES, derandomize=EXAMPLES < MANY)
settings.load_profile("tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser by turns with the others: while the ones wait for a page, the others have the cores.

    The others by folder, as in LONG_FIRST; those it does not name come last.
    """
    place = {folder: place for place, folder in enumerate(LONG_FIRST)}
    waiting = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    files = sorted({item.path: None for item in items}, key=lambda path: place.get(path.parent.name, len(place)))
    waits, works = ([path for path in files if (path in waiting) == one] for one in (True, False))
    turns = [path for pair in zip_longest(waits, works) for path in pair if path]
    items.sort(key=lambda item: turns.index(item.path))


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A library of the sample articles, made with the bundled model; not to be written to. One for all workers."""
    from filelock import FileLock

    from assistant.embedding import SentenceTransformerEncoder
    from assistant.library import Library
    from ingest import ingest

    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent
    path = root / "samples" / "library"
    with FileLock(root / "samples.lock"):
        if not path.exists():
            made = Library(root / "samples.new", create=True)
            ingest([SAMPLES], made, SentenceTransformerEncoder())
            made.close()
            path.parent.mkdir()
            made.path.rename(path)
    return path


@pytest.fixture
def own_library(sample_library: Path, tmp_path: Path) -> Path:
    """A copy of the sample library for a test that writes beside it: others read the shared one at the same time."""
    return shutil.copytree(sample_library, tmp_path / "own" / "library")
