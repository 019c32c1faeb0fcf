"""Follow-up questions (Katsis et al. 2025, MTRAG, arXiv 2501.03468): what is found by what of the conversation.

Three ways are the benchmark's own: the last turn alone, all the user's questions so far, the rewrite made by hand,
which is what a good rewriter would make of it. Ours is what the product does without a language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.conversation import standalone
from assistant.embedding import Encoder
from evals.benchmarks.corpus import Text, read_rows
from evals.benchmarks.result import OURS, Limits, Progress, Result, System
from evals.benchmarks.retrieval import Found, compare_found
from evals.benchmarks.retrieval_sets import Query, mtrag_passages, scorable
from evals.benchmarks.retrieval_systems import opened_library, ours

NAME = "mtrag"
MADE, LAST = f"{OURS}, made to stand alone", f"{OURS}, last turn as it stands"
SO_FAR, BY_HAND = f"{OURS}, all questions so far", f"{OURS}, rewrite made by hand"


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a conversation: the user's questions up to it, in order, and what answers the last of them.

    `replies` are the answers to all questions but the last, "" where the set has none.
    """

    id: str
    questions: tuple[str, ...]
    gold: frozenset[str]
    replies: tuple[str, ...]
    rewrite: str | None = None

    @property
    def alone(self) -> str:
        """The last question, with what it leans on carried over."""
        return standalone(self.questions[-1], list(zip(self.questions[:-1], self.replies, strict=True)))


def with_rewrites(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """Our retrieval of the pooled passages for turns that have a rewrite made by hand. Raises DataError."""
    return _measure("with rewrites", data, _rewritten(data), limits, encoder, progress)


def conversations(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """The same for the turns of longer conversations, which have none. Raises DataError."""
    return _measure("conversations", data, _conversations(data), limits, encoder, progress)


def _measure(  # noqa: PLR0917
    task: str, data: Path, turns: Sequence[Turn], limits: Limits, encoder: Encoder, progress: Progress
) -> Result:
    passages = mtrag_passages(data)
    later = {turn.id: turn for turn in turns if len(turn.questions) > 1}
    opening = f"{len(turns) - len(later):,} questions that open a conversation are left out: they follow nothing."
    queries = [Query(turn.id, turn.questions[-1], turn.gold) for turn in later.values()]
    whole = scorable(NAME, passages, queries, opening)
    used = whole.limited(limits)
    found = _search([later[query.id] for query in used.queries], used.texts, encoder, progress)
    systems = compare_found(found, used.queries)
    changed = sum(turn.alone != turn.questions[-1] for turn in (later[query.id] for query in used.queries))
    notes = (*whole.notes, f"Ours carries words over for {changed:,} of the questions used.", *gap_closed(systems))
    return Result(NAME, f"follow-up retrieval, {task}", used.share_of(whole), systems, notes)


def gap_closed(systems: Sequence[System]) -> tuple[str, ...]:
    """The note on how much ours closes of the gap between the last turn and the rewrite; none where there is no gap."""
    figures = {system.name: system.figures for system in systems}
    if BY_HAND not in figures:
        return ()
    shares = []
    for measure in ("hit@5", "recall@10"):
        last, made, by_hand = (figures[way][measure].mean or 0.0 for way in (LAST, MADE, BY_HAND))
        if by_hand > last:
            shares.append(f"{measure} {(made - last) / (by_hand - last):.0%}")
    return (f"Of the gap between last turn and rewrite, ours closes: {', '.join(shares)}.",) if shares else ()


def _rewritten(data: Path) -> list[Turn]:
    return [
        Turn(
            row["id"],
            (*row["history"], row["last_turn"]),
            frozenset(row["gold_doc_ids_original"]),
            ("",) * len(row["history"]),
            row["rewrite"],
        )
        for row in read_rows(data / NAME / "rewrite_pairs.jsonl")
    ]


def _conversations(data: Path) -> list[Turn]:
    return [
        Turn(
            row["id"],
            tuple(turn["text"] for turn in row["turns"] if turn["role"] == "user"),
            frozenset(one["doc_id"] for one in row["gold"]),
            tuple(turn["text"] for turn in row["turns"] if turn["role"] != "user"),
        )
        for row in read_rows(data / NAME / "conversations.jsonl")
    ]


def _search(turns: Sequence[Turn], texts: Sequence[Text], encoder: Encoder, progress: Progress) -> Found:
    """What each way of asking finds for each turn it has a query for."""
    ways = {
        MADE: {turn.id: turn.alone for turn in turns},
        LAST: {turn.id: turn.questions[-1] for turn in turns},
        SO_FAR: {turn.id: "\n".join(turn.questions) for turn in turns},
        BY_HAND: {turn.id: turn.rewrite for turn in turns if turn.rewrite},
    }
    with opened_library(NAME, texts, encoder, progress) as library:
        search = ours(library, encoder)
        found: dict[str, dict[str, list[str]]] = {way: {} for way, queries in ways.items() if queries}
        for way, queries in ways.items():
            for turn_id, query in queries.items():
                found[way][turn_id] = search(Query(turn_id, query, frozenset()))
                progress(f"questions searched: {way}", len(found[way]), len(queries))
    return found
