"""Questions on single paragraphs, with the sentences that answer them: what `fit_answering` fits on, too."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.casing import cased
from assistant.answering.evidence import Evidence, gather
from assistant.answering.question import Question
from assistant.assistant import EVIDENCE_HITS, PASSAGES_PER_STORY
from assistant.library import Library
from assistant.retrieval import Retriever
from evals.benchmarks.corpus import Text, read_rows

# A sentence is one of clapnq's when it shares more than this of their words: the two are split by different tools.
SAME_WORDS = 0.6

GoldTest = Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class PickingQuestion:
    """A question asked about the text `article` (its id), whose title is `title`.

    `is_gold` tells whether a sentence answers it; None where none does, the question being unanswerable.
    """

    id: str
    text: str
    article: str
    title: str
    is_gold: GoldTest | None


@dataclass(frozen=True, slots=True)
class SentenceSet:
    """Texts, each a paragraph with its page's title, and the questions about them."""

    name: str
    texts: tuple[Text, ...]
    questions: tuple[PickingQuestion, ...]


def read_squad2(data: Path) -> SentenceSet:
    """SQuAD 2.0 (Rajpurkar, Jia & Liang 2018): half of the questions have no answer though they look as if."""

    def gold(row: dict[str, Any]) -> GoldTest | None:
        if row["is_impossible"]:
            return None
        article = _article(row)
        starts = [_squeezed_offset(row["context"], start) for start in row["answer_starts"]]
        return lambda one: one.hit.source == article and any(one.span.start <= start < one.span.end for start in starts)

    return _read("squad2", read_rows(data / "squad2" / "dev.jsonl.gz"), gold)


def read_clapnq(data: Path) -> SentenceSet:
    """CLAPnq (Rosenthal et al. 2024, arXiv 2404.02103): Natural Questions with the sentences that answer them.

    A sentence is gold wherever it stands: some texts are of one page and share sentences.
    """

    def gold(row: dict[str, Any]) -> GoldTest | None:
        selected = [set(sentence.split()) for sentence in row["selected_sentences"]]
        if row["is_impossible"] or not selected:
            return None

        def is_gold(one: Evidence) -> bool:
            words = set(one.text.split())
            return any(len(words & other) > SAME_WORDS * len(words | other) for other in selected)

        return is_gold

    return _read("clapnq", read_rows(data / "clapnq" / "dev.jsonl"), gold)


def gather_evidence(question: str, library: Library, retriever: Retriever) -> list[Evidence]:
    """The sentences that the product would choose its answer from, found in the whole library."""
    vector = retriever.encode(question)
    hits = retriever.search(question, EVIDENCE_HITS, per_story=PASSAGES_PER_STORY, vector=vector)
    return gather(Question.parse(cased(question, hits)), vector, hits, library)


def _read(name: str, rows: Sequence[dict[str, Any]], gold: Callable[[dict[str, Any]], GoldTest | None]) -> SentenceSet:
    texts = {_article(row): Text(_article(row), " ".join(row["context"].split()), row["title"]) for row in rows}
    questions = [PickingQuestion(row["id"], row["question"], _article(row), row["title"], gold(row)) for row in rows]
    return SentenceSet(name, tuple(texts.values()), tuple(questions))


def _article(row: dict[str, Any]) -> str:
    """The id of the text a question is asked about; the data sets have none."""
    return hashlib.sha256(row["context"].encode()).hexdigest()[:16]


def _squeezed_offset(text: str, offset: int) -> int:
    """Where the character at `offset` stands once runs of white space are single blanks."""
    return len(" ".join(f"{text[:offset]}x".split())) - 1
