"""Published retrieval sets: articles, queries, and which articles answer each query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import DataError
from evals.benchmarks.corpus import Text, limit, read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.result import Limits


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the ids of the texts that answer it, each by itself or all together; there is at least one.

    `as_of` is the ISO date it was asked on, where the set states it.
    """

    id: str
    text: str
    gold: frozenset[str]
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A corpus and its queries, all gold being in the corpus. `notes` say what a reader of the figures must know."""

    name: str
    texts: tuple[Text, ...]
    queries: tuple[Query, ...]
    notes: tuple[str, ...] = ()

    def limited(self, limits: Limits) -> RetrievalSet:
        """The part within the limits, gold articles of the remaining queries always kept; ids decide which."""
        queries = self.queries
        if limits.questions is not None:
            queries = tuple(drawn(queries, limits.questions, lambda query: query.id))
        gold = frozenset[str]().union(*(query.gold for query in queries))
        return replace(self, texts=tuple(limit(self.texts, limits.articles, gold)), queries=queries)

    def share_of(self, whole: RetrievalSet) -> str:
        """How much this is of the set it was limited from, such as "122 questions, 1,500 of 4,737 articles"."""
        questions = counted(len(self.queries), len(whole.queries), "questions")
        return f"{questions}, {counted(len(self.texts), len(whole.texts), 'articles')}"


def realtimeqa(data: Path) -> RetrievalSet:
    """News of 2022 with a weekly quiz's questions (Kasai et al. 2023, RealTime QA, arXiv 2207.13332)."""
    folder = data / "realtimeqa_2022"
    texts = [
        Text(row["id"], row["text"], row["title"] or "", row["source"], (row["date"] or "").replace("/", "-") or None)
        for row in read_rows(folder / "corpus.jsonl.gz")
    ]
    queries = [
        Query(row["id"], row["query"], _ids(row["gold"]), row["date"]) for row in read_rows(folder / "queries.jsonl")
    ]
    note = "Many questions mean 'this week'; \"as of its date\" tells ours the day of the quiz, nothing else does."
    return scorable("realtimeqa_2022", texts, queries, note)


def multihop_rag(data: Path) -> RetrievalSet:
    """Questions that need two to four news articles (Tang & Yang 2024, MultiHop-RAG, arXiv 2401.15391)."""
    folder = data / "multihop_rag"
    texts = [
        Text(row["id"], row["text"], row["title"], row["source"], row["date"])
        for row in read_rows(folder / "facts_corpus.jsonl")
    ]
    queries = [Query(row["id"], row["query"], _ids(row["gold"])) for row in read_rows(folder / "queries.jsonl")]
    easy = "An article here is its title and the gold sentences alone, far easier to find than the whole would be."
    return scorable("multihop_rag", texts, queries, easy)


def scifact(data: Path) -> RetrievalSet:
    """Claims and the abstracts cited for them (Wadden et al. 2020, SciFact, arXiv 2004.14974).

    As in BEIR (Thakur et al. 2021, arXiv 2104.08663) every cited abstract is gold; the queries are its training ones.
    """
    folder = data / "scifact"
    texts = [Text(row["id"], row["text"], row["title"]) for row in read_rows(folder / "corpus.jsonl.gz")]
    queries = [Query(row["id"], row["query"], _ids(row["gold"])) for row in read_rows(folder / "queries_train.jsonl")]
    return scorable("scifact", texts, queries)


def squad2(data: Path) -> RetrievalSet:
    """Paragraphs of Wikipedia, each an article here, and their questions (Rajpurkar et al. 2018, arXiv 1806.03822)."""
    rows = read_rows(data / "squad2" / "dev.jsonl.gz")
    texts: dict[str, Text] = {}
    for row in rows:
        name = f"{row['title']}-{len(texts)}"
        texts.setdefault(row["context"], Text(name, row["context"], row["title"].replace("_", " ")))
    queries = [
        Query(row["id"], row["question"], frozenset([] if row["is_impossible"] else [texts[row["context"]].id]))
        for row in rows
    ]
    return scorable("squad2", list(texts.values()), queries)


def mtrag(data: Path) -> RetrievalSet:
    """Last turns of conversations, rewritten by hand to stand alone (Katsis et al. 2025, MTRAG, arXiv 2501.03468)."""
    queries = [
        Query(row["id"], row["rewrite"], frozenset(row["gold_doc_ids_original"]))
        for row in read_rows(data / "mtrag" / "rewrite_pairs.jsonl")
    ]
    pool = "The articles are passages pooled from the set's conversations, fewer and easier to search than its corpus."
    return scorable("mtrag", mtrag_passages(data), queries, pool)


def mtrag_passages(data: Path) -> list[Text]:
    """The pooled passages, each an article."""
    rows = read_rows(data / "mtrag" / "passages.jsonl")
    return [Text(row["id"], row["text"], row["title"], row.get("source")) for row in rows]


def scorable(name: str, texts: Sequence[Text], queries: Sequence[Query], *notes: str) -> RetrievalSet:
    """The set of the queries that can be scored; its notes say how many were left out because they cannot."""
    there = {text.id for text in texts}
    without = sum(not query.gold for query in queries)
    outside = sum(not query.gold <= there for query in queries)
    if without:
        notes += (f"{without:,} questions that no article answers are left out.",)
    if outside:
        notes += (f"{outside:,} questions are left out because gold of theirs is not among the articles.",)
    kept = tuple(query for query in queries if query.gold and query.gold <= there)
    if not kept:
        raise DataError(f"{name} holds no question whose gold is among its articles; --data names its folder.")
    return RetrievalSet(name, tuple(texts), kept, notes)


def _ids(gold: Sequence[dict[str, Any]]) -> frozenset[str]:
    return frozenset(one["doc_id"] for one in gold)


RETRIEVAL_SETS: dict[str, Callable[[Path], RetrievalSet]] = {
    "realtimeqa_2022": realtimeqa,
    "multihop_rag": multihop_rag,
    "scifact": scifact,
    "squad2": squad2,
    "mtrag": mtrag,
}
