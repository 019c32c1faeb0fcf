"""Articles whose files are gone: which they are, where that is certain, and out of the library with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from assistant.library import Library
from assistant.library.records import files_of, source_of
from ingest.report import Skipped

_EMPTY = "it is empty, as a disk is that is not mounted: its articles stay (article-assistant remove takes them out)"


def remove_gone(paths: Sequence[Path], library: Library, skipped: list[Skipped]) -> int:
    """Removes the articles from the folders among `paths` whose files are no longer there; how many.

    What came from a folder that is not there, cannot be read or is empty stays: it may be a disk that is not mounted.
    Empty ones are added to `skipped`, where the others are already. Call inside `library.writing()`.
    """
    folders = [Path(source_of(path)) for path in paths]
    gone: list[str] = []
    empty: set[Path] = set()
    for entry in library.entries():
        files = [Path(file) for file in files_of(entry.source)]
        found = ((one, file) for one in folders for file in files if one in file.parents)
        folder, file = next(found, (None, None))
        if folder is None or file is None or not all(map(_is_gone, files)):
            continue
        nearest = next(parent for parent in file.parents if parent == folder or not _is_gone(parent))
        # Looked at after the file, and each time: a disk may go at any moment.
        match _holds_anything(nearest):
            case True:
                gone.append(entry.source)
            case False:
                empty.add(nearest)
    library.remove(gone)
    skipped += [Skipped(str(folder), _EMPTY) for folder in sorted(empty)]
    return len(gone)


def _is_gone(path: Path) -> bool:
    """Whether nothing is there, which an error of another kind does not say."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        pass
    return False


def _holds_anything(folder: Path) -> bool | None:
    """None where it cannot be told."""
    try:
        with os.scandir(folder) as found:
            return next(found, None) is not None
    except OSError:
        return None
