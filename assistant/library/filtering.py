"""A filter as a condition of the catalogue's SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Literal

from assistant.library.records import source_of
from assistant.types import Filter

LISTED = "IN (SELECT value FROM json_each(?))"
# Of an article's versions those that can be read: not the ones that are still being written or removed.
READABLE = "state NOT IN ('writing', 'removing')"


def condition_of(
    where: Filter, named: Callable[[Literal["outlet", "section"]], Sequence[str]]
) -> tuple[str, list[str]]:
    """The condition on the table of articles, and its values in order; `named` gives those there are."""
    conditions: list[str] = []
    values: list[str] = []
    if where.since:
        # ISO dates sort as text, and "2025-03" lies before each of its days.
        conditions.append("published_at >= ?")
        values.append(where.since)
    if where.until:
        conditions.append(f"published_at IS NOT NULL AND substr(published_at, 1, {len(where.until)}) <= ?")
        values.append(where.until)
    names: tuple[tuple[Literal["outlet", "section"], tuple[str, ...]], ...]
    names = (("outlet", where.outlets), ("section", where.sections))
    for column, asked in names:
        if asked:
            wanted = {name.casefold() for name in asked}
            conditions.append(f"{column} {LISTED}")
            values.append(json.dumps([name for name in named(column) if name.casefold() in wanted]))
    if where.languages:
        conditions.append(f"language {LISTED}")
        values.append(json.dumps([language.lower() for language in where.languages]))
    if where.articles:
        conditions.append(f"article_id {LISTED}")
        values.append(json.dumps(where.articles))
    if where.sources:
        conditions.append(
            "EXISTS (SELECT 1 FROM json_each(?) WHERE source = value OR substr(source, 1, length(value) + 1)"
            " IN (value || '/', value || '\\', value || '#'))"
        )
        # A URL stands as it is; a folder may end in a stroke.
        listed = [source if "://" in source else source_of(source) for source in where.sources]
        values.append(json.dumps([source.rstrip("/") for source in listed]))
    return " AND ".join(f"({condition})" for condition in conditions) or "TRUE", values
