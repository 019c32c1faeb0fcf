"""An encoder that keeps what it has encoded, by model and content: a benchmark's second run embeds nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import platformdirs

from assistant.embedding import Encoded, Encoder, Vector
from assistant.types import Span

# Texts that are looked up, and those missing encoded, together.
WINDOW = 256


class CachedEncoder:
    """An `Encoder` in front of another. A file a text: float32 rows, the passage's vector and its sentences'."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """`folder` is the user's cache unless told otherwise."""
        self._encoder = encoder
        root = folder or platformdirs.user_cache_path("article-assistant") / "embeddings"
        self._folder = root / hashlib.sha256(encoder.name.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """What the library remembers the model by: the same with the cache as without."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens the model reads of one text, special tokens included."""
        return self._encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text takes, special tokens left out."""
        return self._encoder.count_tokens(texts)

    def encode_query(self, text: str) -> Vector:
        """The (d,) float32 unit vector of a question; not kept, since its time is measured."""
        return self._encoder.encode_query(text)

    def encode_queries(self, texts: Sequence[str]) -> Vector:
        """The (n, d) float32 unit vectors of questions, in the order given; not kept."""
        return self._encoder.encode_queries(texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[Vector]:
        """The (t, d) float32 unit vectors of each text's tokens, in the order given; not kept."""
        return self._encoder.encode_tokens(texts)

    def prepare_queries(self) -> None:
        """Does, once, what makes the first question of every later process quick."""
        self._encoder.prepare_queries()

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        """The vectors of each text in the order given, from the cache where they are there."""
        for first in range(0, len(texts), WINDOW):
            rows = list(zip(texts[first : first + WINDOW], sentences[first : first + WINDOW], strict=True))
            files = [self._file(text, spans) for text, spans in rows]
            missing = [i for i, file in enumerate(files) if not file.exists()]
            fresh = self._encoder.encode_passages([rows[i][0] for i in missing], [rows[i][1] for i in missing])
            for i, encoded in zip(missing, fresh, strict=True):
                _write(files[i], np.vstack([encoded.passage[None], encoded.sentences]))
            for file in files:
                stored = np.load(file)
                yield Encoded(stored[0], stored[1:])

    def _file(self, text: str, spans: Sequence[Span]) -> Path:
        key = hashlib.sha256(f"{text}\0{[tuple(span) for span in spans]}".encode("utf-8", "replace")).hexdigest()
        return self._folder / key[:2] / f"{key[2:34]}.npy"


def _write(file: Path, rows: Vector) -> None:
    """All or nothing, so that an interrupted run leaves no half file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("wb") as out:
        np.save(out, rows)
    unfinished.replace(file)
