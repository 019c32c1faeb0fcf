"""A filter as a condition of the catalogue's SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.library.records import source_of
from assistant.types import Filter

LISTED = "IN (SELECT value FROM json_each(?))"


def condition_of(where: Filter, outlets: Sequence[str]) -> tuple[str, list[str]]:
    """The condition on the table of articles, and its values in order; `outlets` are those of the library."""
    conditions: list[str] = []
    values: list[str] = []
    if where.since:
        # ISO dates sort as text, and "2025-03" lies before each of its days.
        conditions.append("published_at >= ?")
        values.append(where.since)
    if where.until:
        conditions.append(f"published_at IS NOT NULL AND substr(published_at, 1, {len(where.until)}) <= ?")
        values.append(where.until)
    if where.outlets:
        wanted = {outlet.casefold() for outlet in where.outlets}
        conditions.append(f"outlet {LISTED}")
        values.append(json.dumps([outlet for outlet in outlets if outlet.casefold() in wanted]))
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
        named = [source if "://" in source else source_of(source) for source in where.sources]
        values.append(json.dumps([source.rstrip("/") for source in named]))
    return " AND ".join(f"({condition})" for condition in conditions) or "TRUE", values
