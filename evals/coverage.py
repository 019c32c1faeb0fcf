"""How much of the articles' text a system's vectors stand for: a model reads only so many tokens of a piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from assistant.bundled import bundled_model


class Piece(NamedTuple):
    """What is embedded at once: `prefix` and then `text[start:end]` of the article called `article`."""

    article: str
    start: int
    end: int
    prefix: str


def embedded_share(texts: Mapping[str, str], pieces: Iterable[Piece], max_tokens: int) -> float:
    """The share (0 to 1) of the letters of `texts`, by article, that the bundled model reads in at least one piece.

    It reads the first `max_tokens` tokens of a piece, special tokens included. Blank space does not count.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for piece in pieces:
        given = piece.prefix + texts[piece.article][piece.start : piece.end]
        read = max((end for _, end in tokenizer.encode(given).offsets), default=0)
        spans[piece.article].append((piece.start, piece.start + read - len(piece.prefix)))
    letters = covered = 0
    for article, text in texts.items():
        counts = np.asarray([not character.isspace() for character in text])
        inside = np.zeros(len(text), dtype=bool)
        for start, end in spans[article]:
            inside[start : max(start, end)] = True
        letters += int(counts.sum())
        covered += int((counts & inside).sum())
    return covered / letters if letters else 0.0
