"""Every passage's vector in memory, for what a graph of neighbours cannot do: filters, and many questions at once.

Chroma filters while it walks its graph. At 200,000 passages a query with `where` took 13 to 90 times as long as one
without, by ids 13 to 35 times, and asking for more and dropping the rest lost up to nine tenths of the right ones.
Comparing the question with each vector of the filtered articles is exact. The vectors are int8, each with a scale of
its own: 388 bytes a passage in memory and cosines within 0.002 of the float32 ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector

# Rows that are compared with the questions at a time: a block of them as float32 stays in the processor's cache.
BLOCK = 4096
# The first block is small and later ones grow: what it finds sets the bar that keeps the rest of the work small.
FIRST_BLOCK = 256


def pack(vector: Vector) -> bytes:
    """A (d,) unit vector as it is stored: its scale and int8 values."""
    scale = np.float32(np.abs(vector).max() / 127 or 1.0)
    return scale.tobytes() + np.rint(vector / scale).astype(np.int8).tobytes()


class _Rows(NamedTuple):
    """Row i of each is one passage; in the order of the numbers."""

    numbers: NDArray[np.int64]
    articles: NDArray[np.int64]
    scales: Vector
    values: NDArray[np.int8]


class Scan:
    """Passages by number, with their article's and their vector. It only grows; a search may run meanwhile."""

    def __init__(self, dimension: int) -> None:
        """Starts empty; `dimension` is the vectors' length."""
        self._packed = np.dtype([("scale", "<f4"), ("values", "i1", (dimension,))])
        none = np.zeros(0, dtype=np.int64)
        self._rows = _Rows(none, none, np.zeros(0, dtype=np.float32), np.zeros((0, dimension), dtype=np.int8))

    @property
    def last(self) -> int:
        """The highest number there is, 0 while it is empty."""
        return int(self._rows.numbers[-1]) if len(self._rows.numbers) else 0

    def extend(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        """Adds (number, article, packed vector) rows, in the order of their numbers, all above `last`."""
        if not rows:
            return
        numbers, articles, vectors = zip(*rows, strict=True)
        packed = np.frombuffer(b"".join(vectors), dtype=self._packed)
        new = (np.asarray(numbers), np.asarray(articles), packed["scale"], packed["values"])
        self._rows = _Rows(*(np.concatenate(pair) for pair in zip(self._rows, new, strict=True)))

    def search(
        self, vectors: Vector, count: int, articles: NDArray[np.int64] | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each row of `vectors` (q, d) the `count` nearest passages' numbers with their cosines, nearest first.

        With `articles`, only passages of those. Equal cosines are in the order of their numbers.
        """
        all_rows = self._rows
        chosen = np.flatnonzero(np.isin(all_rows.articles, articles)) if articles is not None else None
        total = len(all_rows.numbers) if chosen is None else len(chosen)
        questions = np.ascontiguousarray(vectors.T, dtype=np.float32)
        bar = np.full(len(vectors), -np.inf, dtype=np.float32)
        found: tuple[NDArray[np.int64], NDArray[np.int64], Vector] | None = None
        first, size = 0, FIRST_BLOCK
        while first < total:
            places = slice(first, first + size) if chosen is None else chosen[first : first + size]
            near = (all_rows.values[places].astype(np.float32) @ questions) * all_rows.scales[places][:, None]
            rows, columns = np.nonzero(near >= bar)
            new = (columns, all_rows.numbers[places][rows], near[rows, columns])
            found = new if found is None else tuple(map(np.concatenate, zip(found, new, strict=True)))  # type: ignore[assignment]
            assert found is not None
            found = _best(found, count)
            full = np.bincount(found[0], minlength=len(bar)) >= count
            lowest = np.full(len(bar), np.inf, dtype=np.float32)
            np.minimum.at(lowest, found[0], found[2])
            bar = np.where(full, lowest, -np.inf).astype(np.float32)
            first, size = first + size, min(2 * size, BLOCK)
        results: list[list[tuple[int, float]]] = [[] for _ in vectors]
        for column, number, cosine in zip(*(part.tolist() for part in found), strict=True) if found else ():
            results[column].append((number, cosine))
        return results


def _best(
    found: tuple[NDArray[np.int64], NDArray[np.int64], Vector], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Vector]:
    """The `count` best of each question: (question, number, cosine), by question, best first."""
    questions, numbers, cosines = found
    order = np.lexsort((numbers, -cosines, questions))
    questions = questions[order]
    starts = np.searchsorted(questions, questions)
    kept = order[np.arange(len(order)) - starts < count]
    return found[0][kept], numbers[kept], cosines[kept]
