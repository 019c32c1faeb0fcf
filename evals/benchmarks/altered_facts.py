"""Whether a sentence with a swapped fact is refused where its genuine twin is accepted: rgb_en_fact.

RGB (Chen et al. 2024, Benchmarking Large Language Models in Retrieval-Augmented Generation, arXiv 2309.01431) has
news passages and the same passages with the answer swapped ("9 March 2011" for "9 March 2016"). Here a writer is
supposed to have written the one sentence or the other, citing the genuine passage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.embedding import Encoder
from assistant.support import SUPPORTED, support
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.result import OURS, Limits, Progress, Result, compare_systems
from evals.benchmarks.support_baselines import (
    COSINE_FOUND,
    LONGEST_MATCH_FOUND,
    embed_backings,
    embed_sentences,
    letters_found,
    longest_match,
)
from ingest.segmentation import split_sentences

NOTES = (
    "Framed: 'According to the article, ' before the sentence. As question and answer: the two, one after the other.",
    "Ours: every number, date, name and denial of the sentence must be in the passage, then a fitted model decides.",
    f"longest match: over {LONGEST_MATCH_FOUND:.0%} of the sentence is one run of the passage, kotaemon's way.",
    "letters only: the letters of the sentence stand in the passage, figures left out, ScholarQA's way.",
    f"cosine: at least {COSINE_FOUND} to a sentence of the passage (vectors as we store them), RAGFlow's threshold.",
)


@dataclass(frozen=True, slots=True)
class Twins:
    """A genuine and an altered sentence of one passage, `condition` saying how they were written."""

    question: str
    passage: str
    condition: str
    genuine: str
    altered: str


def read_twins(data: Path) -> list[Twins]:
    """Every pair of sentences in `data`, the folder of the data sets."""
    rows = read_rows(data / "rgb_en_fact" / "questions.jsonl")
    return [pair for row in rows for texts in _passages(row) for pair in _twins(row, *texts)]


def rgb_en_fact(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """The share of altered and of genuine sentences that each check accepts, averaged over a question's passages."""
    rows = read_rows(data / "rgb_en_fact" / "questions.jsonl")
    questions = drawn(rows, limits.questions, lambda row: str(row["id"]))
    by_passage = [_twins(row, *texts) for row in questions for texts in _passages(row)]
    twins = [pair for pairs in by_passage for pair in pairs]
    backings = embed_backings((pair.passage for pair in twins), encoder, partial(progress, "embedding passages"))
    sentences = (one for pair in twins for one in (pair.genuine, pair.altered))
    vectors = embed_sentences(sentences, encoder, partial(progress, "embedding sentences"))

    def cosine(sentence: str, passage: str) -> bool:
        return float(np.max(backings[passage].vectors @ vectors[sentence])) >= COSINE_FOUND

    checks: dict[str, Callable[[str, str], bool]] = {
        OURS: lambda sentence, passage: support(sentence, backings[passage].sentences) >= SUPPORTED,
        "longest match": lambda sentence, passage: longest_match(sentence, [passage]) > LONGEST_MATCH_FOUND,
        "letters only": lambda sentence, passage: letters_found(sentence, [passage]) == 1,
        "cosine": cosine,
    }
    scores = {name: _accepted(check, twins, [str(row["id"]) for row in questions]) for name, check in checks.items()}
    return Result(
        benchmark="rgb_en_fact",
        task="refuse a sentence whose fact was swapped, accept the genuine one",
        of=f"{counted(len(questions), len(rows), 'questions')}, {sum(not pair.condition for pair in twins)} pairs of"
        f" sentences from {len(by_passage)} passages ({by_passage.count([])} of them could not be paired)",
        systems=compare_systems(scores),
        notes=NOTES,
        better={measure: "less" for measure in scores[OURS] if measure.startswith("altered")},
    )


def _passages(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The question's genuine passages, each with its altered form."""
    return list(zip(row["positive"], row["positive_wrong"], strict=True))


def _twins(row: Mapping[str, Any], passage: str, altered: str) -> list[Twins]:
    """The pairs of sentences that differ, one holding the answer, the other the false one; empty if there are none."""
    wordings, false = _wordings(row["answer"]), row["fakeanswer"]
    genuine_sentences, altered_sentences = _sentences(passage), _sentences(altered)
    if len(genuine_sentences) != len(altered_sentences):
        return []
    pair = partial(Twins, str(row["id"]), passage)
    found = []
    for genuine, swapped in zip(genuine_sentences, altered_sentences, strict=True):
        said = next((wording for wording in wordings if wording in genuine), None)
        if genuine != swapped and said is not None and false in swapped:
            found += [
                pair("", genuine, swapped),
                pair(", framed", f"According to the article, {genuine}", f"According to the article, {swapped}"),
                pair(", as question and answer", f"{row['query']} {said}.", f"{row['query']} {false}."),
            ]
    return found


def _wordings(answer: str | list[Any]) -> list[str]:
    """The ways to give the answer: a text, or lists of them within lists."""
    return [answer] if isinstance(answer, str) else [wording for one in answer for wording in _wordings(one)]


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def _accepted(
    check: Callable[[str, str], bool], twins: Sequence[Twins], questions: Sequence[str]
) -> dict[str, list[float | None]]:
    """By measure, for each question the share of its pairs whose sentence is accepted; None where it has no pair."""
    accepted: dict[str, dict[str, list[bool]]] = {}
    for pair in twins:
        for kind, sentence in (("genuine", pair.genuine), ("altered", pair.altered)):
            measure = accepted.setdefault(f"{kind} accepted{pair.condition}", {})
            measure.setdefault(pair.question, []).append(check(sentence, pair.passage))
    return {
        name: [float(np.mean(by_question[one])) if one in by_question else None for one in questions]
        for name, by_question in accepted.items()
    }
