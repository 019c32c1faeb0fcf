"""Words of near but not the same meaning, by the word vectors that the bundled embedding model starts from."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

# Cosines, read off examples: "constructed" stands at 0.56 from "built", "biggest" at 0.70 from "largest"; "navy" at
# 0.48 from "army", "smallest" at 0.51 from "largest", "italian" at 0.46 from "french"; below 0.34 it is any word.
NEAREST, FARTHEST = 0.55, 0.34
MOST = 8
# A word takes the place of one with the same ending, so that the sentence stays one.
ENDINGS = ("ing", "ed", "est", "er", "ly", "ion", "ies", "s", "ian", "al", "ity")
SHORTEST = 3
STEM = 4
# The first ones of the vocabulary are marks and single letters.
FIRST_WORD = 1996


class Neighbours:
    """Near words from `vectors` (n, d), row i belonging to `words[i]` (lower case)."""

    def __init__(self, words: list[str], vectors: NDArray[np.float32]) -> None:
        centred = vectors - vectors.mean(axis=0)
        self._vectors = centred / np.linalg.norm(centred, axis=1, keepdims=True)
        self._words = words
        self._row = {word: row for row, word in enumerate(words)}
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """At most MOST words, nearest first; none for a word that has no vector of its own."""
        if word not in self._found:
            self._found[word] = self._find(word) if word in self._row else ()
        return self._found[word]

    def _find(self, word: str) -> tuple[str, ...]:
        cosines = self._vectors @ self._vectors[self._row[word]]
        near: list[str] = []
        for row in np.argsort(-cosines)[:60]:
            other = self._words[row]
            if FARTHEST <= cosines[row] <= NEAREST and _ending(other) == _ending(word) and other[:STEM] != word[:STEM]:
                near.append(other)
        return tuple(near[:MOST])


def _ending(word: str) -> str:
    return next((ending for ending in ENDINGS if word.endswith(ending)), "")


@cache
def bundled_neighbours() -> Neighbours:
    """By the word vectors of the bundled embedding model."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    from assistant.bundled import bundled_model

    folder = bundled_model()
    vectors = load_file(str(folder / "model.safetensors"))["embeddings.word_embeddings.weight"]
    vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    rows = {word: row for word, row in vocabulary.items() if row >= FIRST_WORD and _is_word(word)}
    return Neighbours(list(rows), vectors[list(rows.values())].astype(np.float32))


def _is_word(token: str) -> bool:
    return len(token) >= SHORTEST and token.isascii() and token.isalpha()
