"""The passages' vectors. The only file that imports chromadb.

Chroma 1.5 facts this rests on: `add` keeps an old row silently, so `upsert`; the default space is l2 and a
different one on an existing collection is ignored, so it is set at creation and checked at opening; None in
metadata raises, so unknown fields are left out; a default embedding function would be downloaded, so None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.embedding import Vector
from assistant.errors import LibraryMismatch

COLLECTION = "passages"
SPACE: Literal["cosine"] = "cosine"
# How many neighbours a search weighs. With Chroma's 100, 3 % of the nearest 100 of 1,514 and of 16,674 passages were
# missed, and others at every opening, for the newest rows are put into the graph anew each time; with 1,000 none of
# the nearest 50 was missed, no list changed, and a query took the same 5 ms (122 questions of realtimeqa_2022).
EF_SEARCH = 1000


class Vectors:
    """Passage vectors by passage id, in an embedded Chroma."""

    def __init__(self, path: Path) -> None:
        """Opens the collection under `path`, making it if there is none. Raises LibraryMismatch on another space."""
        import chromadb
        from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
        from chromadb.config import Settings

        self._client: Any = chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))
        self._collection = self._client.get_or_create_collection(
            COLLECTION,
            configuration=CreateCollectionConfiguration(hnsw=CreateHNSWConfiguration(space=SPACE, ef_search=EF_SEARCH)),
            embedding_function=None,
        )
        self._batch = self._client.get_max_batch_size()
        graph = self._collection.configuration_json.get("hnsw") or {}
        space = graph.get("space")
        if space != SPACE:
            raise LibraryMismatch(
                f"The vectors in {path} use the distance {space!r}, not {SPACE!r}; "
                "remake the library with: article-assistant rebuild"
            )
        if graph.get("ef_search") != EF_SEARCH:  # a library of an earlier version; counts from the next opening on
            self._collection.modify(configuration={"hnsw": {"ef_search": EF_SEARCH}})

    def upsert(self, ids: Sequence[str], vectors: Vector, metadata: Sequence[Mapping[str, str | int | None]]) -> None:
        """Stores row i of `vectors` (n, d) under `ids[i]`, replacing what was there."""
        for first in range(0, len(ids), self._batch):
            rows = slice(first, first + self._batch)
            self._collection.upsert(
                ids=list(ids[rows]),
                embeddings=vectors[rows],
                metadatas=[{key: value for key, value in row.items() if value is not None} for row in metadata[rows]],
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Removes those of `ids` that are there."""
        for first in range(0, len(ids), self._batch):
            self._collection.delete(ids=list(ids[first : first + self._batch]))

    def search(self, vectors: Vector, count: int) -> list[list[tuple[str, float]]]:
        """For each row of `vectors` (q, d) the ids of the `count` nearest passages with their cosines, nearest first.

        Fewer where the library is smaller.
        """
        found = self._collection.query(query_embeddings=vectors, n_results=count, include=["distances"])
        return [
            [(passage_id, 1.0 - distance) for passage_id, distance in zip(*row, strict=True)]
            for row in zip(found["ids"], found["distances"], strict=True)
        ]

    def get(self, ids: Sequence[str]) -> Vector:
        """The (n, d) float32 vectors of `ids`, in that order. Raises KeyError on an id that is not there."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        rows = dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))
        return np.asarray([rows[passage_id] for passage_id in ids], dtype=np.float32)

    def ids(self) -> set[str]:
        """Every id stored."""
        return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many passages are stored."""
        return int(self._collection.count())

    def close(self) -> None:
        """Releases what the client holds."""
        self._client.close()
