"""A quick encoder for tests that are not about meaning. Everything else the tests use is the real thing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.embedding import Encoded, Vector
from assistant.types import Span


class HashEncoder:
    """Hashed words to unit vectors: texts that share words are near each other, in every process alike."""

    def __init__(self, name: str = "hash", dimension: int = 16, max_tokens: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w{1,12}|[^\w\s]", text)) for text in texts]

    def encode_query(self, text: str) -> Vector:
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            vector[int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % self.dimension] += 1
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vector:
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def encode_tokens(self, texts: Sequence[str]) -> list[Vector]:
        return [self.encode_queries(re.findall(r"\w+", text) or [""]) for text in texts]

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        for text, spans in zip(texts, sentences, strict=True):
            self.embedded += bool(spans)  # a passage has sentences, a title by itself none
            rows = [self.encode_query(text[start:end]) for start, end in spans]
            yield Encoded(self.encode_query(text), np.asarray(rows, dtype=np.float32).reshape(-1, self.dimension))

    def prepare_queries(self) -> None:
        return
