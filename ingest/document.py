"""What a reader makes of a file, before and after cleaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A body with one paragraph a line, and what the format itself says of it (None: it does not say).

    `date_from` is "mtime" where `published_at` is the file's own date.
    """

    body: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str | None = None
    date_from: str | None = None
