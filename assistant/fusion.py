"""How what is known of a passage becomes its score; every parameter of retrieval, with what was measured.

The legs are joined by their scores, not their ranks: a convex combination of the cosine and of the BM25 score as a
share of the question's best (Bruch, Gai and Ingber, ACM TOIS 2023, arXiv 2210.11934, who find it ahead of reciprocal
rank fusion). `article-assistant eval benchmark` measures each choice below on five sets, one changed at a time;
evals/RESULTS.md holds the tables.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.dates import Period, ordinal
from assistant.library.records import Origin
from assistant.query import Query

Scored = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What retrieval weighs. `WEIGHED` holds the values in use; others are for measuring."""

    # The cosine's share of a score, BM25's being the rest: 0.7 to 0.8 are level on squad2, scifact and
    # multihop_rag, 0.5 loses nDCG on mtrag, 1.0 on all the others.
    dense: float = 0.75
    # How far down each leg is read, at least: deep enough that stories and articles do not use it up.
    depth: int = 50
    depth_per_hit: int = 10
    # A part of the question counts as much as the whole; 0 leaves parts out.
    parts: float = 1.0
    # What a passage gains of the lead that the second best passage of its article has on the last of all: several
    # passages are more evidence than one. 0.1 gives nDCG +0.01 on mtrag and realtimeqa_2022, 0.2 takes from squad2.
    second: float = 0.1
    # What a passage gains whose article is of an outlet the question (or the part) names.
    outlet: float = 0.1
    # What a passage gains at most by its article's date, and after how many days the gain has shrunk to a third. A
    # question that means a time is also searched among the articles within so many days of it.
    date: float = 0.3
    days: float = 10.0
    around: int = 30
    # What the newest of the passages found gains where a question is about what is new and is not asked as of a day,
    # and after how many days the gain has shrunk to a third. On realtimeqa_2022 (82 of 122 questions say "this week",
    # "recently") MRR@10 0.60 becomes 0.63, with 0.2 to 0.3 and 500 to 1,000 days alike; multihop_rag stays as it is.
    recent: float = 0.2
    recent_days: float = 1000.0

    def depth_of(self, k: int) -> int:
        """How far down each leg is read for `k` hits."""
        return max(self.depth, self.depth_per_hit * k)


WEIGHED = Parameters()


def fuse(dense: Scored, words: Scored, parameters: Parameters = WEIGHED) -> dict[str, float]:
    """Each passage's fused score, 0 to 1 for cosines of at least 0.

    `dense` are ids with cosines, `words` with BM25 scores, both best first. A passage that a leg did not return is
    taken to be like the leg's last: it can be no better.
    """
    cosines, shares = dict(dense), _shares(words)
    floor = dense[-1][1] if dense else 0.0
    last = min(shares.values(), default=0.0)
    weight = parameters.dense
    return {
        passage_id: weight * cosines.get(passage_id, floor) + (1 - weight) * shares.get(passage_id, last)
        for passage_id in [*cosines, *(other for other in shares if other not in cosines)]
    }


def _shares(words: Scored) -> dict[str, float]:
    best = words[0][1] if words else 1.0
    return {passage_id: score / best for passage_id, score in words}


class Score(NamedTuple):
    """A passage's score and what it is made of; `part` is a place in a list."""

    fused: float
    outlet: float
    date: float
    article: float = 0.0
    part: int | None = None

    @property
    def total(self) -> float:
        """What passages are ordered by."""
        return self.fused + self.outlet + self.date + self.article


def weigh(
    queries: Sequence[Query],
    fused: Sequence[Mapping[str, float]],
    origins: Mapping[str, Origin],
    as_of: int | None,
    parameters: Parameters = WEIGHED,
) -> dict[str, Score]:
    """The scores of the passages that have an origin, highest first; ties are broken by id.

    `queries` are the question as a whole and its parts, `fused[i]` the passages that were found for the i-th. With
    parts, a score is the mean of the whole's and of the best part's, weighed: what is good for one part and near the
    whole comes before what is middling for all. Where one of them lacks a passage it is taken to be like its last.
    """
    floors = [min(found.values(), default=0.0) for found in fused]
    newest = _newest(fused, origins) if as_of is None and any(query.recent for query in queries) else None
    dated = as_of or newest or any(query.periods for query in queries)
    scores: dict[str, Score] = {}
    for passage_id in dict.fromkeys(name for found in fused for name in found):
        origin = origins.get(passage_id)
        if origin is None:
            continue
        published = ordinal(origin.published_at) if dated else None
        each = [
            Score(
                found.get(passage_id, floor),
                parameters.outlet if origin.outlet in query.outlets else 0.0,
                date_effect(published, query.periods, as_of, parameters)
                + recency_effect(published, newest if query.recent else None, parameters),
            )
            for query, found, floor in zip(queries, fused, floors, strict=True)
        ]
        scores[passage_id] = each[0] if len(each) == 1 else _with_best_part(each, parameters.parts)
    seconds = _second_passages(scores, origins, parameters.second)
    weighed = [
        (name, Score(one.fused, one.outlet, one.date, seconds[origins[name].article_id], one.part))
        for name, one in scores.items()
    ]
    return dict(sorted(weighed, key=lambda item: (-item[1].total, item[0])))


def _newest(fused: Sequence[Mapping[str, float]], origins: Mapping[str, Origin]) -> int | None:
    """The day of the newest article found."""
    articles = (origins[name].published_at for found in fused for name in found if name in origins)
    return max((day for day in map(ordinal, articles) if day), default=None)


def _second_passages(
    scores: Mapping[str, Score], origins: Mapping[str, Origin], weight: float
) -> defaultdict[str, float]:
    """What each article's passages gain by its second best; an article with one passage gains nothing."""
    last = min((score.fused for score in scores.values()), default=0.0)
    best: dict[str, float] = {}
    gains: defaultdict[str, float] = defaultdict(float)
    for name, score in sorted(scores.items(), key=lambda item: -item[1].fused):
        article = origins[name].article_id
        if article in best and article not in gains:
            gains[article] = weight * (score.fused - last)
        best.setdefault(article, score.fused)
    return gains


def _with_best_part(each: Sequence[Score], weight: float) -> Score:
    """The mean of the whole question's score and of its best part's, which weighs `weight`."""
    place = max(range(1, len(each)), key=lambda i: each[i].total)
    whole, part = each[0], each[place]

    def mean(one: float, other: float) -> float:
        return (one + weight * other) / (1 + weight)

    return Score(
        mean(whole.fused, part.fused), mean(whole.outlet, part.outlet), mean(whole.date, part.date), part=place
    )


def date_effect(
    published: int | None, periods: Sequence[Period], as_of: int | None, parameters: Parameters = WEIGHED
) -> float:
    """What an article's date adds to a score; days are ordinals.

    Near one of the `periods` that the question names, or without them near the day it is asked as of, it gains up to
    `parameters.date`; after that day it loses as much. An undated article neither gains nor loses.
    """
    if published is None or not (periods or as_of):
        return 0.0
    if as_of is not None and published > as_of:
        return -parameters.date
    near = periods or [Period(as_of or 0, as_of or 0)]
    gap = min(max(period.since - published, published - period.until, 0) for period in near)
    return parameters.date * math.exp(-gap / parameters.days)


def recency_effect(published: int | None, newest: int | None, parameters: Parameters = WEIGHED) -> float:
    """What an article's date adds to its score under a question about what is new; `newest` is the day of the newest.

    Nothing where either day is not known.
    """
    if published is None or newest is None:
        return 0.0
    return parameters.recent * math.exp((published - newest) / parameters.recent_days)
