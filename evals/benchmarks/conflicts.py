"""What becomes of answers that contradict each other: ramdocs.

RAMDocs (Wang et al. 2025, Retrieval-Augmented Generation with Conflicting Evidence, arXiv 2504.13079) asks ambiguous
questions; its documents give several valid answers, wrong ones, and none. There each question comes with its own
documents; here all documents of all questions are searched, as the product searches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.assistant import EVIDENCE_HITS, PASSAGES_PER_STORY, Assistant
from assistant.embedding import Encoder
from assistant.retrieval import Retriever
from assistant.types import Hit
from evals.benchmarks.corpus import Text, kept_library, limit, read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.result import OURS, Limits, Progress, Result, compare_systems
from evals.metrics import answer_point_recall

NOTES = (
    "first sentences: of the best hits, as many as our answer has when it never refuses.",
    "all hits: everything that was retrieved, which no answer can beat; what is lacking there, retrieval did not find.",
    "all of several: over the questions with several valid answers. wrong given: over those with wrong answers.",
    "An answer is given when its words stand in the text, whatever it is said of; other wordings of it do not count.",
    "disagreement shown: over the questions whose documents give several answers; false alarm: over the others.",
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question with its valid answers, and the wrong ones its documents give, none of them part of a valid one.

    `answers` has the answer each document gives, by its id; documents that give none are not in it.
    """

    id: str
    question: str
    valid: tuple[str, ...]
    wrong: tuple[str, ...]
    documents: tuple[Text, ...]
    answers: dict[str, str]


def ramdocs(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """Which valid and which wrong answers stand in our answer, in hits' first sentences and in all that was found."""
    conflicts = [_conflict(row) for row in read_rows(data / "ramdocs" / "conflicts.jsonl")]
    asked = drawn(conflicts, limits.questions, lambda one: one.id)
    documents = [text for one in conflicts for text in one.documents]
    texts = limit(documents, limits.articles, {text.id for one in asked for text in one.documents})
    library = kept_library("ramdocs", texts, encoder, lambda done, total: progress("embedding", done, total))
    scores: dict[str, dict[str, list[float | None]]] = {}
    try:
        stories = {article.source: article.story for article in library.articles()}
        merged = sum(_one_story(conflict, stories) for conflict in asked)
        assistant, retriever = Assistant(library, encoder), Retriever(library, encoder)
        for done, conflict in enumerate(asked, 1):
            hits = retriever.search(conflict.question, EVIDENCE_HITS, per_story=PASSAGES_PER_STORY)
            for name, measures in _ask(conflict, assistant, hits).items():
                for measure, value in measures.items():
                    scores.setdefault(name, {}).setdefault(measure, []).append(value)
            progress("asking", done, len(asked))
    finally:
        library.close()
    return Result(
        benchmark="ramdocs",
        task="give every valid answer, none of the wrong ones, and say that sources disagree",
        of=f"{counted(len(asked), len(conflicts), 'questions')}"
        f" asked of {counted(len(texts), len(documents), 'articles')}",
        systems=compare_systems(scores),
        notes=(*NOTES, f"{merged} questions have documents of different answers in one story."),
        better={"wrong given": "less", "false alarm": "less"},
    )


def _conflict(row: Mapping[str, Any]) -> Conflict:
    valid = tuple(dict.fromkeys(row["gold_answers"]))
    wrong = [one for one in dict.fromkeys(row["wrong_answers"]) if not _share(" ; ".join(valid), [one])]
    documents = tuple(Text(one["id"], one["text"]) for one in row["documents"])
    answers = {one["id"]: one["answer"] for one in row["documents"] if one["type"] != "noise"}
    return Conflict(row["id"], row["query"], valid, tuple(wrong), documents, answers)


def _ask(conflict: Conflict, assistant: Assistant, hits: Sequence[Hit]) -> dict[str, dict[str, float | None]]:
    """Each system's measures for one question, ours first."""
    answer = assistant.ask(conflict.question)
    always = assistant.ask(conflict.question, refusal=0.0)
    first = [hit.text[: hit.sentences[0].end - hit.start] for hit in hits[: len(always.sentences)]]
    return {
        OURS: _given(conflict, _said(answer)) | _shown(conflict, answer),
        "ours, never refusing": _given(conflict, _said(always)) | _shown(conflict, always),
        "first sentences": _given(conflict, first),
        "all hits": _given(conflict, [hit.text for hit in hits]),
    }


def _said(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def _given(conflict: Conflict, said: Sequence[str]) -> dict[str, float | None]:
    text = " ".join(said)
    share = _share(text, conflict.valid)
    return {
        "valid given": share,
        "all of several given": float(share == 1) if len(conflict.valid) > 1 else None,
        "wrong given": float(_share(text, conflict.wrong) > 0) if conflict.wrong else None,
        "words": float(len(text.split())),
    }


def _shown(conflict: Conflict, answer: Answer) -> dict[str, float | None]:
    disagree = len(conflict.valid) + len(conflict.wrong) > 1
    shown = float(any(not one.settled for one in answer.disagreements))
    return {
        "disagreement shown": shown if disagree else None,
        "false alarm": None if disagree else shown,
        "answered": float(answer.status == "answered"),
    }


def _share(text: str, answers: Sequence[str]) -> float:
    """The share of the answers that stand in the text; 0 of none."""
    return answer_point_recall(text, [[answer] for answer in answers]) or 0.0


def _one_story(conflict: Conflict, stories: Mapping[str, str]) -> bool:
    """Whether documents that give different answers count as copies of one story."""
    told: dict[str, set[str]] = {}
    for document, answer in conflict.answers.items():
        told.setdefault(stories[document], set()).add(answer)
    return any(len(answers) > 1 for answers in told.values())
