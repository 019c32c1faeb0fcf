"""From questions to hits: both legs, fused, weighed by outlet and time, one slot per story, reranked if wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.dates import Period, around, asking_day, check_date, last_ordinal
from assistant.embedding import Encoder, Vector, clean_text
from assistant.fusion import WEIGHED, Parameters, Score, Scored, fuse, weigh
from assistant.library import Library
from assistant.library.records import Origin
from assistant.query import Query, by_name, parse
from assistant.reranking import Reranker
from assistant.types import Explanation, Filter, Hit

# How many of the best hits a reranker reads, at least, and how long it may take, unless told otherwise: twenty passages
# take a model of six layers 1.3 s on one core.
RERANKED = 20
SECONDS = 3.0
# Questions that go through the searches together: the scan holds this many times 4,096 cosines.
TOGETHER = 256
# Passages up to which a text's words are searched after its vector, not beside it: waking a thread takes longer.
FEW = 10_000


class _Options(NamedTuple):
    """What was asked for; `articles` are those that the filter lets through, `as_of` is an ordinal."""

    k: int
    per_story: int
    articles: NDArray[np.int64] | None
    as_of: int | None
    neighbours: int
    periods: tuple[Period, ...]


class _Legs(NamedTuple):
    """What the two legs found for one text, best first."""

    dense: Scored
    words: Scored


@dataclass(frozen=True, slots=True)
class _Ranked:
    """One question's texts, what the legs found for each, and its passages, best first."""

    queries: Sequence[Query]
    legs: Sequence[_Legs]
    scores: Mapping[str, Score]


