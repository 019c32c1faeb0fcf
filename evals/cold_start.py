"""How long a person waits at the command line or for a script: a new process, from its start to its first answer."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from assistant.errors import DataError

# Programs for `cold_ms`, which take the question and the library's (or the index's) folder as arguments.
ASK = "import sys; from assistant import ask; ask(sys.argv[1], library=sys.argv[2])"
RETRIEVE = "import sys; from assistant import retrieve; print(retrieve(sys.argv[1], library=sys.argv[2]))"


def cold_ask_ms(question: str, library: Path) -> float:
    """Milliseconds of a new Python process that asks one question: start, imports, model, answer."""
    return cold_ms(ASK, question, str(library))


def cold_ms(program: str, *words: str) -> float:
    """Milliseconds of a new Python process that runs `program`, given `words` as its arguments, from start to end.

    The files it reads are warm in the system's cache if they were just used. Raises DataError when it fails.
    """
    # Our own programs; questions are arguments, never code.
    return process_ms([sys.executable, "-c", program, *words])


def process_ms(command: list[str]) -> float:
    """Milliseconds of a process from start to end. Raises DataError when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - see `cold_ms`
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise DataError(f"A new process failed ({last}); it was: {' '.join(command)}")
    return round((time.perf_counter() - started) * 1000, 2)
