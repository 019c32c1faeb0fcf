"""What the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "evals" / "samples"

# Before anything of ours is imported: the settings of whoever runs the tests must not reach them, and what is cached
# (the exported query encoder) stays inside the checkout, where the next run finds it.
for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[name]
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "user-cache")
os.environ["XDG_DATA_HOME"] = str(ROOT / ".pytest_cache" / "user-data")
os.environ["HF_HUB_OFFLINE"] = "1"
if "PYTEST_XDIST_WORKER" in os.environ:
    # A core for each worker: threads that wait for a core which another worker holds cost more than they bring.
    os.environ["OMP_NUM_THREADS"] = "1"

# How long an example takes says more of what else the machine does than of what is tested.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")


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
