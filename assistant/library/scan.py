"""Every passage's vector in memory, for what a graph of neighbours cannot do: filters, and many questions at once.

Chroma filters while it walks its graph. At 200,000 passages and filters that let through 2 % or less, a query with
`where` took 20 to 90 times as long as one without, one by ids 13 to 39 times, and asking for more and dropping the
rest lost up to nine tenths of the right ones and more.
Comparing the question with each vector of the filtered articles is exact. The vectors are int8, each with a scale of
its own: 388 bytes a passage in memory and cosines within 0.002 of the float32 ones.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector

if TYPE_CHECKING:
    from assistant.library.catalogue import Catalogue

# Rows that are compared with the questions at a time: a block of them as float32 stays in the processor's cache.
BLOCK = 4096
# The first block is small and later ones grow: what it finds sets the bar that keeps the rest of the work small.
FIRST_BLOCK = 256


def pack(vector: Vector) -> bytes:
    """A (d,) unit vector as it is stored: its scale and int8 values."""
    scale = np.float32(np.abs(vector).max() / 127 or 1.0)
    packed: bytes = scale.tobytes() + np.rint(vector / scale).astype(np.int8).tobytes()
    return packed


class _Rows(NamedTuple):
    """Row i of each is one passage; in the order of the numbers."""

    numbers: NDArray[np.int64]
    articles: NDArray[np.int64]
    scales: Vector
    values: NDArray[np.int8]


class _Near(NamedTuple):
    """Row i of each: a question's place, a passage near it, how near."""

    questions: NDArray[np.int64]
    numbers: NDArray[np.int64]
    cosines: Vector


class Scan:
    """The vectors of one catalogue's passages; each search first reads what is new. Safe to use from several threads.

    It only grows: a passage that is deleted is still compared, and left out of what is found.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Starts empty, and reads nothing before the first search."""
        self._catalogue = catalogue
        self._reading = threading.Lock()
        self._rows: _Rows | None = None

    def search(
        self, vectors: Vector, count: int, articles: NDArray[np.int64] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each row of `vectors` (q, d) the `count` nearest passages' ids with their cosines, nearest first.

        With `articles`, the catalogue's numbers of articles, only theirs. Equal cosines are in the order in which
        the passages were stored.
        """
        rows = self._read(vectors.shape[1])
        asked = count
        while True:
            found = _nearest(rows, vectors, asked, articles)
            ids = self._catalogue.numbered(list({number for near in found for number, _ in near}))
            there = [[(ids[number], cosine) for number, cosine in near if number in ids] for near in found]
            if all(len(kept) >= count or len(near) < asked for kept, near in zip(there, found, strict=True)):
                return [near[:count] for near in there]
            asked *= 2

    def size(self) -> int:
        """How many passages there are to compare with."""
        return self._catalogue.last_number()

    def _read(self, dimension: int) -> _Rows:
        with self._reading:
            last = int(self._rows.numbers[-1]) if self._rows else 0
            if new := self._catalogue.vectors_after(last):
                numbers, articles, vectors = zip(*new, strict=True)
                kind = np.dtype([("scale", "<f4"), ("values", "i1", (dimension,))])
                packed = np.frombuffer(b"".join(vectors), dtype=kind)
                fresh = _Rows(np.asarray(numbers), np.asarray(articles), packed["scale"], packed["values"])
                old = self._rows
                self._rows = (
                    fresh
                    if old is None
                    else _Rows(
                        np.concatenate([old.numbers, fresh.numbers]),
                        np.concatenate([old.articles, fresh.articles]),
                        np.concatenate([old.scales, fresh.scales]),
                        np.concatenate([old.values, fresh.values]),
                    )
                )
            none = np.zeros(0, dtype=np.int64)
            return self._rows or _Rows(none, none, none.astype(np.float32), np.zeros((0, dimension), dtype=np.int8))


def _nearest(
    all_rows: _Rows, vectors: Vector, count: int, articles: NDArray[np.int64] | None
) -> list[list[tuple[int, float]]]:
    """For each question the numbers of the `count` nearest passages with their cosines, nearest first."""
    chosen = np.flatnonzero(np.isin(all_rows.articles, articles)) if articles is not None else None
    total = len(all_rows.numbers) if chosen is None else len(chosen)
    questions = np.ascontiguousarray(vectors.T, dtype=np.float32)
    bar = np.full(len(vectors), -np.inf, dtype=np.float32)
    none = np.zeros(0, dtype=np.int64)
    found = _Near(none, none, np.zeros(0, dtype=np.float32))
    first, size = 0, FIRST_BLOCK
    while first < total:
        places = slice(first, first + size) if chosen is None else chosen[first : first + size]
        # Rounded, because one question and many together differ in the last digits, and equals are ordered by number.
        near = np.round((all_rows.values[places].astype(np.float32) @ questions) * all_rows.scales[places][:, None], 5)
        rows, columns = np.nonzero(near >= bar)
        found = _best(
            _Near(
                np.concatenate([found.questions, columns]),
                np.concatenate([found.numbers, all_rows.numbers[places][rows]]),
                np.concatenate([found.cosines, near[rows, columns]]),
            ),
            count,
        )
        lowest = np.full(len(bar), np.inf, dtype=np.float32)
        np.minimum.at(lowest, found.questions, found.cosines)
        bar = np.where(np.bincount(found.questions, minlength=len(bar)) >= count, lowest, -np.inf)
        first, size = first + size, min(2 * size, BLOCK)
    results: list[list[tuple[int, float]]] = [[] for _ in vectors]
    for question, number, cosine in zip(*(part.tolist() for part in found), strict=True):
        results[question].append((number, cosine))
    return results


def _best(found: _Near, count: int) -> _Near:
    """The `count` best of each question, by question, best first."""
    order = np.lexsort((found.numbers, -found.cosines, found.questions))
    questions = found.questions[order]
    kept = order[np.arange(len(order)) - np.searchsorted(questions, questions) < count]
    return _Near(found.questions[kept], found.numbers[kept], found.cosines[kept])
