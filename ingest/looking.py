"""A file as the ingest sees it: whether it has changed, and its bytes if so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from assistant.errors import UnreadableArticle
from assistant.library import SourceState
from ingest.dates import read_name
from ingest.document import Document
from ingest.readers import suffix_of

MEGABYTE = 1_000_000


class Found(Protocol):
    """What articles are made of, wherever it was found: a file, or a page of the web."""

    @property
    def source(self) -> str:
        """What it is known by: its path or its address."""

    @property
    def suffix(self) -> str:
        """What tells the reader."""

    def look(self, known: SourceState | None, reader: str) -> tuple[SourceState, bytes | None]:
        """How it looks now, and its bytes, or None when they are those that `reader` read when it looked as `known`.

        Raises UnreadableArticle when it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class File:
    """A file; one of more than `max_file_mb` is not read."""

    path: Path
    max_file_mb: float

    @property
    def source(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def suffix(self) -> str:
        """Its name's ending."""
        return suffix_of(self.path.name)

    def look(self, known: SourceState | None, reader: str) -> tuple[SourceState, bytes | None]:
        """By size and time, else by content."""
        try:
            return self._look(known, reader)
        except OSError as error:
            raise UnreadableArticle(f"it cannot be read ({error.strerror or error})") from error

    def _look(self, known: SourceState | None, reader: str) -> tuple[SourceState, bytes | None]:
        stat = self.path.stat()
        if known and (stat.st_size, stat.st_mtime_ns, reader) == (known.size, known.mtime_ns, known.reader):
            return known, None
        if stat.st_size > self.max_file_mb * MEGABYTE:
            raise UnreadableArticle(
                f"it has {stat.st_size / MEGABYTE:.0f} MB, the limit is {self.max_file_mb:g}"
                " (ASSISTANT_MAX_FILE_MB sets it)"
            )
        content = self.path.read_bytes()
        state = SourceState(stat.st_size, stat.st_mtime_ns, hashlib.sha256(content).hexdigest(), reader)
        unchanged = known is not None and (known.sha256, known.reader) == (state.sha256, reader)
        return state, None if unchanged else content


def dated_by_name(document: Document, name: str) -> Document:
    """The document with the day that its file's `name` tells as its date, marked so, where it states none."""
    path = PurePosixPath(name)
    # Records have names without an ending, which are numbers of theirs and no days.
    named = read_name(path.stem) if path.suffix and "://" not in name and not document.published_at else None
    return replace(document, published_at=named).stated_in("file name") if named else document


def dated_by_file(document: Document, state: SourceState) -> Document:
    """The document with the day its file was last changed (UTC) as its date, marked so, where it states none.

    Pages of the web have no such day.
    """
    if document.published_at or state.mtime_ns <= 0:
        return document
    changed = datetime.fromtimestamp(state.mtime_ns / 1e9, UTC)
    return replace(document, published_at=changed.date().isoformat()).stated_in("mtime")
