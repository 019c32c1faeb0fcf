"""What each choice of retrieval is worth: the same sets with one thing changed at a time.

The parameters are those of `assistant.fusion`; the libraries are the ones the retrieval benchmarks use, so nothing is
embedded again. How long a passage is and what stands before it are choices of ingest, and not among these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.embedding import Encoder
from assistant.fusion import WEIGHED, Parameters
from assistant.retrieval import Retriever
from evals.benchmarks.result import OURS, Limits, Progress, Result
from evals.benchmarks.retrieval import compare_articles
from evals.benchmarks.retrieval_sets import RETRIEVAL_SETS, Query
from evals.benchmarks.retrieval_systems import opened_library
from evals.ranking import DEPTH

# Each changes one thing of what is in use.
CHANGES: dict[str, Parameters] = {
    OURS: WEIGHED,
    "cosine 0.5, words 0.5": replace(WEIGHED, dense=0.5),
    "cosine 0.6, words 0.4": replace(WEIGHED, dense=0.6),
    "cosine 0.9, words 0.1": replace(WEIGHED, dense=0.9),
    "half as deep": replace(WEIGHED, depth_per_hit=WEIGHED.depth_per_hit // 2),
    "four times as deep": replace(WEIGHED, depth_per_hit=4 * WEIGHED.depth_per_hit),
    "second passages not weighed": replace(WEIGHED, second=0.0),
    "second passages weighed 0.2": replace(WEIGHED, second=0.2),
    "parts not searched": replace(WEIGHED, parts=0.0),
    "outlets not weighed": replace(WEIGHED, outlet=0.0),
    "outlets weighed 0.2": replace(WEIGHED, outlet=0.2),
    "dates not weighed": replace(WEIGHED, date=0.0),
    "dates weighed 0.1": replace(WEIGHED, date=0.1),
    "dates weighed 0.2": replace(WEIGHED, date=0.2),
    "dates: a third after 3 days": replace(WEIGHED, days=3.0),
    "dates: a third after 30 days": replace(WEIGHED, days=30.0),
    "what is new not preferred": replace(WEIGHED, recent=0.0),
    "what is new preferred by half": replace(WEIGHED, recent=WEIGHED.recent / 2),
    "what is new: a third after a year": replace(WEIGHED, recent_days=365.0),
}


def measure_ablation(
    name: str, data: Path, limits: Limits, encoder: Encoder, progress: Progress, *, as_of: bool = True
) -> Result:
    """One of RETRIEVAL_SETS with each of CHANGES. Raises DataError.

    Queries are asked as of their dates where the set has them, unless `as_of` is False.
    """
    whole = RETRIEVAL_SETS[name](data)
    used = whole.limited(limits)
    dated = as_of and any(query.as_of for query in used.queries)
    found: dict[str, dict[str, list[str]]] = {}
    with opened_library(name, used.texts, encoder, progress) as library:
        for change, parameters in CHANGES.items():
            found[change] = _search_all(Retriever(library, encoder, parameters=parameters), used.queries, dated=dated)
            progress(f"ablation of {name}", len(found), len(CHANGES))
    note = "Every question is asked as of its own date." if dated else "No question is asked as of a date."
    systems = compare_articles(found, used)
    task = f"retrieval{'' if as_of else ' without dates'}, one choice changed"
    return Result(name, task, used.share_of(whole), systems, (note,))


def _search_all(retriever: Retriever, queries: Sequence[Query], *, dated: bool) -> dict[str, list[str]]:
    """The articles of each query's hits; those that are asked as of the same day together."""
    days = sorted({query.as_of or "" for query in queries}) if dated else [""]
    found: dict[str, list[str]] = {}
    for day in days:
        together = [query for query in queries if not dated or (query.as_of or "") == day]
        hits = retriever.search_many([query.text for query in together], DEPTH, as_of=day or None)
        found |= {query.id: [hit.source for hit in row] for query, row in zip(together, hits, strict=True)}
    return found