class Retriever:
    """Searches one library with one embedding model. Safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        *,
        reranker: Reranker | None = None,
        rerank_seconds: float = SECONDS,
        parameters: Parameters = WEIGHED,
    ) -> None:
        """Raises LibraryMismatch when the library was made with another embedding model."""
        library.check_embedding(encoder.name)
        self._library = library
        self.encoder = encoder
        self._reranker = reranker
        self._rerank_seconds = rerank_seconds
        self._parameters = parameters
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="words")
        # The library's outlets, and the same by the words of their names.
        self._outlets: tuple[list[str], dict[str, list[str]]] = ([], {})

    def encode(self, query: str) -> Vector:
        """The question's (d,) unit vector, for callers that use it again."""
        return self.encoder.encode_query(clean_text(query))

    def close(self) -> None:
        """Ends the threads."""
        self._threads.shutdown(wait=False)

    def search(self, query: str, k: int = 8, *, vector: Vector | None = None, **options: Any) -> list[Hit]:
        """The best `k` passages for one question, best first; `vector` is its own, if the caller has encoded it.

        The rest as in `search_many`.
        """
        return self.search_many([query], k, vectors=None if vector is None else vector[None], **options)[0]

    def search_many(
        self,
        queries: Iterable[str],
        k: int = 8,
        *,
        per_story: int = 1,
        where: Filter | None = None,
        as_of: str | None = None,
        neighbours: int = 0,
        vectors: Vector | None = None,
        periods: Sequence[Period] = (),
    ) -> list[list[Hit]]:
        """The best `k` passages for each question, best first, in the order of the questions.

        At most `per_story` come from one story, and all those from one article. `where` limits the articles; a
        question asked `as_of` a date prefers articles near it and up to it, and marks down later ones. With
        `neighbours`, each hit carries so many passages before and after it. `vectors` (q, d) are the questions', if
        the caller has encoded them; `periods` are meant beside those of their own words. Fewer than `k` come back
        where the library holds fewer. Raises ValueError unless `k` and `per_story` are at least 1, `neighbours` at
        least 0, `as_of` a date and every question has text, LibraryMismatch when the library was rebuilt meanwhile.
        """
        if k < 1 or per_story < 1 or neighbours < 0:
            raise ValueError(
                f"k must be at least 1 and neighbours at least 0, not {k} and {neighbours} (per_story {per_story})."
            )
        if isinstance(queries, str):
            raise ValueError("queries takes several questions; write a list of them.")  # noqa: TRY004 (as all the others)
        queries = list(queries)
        if not all(query.strip() for query in queries):
            raise ValueError("The question is empty.")
        if as_of is not None:
            check_date(as_of, "as_of")
        # Checked each time, for another process may have rebuilt it.
        if not self._library.check_embedding(self.encoder.name) or not queries:
            return [[] for _ in queries]
        articles = self._library.matching(where) if where else None
        if articles is not None and not len(articles):
            return [[] for _ in queries]
        options = _Options(k, per_story, articles, last_ordinal(as_of), neighbours, tuple(periods))
        found: list[list[Hit]] = []
        for first in range(0, len(queries), TOGETHER):
            some = slice(first, first + TOGETHER)
            found += self._search_some(queries[some], options, None if vectors is None else vectors[some])
        return found

    def leads(self, k: int, *, where: Filter | None, period: Filter) -> list[Hit]:
        """The beginnings of `k` articles that pass both filters, one of each story.

        Those of the most copies come first; the newest where the period has no beginning.
        """
        articles = np.intersect1d(self._library.matching(where or Filter()), self._library.matching(period))
        names = self._library.leads(articles, k, newest=period.since is None)
        scores = {name: Score(0.0, 0.0, 0.0) for name in names}
        return self._hits([(_Ranked([], [_Legs([], [])], scores), names)], 0)[0]

    def _search_some(self, queries: Sequence[str], options: _Options, vectors: Vector | None) -> list[list[Hit]]:
        """The hits of questions that go through the searches together."""
        parsed = self._parse(queries, options)
        rows = self._vectors(parsed, vectors)
        wanted = options.k if self._reranker is None else max(options.k, RERANKED)
        depth = self._parameters.depth_of(wanted)
        chosen: dict[int, tuple[_Ranked, list[str]]] = {}
        waiting = list(range(len(queries)))
        while waiting:
            ranked = self._rank([parsed[i] for i in waiting], [rows[i] for i in waiting], depth, options)
            for i, (one, origins) in zip(waiting, ranked, strict=True):
                chosen[i] = one, _choose(one.scores, origins, wanted, options.per_story)
            # A long article, or passages that are no longer live, can use up the depth: then look further down, unless
            # the library has no more stories to give.
            waiting = [i for i in waiting if len(chosen[i][1]) < wanted and _goes_on(chosen[i][0].legs, depth)]
            if waiting:
                wanted = min(wanted, self._library.most_hits(options.per_story, options.articles))
                waiting = [i for i in waiting if len(chosen[i][1]) < wanted]
            depth *= 4
        found = self._hits([chosen[i] for i in range(len(queries))], options.neighbours)
        return [self._reranked(query, hits)[: options.k] for query, hits in zip(queries, found, strict=True)]

    def _parse(self, queries: Sequence[str], options: _Options) -> list[list[Query]]:
        today = asking_day(options.as_of)
        names = self._library.outlets() if self._parameters.outlet else []
        if names is not self._outlets[0]:
            self._outlets = (names, by_name(names))
        outlets = self._outlets[1]
        parsed = [parse(clean_text(query), outlets, today, options.periods) for query in queries]
        return parsed if self._parameters.parts else [texts[:1] for texts in parsed]

    def _vectors(self, parsed: Sequence[Sequence[Query]], given: Vector | None) -> list[Vector]:
        """For each question the (n, d) vectors of its texts, the whole first."""
        texts = [query.text for queries in parsed for query in (queries if given is None else queries[1:])]
        encoded = iter(self.encoder.encode_queries(texts)) if texts else iter(())
        first = iter(given) if given is not None else encoded
        return [np.stack([next(first), *(next(encoded) for _ in queries[1:])]) for queries in parsed]

    def _rank(
        self, parsed: Sequence[Sequence[Query]], rows: Sequence[Vector], depth: int, options: _Options
    ) -> list[tuple[_Ranked, dict[str, Origin]]]:
        """Both legs for every text of every question; each question's live passages scored, and their origins."""
        texts = [query.text for queries in parsed for query in queries]
        vectors = np.concatenate(rows)
        found = self._search(texts, vectors, depth, options.articles)
        if self._parameters.date:
            self._add_around(found, [query for queries in parsed for query in queries], vectors, depth, options)
        origins = self._library.origins(list({name for legs in found for leg in legs for name, _ in leg}))
        ranked = []
        for queries in parsed:
            legs, found = found[: len(queries)], found[len(queries) :]
            fused = [fuse(*one, self._parameters) for one in legs]
            ranked.append(
                (_Ranked(queries, legs, weigh(queries, fused, origins, options.as_of, self._parameters)), origins)
            )
        return ranked

    def _search(
        self, texts: Sequence[str], vectors: Vector, depth: int, articles: NDArray[np.int64] | None
    ) -> list[_Legs]:
        """Both legs for each text, at the same time where that is the quicker."""
        run = map if len(texts) == 1 and self._library.passage_count() <= FEW else self._threads.map
        words = run(lambda text: self._library.search_words(text, depth, articles), texts)
        dense = self._library.search_vectors(vectors, depth, articles)
        return [_Legs(*pair) for pair in zip(dense, words, strict=True)]

    def _add_around(
        self, found: list[_Legs], queries: Sequence[Query], vectors: Vector, depth: int, options: _Options
    ) -> None:
        """Adds to each text's legs what is best among the articles around the time it means.

        Without that a large library's other years use up the depth.
        """
        meant: defaultdict[Period, list[int]] = defaultdict(list)
        for place, query in enumerate(queries):
            if period := around(query.periods, options.as_of, self._parameters.around):
                meant[period].append(place)
        for period, places in meant.items():
            since, until = (date.fromordinal(day).isoformat() for day in period)
            near = self._library.matching(Filter(since=since, until=until))
            if options.articles is not None:
                near = np.intersect1d(near, options.articles)
            legs = self._search([queries[place].text for place in places], vectors[places], depth, near)
            for place, one in zip(places, legs, strict=True):
                found[place] = _Legs(*(_merged(*pair) for pair in zip(found[place], one, strict=True)))

    def _hits(self, chosen: Sequence[tuple[_Ranked, list[str]]], neighbours: int) -> list[list[Hit]]:
        """Each question's chosen passages as hits; all of them are looked up together."""
        names = list(dict.fromkeys(name for _, passage_ids in chosen for name in passage_ids))
        found = self._library.passages(names)
        copies = self._library.story_sources(list({passage.story for passage in found.values()}))
        around = self._library.around(names, neighbours) if neighbours else {}
        results = []
        for ranked, passage_ids in chosen:
            legs = [{name: (rank, score) for rank, (name, score) in enumerate(leg, 1)} for leg in ranked.legs[0]]
            hits: list[Hit] = []
            for name in passage_ids:
                if name not in found:
                    continue  # replaced between the search and now
                passage, score = found[name], ranked.scores[name]
                hits.append(
                    Hit(
                        rank=len(hits) + 1,
                        score=score.total,
                        **passage.hit_fields(),
                        also_in=_others(copies.get(passage.story, ()), passage.article_id),
                        explain=_explain(ranked.queries, score, *(leg.get(name, (None, None)) for leg in legs)),
                        neighbours=tuple(around.get(name, ())),
                    )
                )
            results.append(hits)
        return results

    def _reranked(self, query: str, hits: list[Hit]) -> list[Hit]:
        """The hits in the reranker's order; as they were, and told so, without one or when its time ran out."""
        if self._reranker is None or not hits:
            return hits
        scores = self._reranker.rerank(query, [f"{hit.title}\n{hit.text}" for hit in hits], self._rerank_seconds)
        if scores is None:
            return [replace(hit, explain=replace(hit.explain, reranker="out of time")) for hit in hits]
        order = sorted(range(len(hits)), key=lambda place: (-scores[place], place))
        return [
            replace(
                hits[place], rank=rank, explain=replace(hits[place].explain, reranked=scores[place], reranker="used")
            )
            for rank, place in enumerate(order, 1)
        ]


