"""Which files a person means by the paths they give."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from assistant.library.records import source_of
from ingest.readers import KINDS, suffix_of


class Sources(NamedTuple):
    """The files to read, in order of path; those of other kinds met in folders; (source, reason) of what cannot be."""

    files: list[Path]
    other: list[Path]
    refused: list[tuple[str, str]]


def find_sources(paths: Iterable[Path]) -> Sources:
    """All readable kinds of file under the paths, each once. Hidden files and folders are left out.

    A file named itself is always read, whatever it is called; links to folders are not followed.
    """
    files: dict[Path, None] = {}
    other: dict[Path, None] = {}
    refused: dict[str, str] = {}

    def take(path: Path) -> None:
        if reason := _refusal(path):
            refused[os.fsencode(path).decode(errors="replace")] = reason
        else:
            files[path] = None

    def cannot_enter(error: OSError) -> None:
        refused[os.fsencode(error.filename).decode(errors="replace")] = f"it cannot be read ({error.strerror})"

    for given in paths:
        path = Path(source_of(given))
        if path.is_dir():
            for folder, folders, names in os.walk(path, onerror=cannot_enter):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if not name.startswith("."):
                        found = Path(folder, name)
                        if suffix_of(name) in KINDS:
                            take(found)
                        else:
                            other[found] = None
        else:
            take(path)
    return Sources(sorted(files), sorted(other), list(refused.items()))


def _refusal(path: Path) -> str | None:
    if not os.path.lexists(path):
        return "there is no such file or folder"
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 (these raise nothing)
        return "it is a pipe or a device, not a file"
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return "its name is not valid UTF-8; rename it"
    return None
