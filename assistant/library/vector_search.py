"""Which passages are near a question: by Chroma's graph, or by comparing with all of them where that is better.

The scan is exact, knows filters, is quicker for a small library and for many questions at once, and is ready at once,
where reading the graph of 200,000 passages takes seconds. The graph is quicker for single questions to a large library.
"""

from __future__ import annotations

import threading
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector
from assistant.library.scan import Scan
from assistant.library.vectors import ClosedError, Vectors

# Passages up to which scanning is the quicker: 50,000 take 8 ms on one core, the graph of any size takes 5 to 8.
SMALL = 30_000
# Questions at once from which scanning is the quicker: the vectors are read once for all of them.
MANY = 8
# Questions of a process before it reads a large library's graph. Who asks once is answered and gone by then.
PATIENCE = 5


class VectorSearch:
    """Searches the vectors of one generation of a library. Safe to use from several threads."""

    def __init__(self, vectors: Vectors, scan: Scan) -> None:
        """Opens nothing."""
        self._vectors = vectors
        self._scan = scan
        self._counting = threading.Lock()
        self._asked = 0
        self._reader: threading.Thread | None = None

    def search(
        self, vectors: Vector, count: int, articles: NDArray[np.int64] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each row of `vectors` (q, d) the `count` nearest passages' ids with their cosines, nearest first.

        With `articles`, the catalogue's numbers of articles, only theirs. Some may not be live.
        """
        if articles is None and len(vectors) < MANY and self._graph_is_ready(vectors.shape[1]):
            with suppress(ClosedError):  # replaced just now; the scan sees what is new
                return self._vectors.search(vectors, count)
        return self._scan.search(vectors, count, articles)

    def warm(self, dimension: int, *, wait: bool = True) -> None:
        """Reads what questions will be answered from: all vectors, and the graph of a large library.

        Who does not `wait` for the graph has it read beside the first questions, which the scan answers.
        """
        self._scan.search(np.ones((1, dimension), dtype=np.float32), 1)
        if self._scan.size() > SMALL and not self._vectors.opened:
            if wait:
                self._vectors.open(dimension)
            else:
                with self._counting:
                    self._begin_reading(dimension)

    def _graph_is_ready(self, dimension: int) -> bool:
        """Whether the graph is worth walking and read; else it is read beside the questions, once there were some."""
        if self._vectors.opened:
            return True
        if self._scan.size() <= SMALL:
            return False
        with self._counting:
            self._asked += 1
            if self._asked >= PATIENCE:
                self._begin_reading(dimension)
            # One that failed fails again, where the question hears of it.
            return self._reader is not None and not self._reader.is_alive()

    def _begin_reading(self, dimension: int) -> None:
        """Has the graph read in a thread, once."""
        if self._reader is None:
            self._reader = threading.Thread(target=self._read, args=(dimension,), name="graph")
            self._reader.start()

    def _read(self, dimension: int) -> None:
        try:
            self._vectors.open(dimension)
        except Exception:  # noqa: BLE001 (told by the next question, which opens it again)
            return
