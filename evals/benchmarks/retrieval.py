"""Retrieval on published sets: ours and the peers over the same articles, measured by article.

A hit counts as its article, where that first stands. Only the gold article itself is right, not a copy of it: what
counts as a copy is our own judgement (`assistant.library.stories`), and must not raise our own figures. What that
costs each system is said in the notes.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from assistant.embedding import Encoder
from evals.benchmarks.result import Limits, Progress, Result, System, compare_systems
from evals.benchmarks.retrieval_sets import RETRIEVAL_SETS, Query
from evals.benchmarks.retrieval_systems import NODES, STARTER, Search, opened_systems
from evals.metrics import percentile
from evals.peers import DEFAULT_CHUNK_SIZE, DEFAULT_TOP_K
from evals.ranking import DEPTH, score_rankings

MEASURES = ("hit@1", "hit@5", "hit@10", "recall@10", "all@10", "mrr@10", "ndcg@10")

# What each query found, by system and query id: article ids, best first.
Found = Mapping[str, Mapping[str, Sequence[str]]]


def measure_retrieval(name: str, data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """One of RETRIEVAL_SETS, read from the folder `data`. Raises DataError when a file cannot be read."""
    whole = RETRIEVAL_SETS[name](data)
    used = whole.limited(limits)
    dated = any(query.as_of for query in used.queries)
    with opened_systems(name, used.texts, encoder, progress, dated=dated) as systems:
        found, milliseconds = _search_all(systems.searches, used.queries, progress)
        stories = systems.stories
    nearest = found.pop(STARTER)
    found[f"{STARTER} (top {DEFAULT_TOP_K})"] = {query: ids[:DEFAULT_TOP_K] for query, ids in nearest.items()}
    found[f"{STARTER}, top {NODES}"] = nearest
    notes = (
        *whole.notes,
        f"The first {DEPTH} articles of each system are measured; ours gives {DEPTH} hits, one a story.",
        f"The peers give {NODES} passages or nodes; an article counts once, where it first stands among them.",
        "Chroma is set to search as widely for the peers as for us; by default its finds differ from run to run.",
        f"The starter is also measured at its default of {DEFAULT_TOP_K} nodes.",
        f"LlamaIndex's default nodes have up to {DEFAULT_CHUNK_SIZE:,} tokens; the model reads {encoder.max_tokens}.",
        *_copies(found, used.queries, stories),
        "Median milliseconds a question in this run: "
        + ", ".join(f"{system} {percentile(values, 50):.1f}" for system, values in milliseconds.items())
        + ".",
    )
    return Result(name, "retrieval", used.share_of(whole), compare_found(found, used.queries), notes)


def _search_all(
    searches: Mapping[str, Search], queries: Sequence[Query], progress: Progress
) -> tuple[dict[str, dict[str, list[str]]], dict[str, list[float]]]:
    """What each system finds for each query, and the milliseconds it takes. The systems take turns, query by query."""
    found: dict[str, dict[str, list[str]]] = {system: {} for system in searches}
    milliseconds: dict[str, list[float]] = {system: [] for system in searches}
    for search in searches.values():
        search(queries[0])  # so that no first use is timed
    for done, query in enumerate(queries, 1):
        for system, search in searches.items():
            started = time.perf_counter()
            found[system][query.id] = search(query)
            milliseconds[system].append((time.perf_counter() - started) * 1000)
        progress("questions searched", done, len(queries))
    return found, milliseconds


def compare_found(found: Found, queries: Sequence[Query]) -> tuple[System, ...]:
    """The systems' MEASURES over the queries, the first system's lead on the others beside them.

    all@10 is taken over the queries with several gold articles, and left out where there are none.
    """
    gold = {query.id: query.gold for query in queries}
    several = {query for query, ids in gold.items() if len(ids) > 1}
    scores = {}
    for system, rankings in found.items():
        by_measure = score_rankings(rankings, gold)
        by_measure["all@10"] = {query: score for query, score in by_measure["all@10"].items() if query in several}
        scores[system] = {
            measure: [by_measure[measure].get(query.id) for query in queries]
            for measure in MEASURES
            if by_measure[measure]
        }
    return compare_systems(scores)


def _copies(found: Found, queries: Sequence[Query], stories: Mapping[str, str]) -> tuple[str, ...]:
    """The note on what would be right if a copy of a gold article were."""
    members = Counter(stories.values())
    copied = {text_id for query in queries for text_id in query.gold if members[stories[text_id]] > 1}
    if not copied:
        return ()
    gold = {query.id: {stories[text_id] for text_id in query.gold} for query in queries}
    figures = []
    for system, rankings in found.items():
        told = {query: [stories[text_id] for text_id in ids] for query, ids in rankings.items()}
        figures.append(f"{system} {fmean(score_rankings(told, gold)['recall@10'].values()):.3f}")
    return (
        f"{len(copied):,} gold articles have copies, which do not count; if they did, recall@10: {', '.join(figures)}.",
    )
