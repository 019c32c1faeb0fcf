"""Pairs of a question and a sentence of the invented news: does it answer?

The questions are put to the product, each to the articles of its own world, and what it would read is what the reader
learns from: the sentences that answer, and those that most look as if they did, each by itself and in context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Console

from assistant.answering.scoring import first_weights
from assistant.embedding import SentenceTransformerEncoder
from evals.benchmarks.cached_encoder import CachedEncoder
from evals.fit_questions import ask_worlds
from evals.news_worlds import TRAINED_ON
from evals.training.pairs import ANSWERS, Pair

# Of a question, so many sentences that answer, and so many others of the likeliest; fewer where none answers.
RIGHT, OTHERS, OTHERS_ALONE, LIKELIEST = 4, 6, 5, 16


def news_pairs(worlds: Sequence[str] = TRAINED_ON) -> Iterator[Pair]:
    """The pairs of the worlds' questions."""
    weights = first_weights()
    encoder = CachedEncoder(SentenceTransformerEncoder())
    for asked in ask_worlds(worlds, encoder, Console(stderr=True)):
        order = np.argsort(-(asked.features @ weights), kind="stable")
        right = [place for place in order if asked.right[place]][:RIGHT]
        likeliest = [place for place in order[:LIKELIEST] if not asked.right[place]]
        group = f"{asked.group} {asked.question.lower()}"
        for place in [*right, *likeliest[: OTHERS if asked.answerable else OTHERS_ALONE]]:
            for text in (asked.in_context[place], asked.sentences[place]):
                yield Pair(asked.question, text, int(asked.right[place]), ANSWERS, "news", group)
