"""The passages' vectors, in an embedded Chroma; on a server they are in `vector_server`.

Chroma 1.5 facts this rests on: `add` keeps an old row silently, so `upsert`; the default space is l2 and a
different one on an existing collection is ignored, so it is set at creation and checked at opening; a default
embedding function would be downloaded, so None.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.embedding import Vector
from assistant.errors import LibraryMismatch
from assistant.library.unwritable import unwritable

COLLECTION = "passages"
SPACE: Literal["cosine"] = "cosine"
# How many neighbours a search weighs. With Chroma's 100, 3 % of the nearest 100 of 1,514 and of 16,674 passages were
# missed, and others at every opening, for the newest rows are put into the graph anew each time; with 1,000 none of
# the nearest 50 was missed, no list changed, and a query took the same 5 ms (122 questions of realtimeqa_2022).
EF_SEARCH = 1000
# Rows after which Chroma writes the whole graph anew. Its own 1,000 make each write of a large library cost gigabytes;
# what is not written yet is put into the graph again at opening, which nobody waits for (`vector_search`).
SYNC_THRESHOLD = 10_000


class ClosedError(Exception):
    """The vectors were closed: what another process wrote has put others in their place."""


class Vectors:
    """Passage vectors by passage id, in an embedded Chroma."""

    # Whether asking costs nothing but the answer: the graph of a large library takes seconds to read.
    opened = False

    def __init__(self, path: Path) -> None:
        """Names the folder of the collection; it is opened, or made, at the first use."""
        self._path = path
        self._in_use = threading.RLock()
        self._closed = False
        self._client: Any = None
        self._collection: Any = None
        self._batch = 0

    def open(self, dimension: int) -> None:
        """Opens the collection and has its graph read by a first question. Raises LibraryMismatch on another space."""
        self.search(np.ones((1, dimension), dtype=np.float32), 1)

    @contextmanager
    def _using(self) -> Iterator[Any]:
        """The collection, ready to be asked; nobody closes it meanwhile. Raises ClosedError when somebody has."""
        with self._in_use:
            if self._closed:
                raise ClosedError
            if self._collection is None:
                self._open()
            yield self._collection

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        from chromadb.errors import InternalError

        try:
            with self._using() as collection:
                yield collection
        except InternalError as error:
            # Chroma that could not write may wait for itself at the next write: what follows gets a new one.
            with self._in_use:
                self._release()
            raise unwritable(self._path.parent, error) from error

    def _open(self) -> None:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        try:
            self._client = chromadb.PersistentClient(self._path, settings=Settings(anonymized_telemetry=False))
        except Exception:
            # Chroma keeps what it could not start, and would hand that out when it is asked again.
            SharedSystemClient._identifier_to_system.pop(str(self._path), None)  # noqa: SLF001
            raise
        collection = self._client.get_or_create_collection(
            COLLECTION, configuration=configuration(), embedding_function=None
        )
        self._batch = self._client.get_max_batch_size()
        check_space(collection, str(self._path))
        self._collection = collection

    def upsert(self, ids: Sequence[str], vectors: Vector) -> None:
        """Stores row i of `vectors` (n, d) under `ids[i]`, replacing what was there.

        Raises LibraryError when the disk is full, as `delete` does.
        """
        with self._writing() as collection:
            for first in range(0, len(ids), self._batch):
                rows = slice(first, first + self._batch)
                collection.upsert(ids=list(ids[rows]), embeddings=vectors[rows])

    def delete(self, ids: Sequence[str]) -> None:
        """Removes those of `ids` that are there."""
        with self._writing() as collection:
            for first in range(0, len(ids), self._batch):
                collection.delete(ids=list(ids[first : first + self._batch]))

    def search(self, vectors: Vector, count: int) -> list[list[tuple[str, float]]]:
        """For each row of `vectors` (q, d) the ids of the `count` nearest passages with their cosines, nearest first.

        Fewer where the library is smaller.
        """
        with self._using() as collection:
            found = collection.query(query_embeddings=vectors, n_results=count, include=["distances"])
            self.opened = True
        return [
            [(passage_id, 1.0 - distance) for passage_id, distance in zip(*row, strict=True)]
            for row in zip(found["ids"], found["distances"], strict=True)
        ]

    def get(self, ids: Sequence[str]) -> Vector:
        """The (n, d) float32 vectors of `ids`, in that order. Raises KeyError on an id that is not there."""
        rows: dict[str, Vector] = {}
        with self._using() as collection:
            for first in range(0, len(ids), self._batch):
                found = collection.get(ids=list(ids[first : first + self._batch]), include=["embeddings"])
                rows |= zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True)
        return np.asarray([rows[passage_id] for passage_id in ids], dtype=np.float32)

    def ids(self) -> set[str]:
        """Every id stored."""
        found: list[str] = []
        with self._using() as collection:
            while page := collection.get(include=[], limit=self._batch, offset=len(found))["ids"]:
                found += page
        return set(found)

    def count(self) -> int:
        """How many passages are stored."""
        with self._using() as collection:
            return int(collection.count())

    def close(self) -> None:
        """Releases what the client holds."""
        with self._in_use:
            self._release()
            self._closed = True

    def _release(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._collection = None
        self.opened = False


def configuration() -> Any:
    """What a collection is made with."""
    from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration

    return CreateCollectionConfiguration(
        hnsw=CreateHNSWConfiguration(space=SPACE, ef_search=EF_SEARCH, sync_threshold=SYNC_THRESHOLD)
    )


def check_space(collection: Any, place: str) -> None:
    """Raises LibraryMismatch on a collection with another distance."""
    stored = collection.configuration_json
    space = (stored.get("hnsw") or stored.get("spann") or {}).get("space")  # Chroma Cloud's index is called spann
    if space != SPACE:
        raise LibraryMismatch(
            f"The vectors in {place} use the distance {space!r}, not {SPACE!r}; "
            "remake the library with: article-assistant rebuild"
        )
