"""How long a person waits at the command line or for a script: a new process, from its start to its first answer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.assistant import EVIDENCE_HITS
from assistant.errors import DataError
from assistant.settings import PREFIX, Settings
from evals.metrics import percentile

ASK = "import sys; from assistant import ask; ask(sys.argv[1], library=sys.argv[2], passages=int(sys.argv[3]))"
RETRIEVE = "import sys; from assistant import retrieve; print(retrieve(sys.argv[1], library=sys.argv[2]))"


def cold_ask_ms(question: str, library: Path, settings: Settings, passages: int = EVIDENCE_HITS) -> float:
    """Milliseconds of a new process that answers one question from the best `passages`: start, imports, model, answer.

    It has this process's environment, but for the writer and the level of refusal: those are of the `settings`.
    """
    chosen = {f"{PREFIX}LLM": settings.llm, f"{PREFIX}REFUSAL": settings.refusal}
    environment = {name: value for name, value in os.environ.items() if name.upper() not in chosen}
    environment |= {name: value for name, value in chosen.items() if value}
    return process_ms(program(ASK, question, str(library), str(passages)), environment)


def our_commands(question: str, library: Path) -> dict[str, list[str]]:
    """The commands that retrieve from a library, in "python" and at the "command line"."""
    tool = str(Path(sys.executable).with_name("article-assistant"))
    return {
        "python": program(RETRIEVE, question, str(library)),
        "command line": [tool, "retrieve", question, "--library", str(library)],
    }


def program(source: str, *words: str) -> list[str]:
    """The command that runs Python source, given `words` as its arguments."""
    return [sys.executable, "-c", source, *words]


def medians_s(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, float]:
    """The median seconds of each command, run `times` times in turn with the others."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            taken[name].append(process_ms(command) / 1000)
    return {name: round(percentile(values, 50), 3) for name, values in taken.items()}


def process_ms(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Milliseconds of a process from start to end. Raises DataError when it fails.

    The files it reads are warm in the system's cache if they were just used.
    """
    started = time.perf_counter()
    output_of(command, environment)
    return round((time.perf_counter() - started) * 1000, 2)


def output_of(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a process printed, in our own environment or one given. Raises DataError when it cannot be run or fails."""
    try:
        # Our own programs; questions are arguments, never code.
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    except OSError as error:
        raise DataError(f"{command[0]} cannot be run ({error.strerror}); install the project: make run") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise DataError(f"A new process failed ({last}); try it by itself: {' '.join(command)}")
    return done.stdout
