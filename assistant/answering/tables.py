"""A row of a table is told with the heads of its columns: "Party: Green Coast; Seats: 29."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

# What the readers put between the cells of a row (`ingest.readers`); an empty cell leaves one blank.
_BETWEEN = re.compile(r" ?\| ?")
# A line by itself that has a bar may be anything ("Home | News").
FEWEST_ROWS, FEWEST_CELLS = 2, 2
_FIGURE = re.compile(r"(?!\b(?:19|20)\d\d\b)\b\d+")


def heads(texts: Sequence[str]) -> list[int | None]:
    """For each of a passage's sentences, which of them is the head of the table whose row it is; None for the others.

    A table is a run of rows of as many cells each. The first is its head if it has no figures but years, and most rows
    have figures in one of the columns: menus and tables of words ("Born | Oslo") have none.
    """
    found: list[int | None] = [None] * len(texts)
    rows = [_BETWEEN.split(text) for text in texts]
    first = 0
    while first < len(texts):
        end = first + 1
        while end < len(texts) and len(rows[end]) == len(rows[first]):
            end += 1
        if len(rows[first]) >= FEWEST_CELLS and _is_headed(texts[first], rows[first + 1 : end]):
            found[first + 1 : end] = [first] * (end - first - 1)
        first = end
    return found


def _is_headed(head: str, rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < FEWEST_ROWS or _FIGURE.search(head):
        return False
    return any(2 * sum(bool(_FIGURE.search(cell)) for cell in column) > len(rows) for column in zip(*rows, strict=True))


def row_spoken(head: str, row: str) -> str:
    """A row as a sentence, each cell behind the head of its column; empty cells are left out."""
    cells = zip_longest(_BETWEEN.split(head), _BETWEEN.split(row), fillvalue="")
    return "; ".join(f"{name}: {cell}".lstrip(": ") for name, cell in cells if cell) + "."
