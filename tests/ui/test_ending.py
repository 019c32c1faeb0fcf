"""What the page has under way when its process ends is ended first: a thread inside a model would turn it into a crash.

How an ingest ends is in test_adding.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from evals import SETS
from tests.conftest import ROOT
from ui.page.ending import Worker, is_at_work

# What is registered first is called last.
ANSWERING = """
import atexit, sys, threading, time
from assistant.assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from pathlib import Path
from ui.asking.turns import Asking

asked = threading.Event()

class Slow(SentenceTransformerEncoder):
    def encode_query(self, text):
        asked.set()
        time.sleep(1)
        return super().encode_query(text)

atexit.register(lambda: print("still answering" if asking._thread.is_alive() else "has ended"))
asking = Asking(Assistant(Library(Path(sys.argv[1])), Slow()), "How many people were injured in Kharkiv?")
asked.wait()
"""
EVALUATING = """
import atexit, sys, time
from pathlib import Path
from ui.evaluations.evaluating import evaluating
from ui.settings.preferences import Preferences

job = evaluating()
atexit.register(lambda: print("still running" if job.progress else "has ended:", job.ended.line))
job.start(Path(sys.argv[2]), Path(sys.argv[1]), Preferences())
while not job.progress.done:
    time.sleep(0.01)
print(job.progress.total)
"""
# Four that go on, though all are told to stop.
DEAF = """
import atexit, threading, time
from ui.page import ending

ending.LAST_SECONDS = 1.0
told = []
for name in "abcd":
    ending.Worker(threading.Event().wait, name, lambda: told.append(time.monotonic())).start()
began = time.monotonic()
atexit.register(lambda: print(len(told), max(told) - began, time.monotonic() - began))
"""


def ended(program: str, *words: object) -> str:
    """What the program prints, which ends well, and soon."""
    started = time.monotonic()
    command = [sys.executable, "-c", program, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - started < 30
    return done.stdout


@pytest.mark.slow
def test_an_answer_under_way_ends_with_the_process(sample_library: Path) -> None:
    assert ended(ANSWERING, sample_library) == "has ended\n"


@pytest.mark.slow
def test_a_run_of_questions_ends_with_the_process(sample_library: Path) -> None:
    assert ended(EVALUATING, sample_library, SETS / "sample.jsonl").endswith(
        "\nhas ended: The run was stopped; nothing of it is stored.\n"
    )


def test_those_that_do_not_stop_are_waited_for_at_the_same_time() -> None:
    many, last_told, waited = map(float, ended(DEAF).split())
    assert many == 4
    assert last_told < 1 <= waited < 3


def test_a_worker_that_does_not_start_is_not_at_work() -> None:
    worker = Worker(lambda: None, "once")
    worker.start()
    worker.join()
    with pytest.raises(RuntimeError):
        worker.start()
    assert not is_at_work("once")
