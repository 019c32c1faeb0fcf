"""Retrieval on published sets: ours and the peers over the same articles, measured by article.

A hit counts as its article, where that first stands. Articles that are word for word the same count as one, for every
system, and so do pages of one outlet with the same title and date; what else is a copy is our own judgement
(`assistant.library.stories`) and must not raise our own figures. The notes say how many there are, and what the figures
were if only the gold article itself counted.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from assistant.embedding import Encoder
from assistant.library.stories import FEW_WORDS
from evals.benchmarks.corpus import Text
from evals.benchmarks.result import Limits, Progress, Result, System, compare_systems
from evals.benchmarks.retrieval_sets import RETRIEVAL_SETS, Query, RetrievalSet
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
    with opened_systems(name, used.texts, encoder, progress, dated=dated) as searches:
        found, milliseconds = _search_all(searches, used.queries, progress)
    nearest = found.pop(STARTER)
    found[f"{STARTER} (top {DEFAULT_TOP_K})"] = {query: ids[:DEFAULT_TOP_K] for query, ids in nearest.items()}
    found[f"{STARTER}, top {NODES}"] = nearest
    twins = twins_of(used.texts)
    notes = (
        *whole.notes,
        f"The first {DEPTH} articles of each system are measured; ours gives {DEPTH} hits, one a story.",
        f"The peers give {NODES} passages or nodes; an article counts once, where it first stands among them.",
        "Chroma is set to search as widely for the peers as for us; by default its finds differ from run to run.",
        f"The starter is also measured at its default of {DEFAULT_TOP_K} nodes.",
        f"LlamaIndex's default nodes have up to {DEFAULT_CHUNK_SIZE:,} tokens; the model reads {encoder.max_tokens}.",
        *_strictly(found, used.queries, twins),
        "Median milliseconds a question in this run: "
        + ", ".join(f"{system} {percentile(values, 50):.1f}" for system, values in milliseconds.items())
        + ".",
    )
    return Result(name, "retrieval", used.share_of(whole), compare_articles(found, used), notes)


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


def compare_articles(found: Found, used: RetrievalSet) -> tuple[System, ...]:
    """As `compare_found`, with the articles that `twins_of` takes for the same counted as one."""
    twins = twins_of(used.texts)
    told = [replace(query, gold=frozenset(twins[text_id] for text_id in query.gold)) for query in used.queries]
    return compare_found(as_one(found, twins), told)


def twins_of(texts: Sequence[Text]) -> dict[str, str]:
    """The first of the articles that are one and the same, by the id of each.

    The same are bodies of the same words, short ones apart, and pages of one outlet with the same title and date: a
    page that was saved twice and grew between.
    """
    first: dict[tuple[str, ...], str] = {}
    twins = {}
    for text in texts:
        words = re.findall(r"\w+", text.text.casefold())
        same: list[tuple[str, ...]] = [(" ".join(words),)] if len(words) >= FEW_WORDS else []
        if text.title and text.outlet and text.published_at:
            same.append((text.title, text.outlet, text.published_at))
        known = next((first[key] for key in same if key in first), text.id)
        twins[text.id] = known
        first |= dict.fromkeys(same, known)
    return twins


def as_one(found: Found, twins: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """What was found with each article as the first of its twins."""
    return {
        system: {query: [twins[text_id] for text_id in ids] for query, ids in rankings.items()}
        for system, rankings in found.items()
    }


def _strictly(found: Found, queries: Sequence[Query], twins: Mapping[str, str]) -> tuple[str, ...]:
    """The note on what would be found if a copy of a gold article did not count as it."""
    copied = sum(text_id != first for text_id, first in twins.items())
    members = Counter(twins.values())
    gold = {text_id for query in queries for text_id in query.gold if members[twins[text_id]] > 1}
    if not gold:
        return ()
    strict = {query.id: query.gold for query in queries}
    figures = [
        f"{system} {fmean(score_rankings(rankings, strict)['hit@10'].values()):.3f}"
        for system, rankings in found.items()
    ]
    note = (
        f"{copied:,} articles are the same as others (word for word, or by outlet, title and date) and count as them;"
        f" {len(gold):,} are gold. If only the"
        f" gold article itself counted, hit@10: {', '.join(figures)}."
    )
    return (note,)
