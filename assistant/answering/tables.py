"""A row of a table is told with the heads of its columns: "Party: Green Coast; Seats: 29."."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What the readers put between the cells of a row (`ingest.readers`).
BETWEEN = " | "
# A line of two cells may be anything ("Home | News").
FEWEST_ROWS, FEWEST_CELLS = 2, 2
# Of figures a head has years alone: "Club | 2024 | 2025".
_FIGURE = re.compile(r"(?!\b(?:19|20)\d\d\b)\b\d+")


def heads(texts: Sequence[str]) -> list[int | None]:
    """For each of a passage's sentences, which of them is the head of the table whose row it is; None for the others.

    A table is a run of rows of as many cells each; the first is its head if it has no figures.
    """
    found: list[int | None] = [None] * len(texts)
    first = 0
    while first < len(texts):
        cells = len(texts[first].split(BETWEEN))
        end = first + 1
        while end < len(texts) and len(texts[end].split(BETWEEN)) == cells:
            end += 1
        rows = end - first - 1
        if cells >= FEWEST_CELLS and rows >= FEWEST_ROWS and not _FIGURE.search(texts[first]):
            found[first + 1 : end] = [first] * rows
        first = end
    return found


def row_spoken(head: str, row: str) -> str:
    """A row as a sentence, each cell behind the head of its column; empty cells are left out."""
    cells = zip(head.split(BETWEEN), row.split(BETWEEN), strict=True)
    return "; ".join(f"{name.strip()}: {cell.strip()}".lstrip(": ") for name, cell in cells if cell.strip()) + "."