def _merged(one: Scored, other: Scored) -> Scored:
    """Two lists of one leg as one, best first."""
    return sorted(dict([*other, *one]).items(), key=lambda row: (-row[1], row[0]))


def _choose(scores: Mapping[str, Score], origins: Mapping[str, Origin], k: int, per_story: int) -> list[str]:
    """The first `k` passages, at most `per_story` of a story, those from one article."""
    chosen: list[str] = []
    taken: dict[str, list[str]] = {}
    for passage_id in scores:
        origin = origins[passage_id]
        slots = taken.setdefault(origin.story, [])
        if len(slots) < per_story and (not slots or slots[0] == origin.article_id):
            slots.append(origin.article_id)
            chosen.append(passage_id)
        if len(chosen) == k:
            break
    return chosen


def _goes_on(legs: Sequence[_Legs], depth: int) -> bool:
    """Whether a leg may hold more than it was asked for."""
    return any(len(leg) >= depth for one in legs for leg in one)


def _explain(
    queries: Sequence[Query],
    score: Score,
    dense: tuple[int, float] | tuple[None, None],
    words: tuple[int, float] | tuple[None, None],
) -> Explanation:
    return Explanation(
        dense_rank=dense[0],
        words_rank=words[0],
        cosine=dense[1],
        bm25=words[1],
        fused=score.fused,
        part=None if score.part is None else queries[score.part].text,
        outlet_effect=score.outlet,
        date_effect=score.date,
        article_effect=score.article,
    )


def _others(copies: Sequence[tuple[str, str]], article_id: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for other, name in copies if other != article_id))
