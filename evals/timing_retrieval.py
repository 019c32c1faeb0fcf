"""Times retrieval with everything loaded: ours beside its parts and the peers, filtered, and in a batch."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from assistant.embedding import SentenceTransformerEncoder
from assistant.fusion import WEIGHED
from assistant.library import Library
from assistant.retrieval import Retriever
from assistant.types import Article, Filter
from evals.metrics import percentile
from ingest import ingest

HITS = 5
UNTIMED = 3
PARTS = ("encode", "vectors", "words")


class Peer(Protocol):
    """Another system that retrieves."""

    name: str

    def retrieve(self, query: str) -> list[str]:
        """The texts found, best first."""


class Ours:
    """Our library, encoder and retriever in a new folder."""

    def __init__(self, path: Path, encoder: SentenceTransformerEncoder) -> None:
        self.library = Library(path, create=True)
        self.encoder = encoder
        self.retriever = Retriever(self.library, encoder)
        self.skipped = 0

    def ingest(self, folder: Path) -> int:
        """Ingests the files of a folder; returns how many passages were embedded."""
        report = ingest([folder], self.library, self.encoder)
        self.skipped += len(report.skipped)
        return report.passages


def time_retrieval(ours: Ours, peers: Sequence[Peer], questions: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of each step for each question but the first UNTIMED, the steps in another order each time.

    "ours" and each peer's name are whole retrievals; PARTS what ours is made of, each by itself, "parts" their sum.
    """
    times: dict[str, list[float]] = defaultdict(list)
    for number, question in enumerate(questions):
        steps = _steps(ours, peers, question)
        turn = number % len(steps)
        for name, step in steps[turn:] + steps[:turn]:
            times[name].append(_milliseconds(step))
        times["parts"].append(sum(times[name][-1] for name in PARTS))
    return {name: values[UNTIMED:] for name, values in times.items()}


def time_filtered(ours: Ours, questions: Sequence[str]) -> dict[str, float]:
    """How many times as long as an unfiltered retrieval one takes that is filtered (p50), by what the filter lets in.

    A month and an outlet of the library's own are tried, if its articles state any.
    """
    filters = {"": Filter()} | _filters(ours.library.articles())
    times: dict[str, list[float]] = defaultdict(list)
    for number, question in enumerate(questions):
        turn = number % len(filters)
        for name in [*filters][turn:] + [*filters][:turn]:
            times[name].append(_milliseconds(partial(ours.retriever.search, question, HITS, where=filters[name])))
    unfiltered, *others = (percentile(times[name][UNTIMED:], 50) for name in filters)
    return {name: one / unfiltered for name, one in zip([*filters][1:], others, strict=True)}


def _filters(articles: Sequence[Article]) -> dict[str, Filter]:
    months = Counter(article.published_at[:7] for article in articles if article.published_at)
    outlets = Counter(article.outlet for article in articles if article.outlet)
    found = {}
    for month, count in months.most_common(1):
        found[f"one month, {count} of {len(articles)} articles"] = Filter(since=month, until=month)
    for outlet, count in outlets.most_common(1):
        found[f"one outlet, {count} of {len(articles)} articles"] = Filter(outlets=(outlet,))
    return found


def time_batch(ours: Ours, questions: Sequence[str]) -> dict[str, float]:
    """Questions a second, one by one and all in one call, and how many times more the call does."""
    ours.retriever.search_many(questions[:UNTIMED], HITS)
    half = len(questions) // 2

    def loop(some: Sequence[str]) -> None:
        for question in some:
            ours.retriever.search(question, HITS)

    # Half the loop before and half after, so that a machine that slows down meanwhile does it to both.
    one_by_one = _milliseconds(partial(loop, questions[:half]))
    at_once = _milliseconds(partial(ours.retriever.search_many, questions, HITS))
    one_by_one += _milliseconds(partial(loop, questions[half:]))
    return {
        "questions": len(questions),
        "loop_per_s": len(questions) / one_by_one * 1000,
        "batch_per_s": len(questions) / at_once * 1000,
        "ratio": one_by_one / at_once,
    }


def _steps(ours: Ours, peers: Sequence[Peer], question: str) -> list[tuple[str, Callable[[], object]]]:
    depth = WEIGHED.depth_of(HITS)
    vector = ours.retriever.encode(question)
    return [
        ("ours", partial(ours.retriever.search, question, HITS)),
        ("encode", partial(ours.retriever.encode, question)),
        ("vectors", partial(ours.library.search_vectors, vector[None], depth)),
        ("words", partial(ours.library.search_words, question, depth)),
        *((peer.name, partial(peer.retrieve, question)) for peer in peers),
    ]


def spread(milliseconds: Sequence[float]) -> dict[str, float]:
    """Half and 95 % of the times are below these."""
    return {f"p{share}": round(percentile(milliseconds, share), 3) for share in (50, 95)}


def _milliseconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return (time.perf_counter() - started) * 1000
