"""Every benchmark by the name of its data set: what is measured on it, in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.embedding import Encoder
from assistant.errors import DataError
from evals.benchmarks import altered_facts, conflicts, extraction, follow_ups, sentence_picking, support_pairs
from evals.benchmarks.ablation import measure_ablation
from evals.benchmarks.news_conflicts import news_conflicts
from evals.benchmarks.result import Limits, Progress, Result
from evals.benchmarks.retrieval import measure_retrieval
from evals.benchmarks.saved_pages import saved_pages
from evals.benchmarks.story_pairs import story_pairs

Measure = Callable[[Path, Limits, Encoder, Progress], Result]

BENCHMARKS: dict[str, tuple[Measure, ...]] = {
    "realtimeqa_2022": (
        partial(measure_retrieval, "realtimeqa_2022"),
        partial(measure_ablation, "realtimeqa_2022"),
        partial(measure_ablation, "realtimeqa_2022", as_of=False),
    ),
    "multihop_rag": (partial(measure_retrieval, "multihop_rag"), partial(measure_ablation, "multihop_rag")),
    "squad2": (
        partial(measure_retrieval, "squad2"),
        partial(measure_ablation, "squad2"),
        sentence_picking.squad2,
    ),
    "clapnq": (sentence_picking.clapnq,),
    "mtrag": (
        partial(measure_retrieval, "mtrag"),
        partial(measure_ablation, "mtrag"),
        follow_ups.with_rewrites,
        follow_ups.conversations,
    ),
    "ramdocs": (conflicts.ramdocs,),
    "news_conflicts": (news_conflicts,),
    "rgb_en_fact": (altered_facts.rgb_en_fact,),
    "wice": (support_pairs.wice,),
    "scifact": (
        partial(measure_retrieval, "scifact"),
        partial(measure_ablation, "scifact"),
        support_pairs.scifact,
    ),
    "climate_fever": (support_pairs.climate_fever,),
    "article_extraction": (extraction.article_extraction,),
    "saved_pages": (saved_pages,),
    "story_pairs": (story_pairs,),
}

# What the systems measured beside us are made of, in the bench extra.
PEERS = (
    "bm25s",
    "llama-index-embeddings-huggingface",
    "llama-index-retrievers-bm25",
    "llama-index-vector-stores-chroma",
    "PyStemmer",
    "readability-lxml",
    "scikit-learn",
)


def check_peers() -> None:
    """Raises DataError, with the command that installs it, when a package of the peers is missing."""
    for name in PEERS:
        try:
            version(name)
        except PackageNotFoundError as error:
            raise DataError(
                f"The systems measured beside us need {name}; install it with: pip install 'article-assistant[bench]'"
            ) from error
