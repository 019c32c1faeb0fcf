"""The question sets that the page offers to run."""

from __future__ import annotations

import shlex
from functools import cache
from pathlib import Path

from assistant.errors import QuestionSetError
from evals import SAMPLES, SETS
from evals.keeping import kept_path
from evals.question_set import load_question_set
from ui.wording.text import library_option


@cache
def bundled_sets() -> tuple[Path, ...]:
    """Those that come with the installation, the project's own first; beside them lie other lists, which are none."""
    found = []
    for path in sorted(SETS.glob("*.jsonl"), key=lambda path: (path.stem != "sample", path)):
        try:
            load_question_set(path)
        except QuestionSetError:
            continue
        found.append(path)
    return tuple(found)


def offered_sets(library: Path, person: str) -> list[Path]:
    """The questions that the person kept by thumbs, where there are any, and the bundled sets."""
    kept = kept_path(library, person)
    return [*([kept] if kept.exists() else []), *bundled_sets()]


def set_name(path: Path) -> str:
    """A set in the list to choose from."""
    return f"{path.name}, which comes with the installation" if path in bundled_sets() else path.name


def what_to_ingest(question_set: Path, library: Path) -> str:
    """Of a set that needs articles which the library may lack, the command that brings them; "" of another."""
    if question_set not in bundled_sets():
        return ""
    return (
        " The bundled sets are about the sample articles; bring them in with:"
        f" article-assistant ingest {shlex.quote(str(SAMPLES))}{library_option(library)}"
    )
