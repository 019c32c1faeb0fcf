"""What is said when the library's folder cannot be written to, mostly because the disk is full."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import LibraryError


def unwritable(folder: Path, error: Exception) -> LibraryError:
    """The error in one line, to be raised from the storage's own."""
    reason = " ".join(str(error).split())[:200].rstrip(".")
    return LibraryError(
        f"The library at {folder} could not be written ({reason}). What went in before is kept: make room"
        " on the disk, if that is it, and do the same again."
    )
