"""The folder of a new library."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from assistant.errors import LibraryError, LibraryNotFound


def make_folder(path: Path, create: bool, ours: Collection[str]) -> None:
    """Makes the folder, or takes one that holds nothing but files of `ours`.

    Raises LibraryNotFound when `create` is false, LibraryError where it cannot be made or holds something else.
    """
    if not create:
        raise LibraryNotFound(
            f"There is no library at {path} yet; make one with: article-assistant ingest DIR"
            " (another place: --library DIR or ASSISTANT_LIBRARY)"
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(name.name not in ours for name in path.iterdir()):
            raise LibraryError(
                f"{path} holds other files; a library needs a folder of its own: {path / 'library'}, say."
            )
    except OSError as error:
        raise LibraryError(
            f"A library cannot be made at {path} ({error.strerror}); choose another: --library DIR"
        ) from error
