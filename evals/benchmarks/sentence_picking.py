"""Whether the sentence that answers is picked, and whether what cannot be answered is refused: squad2 and clapnq.

Every question is asked of all paragraphs of its set, not of its own only, the way the product is asked. Peers choose
among the same sentences, so what tells them apart is the choosing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Refusal, RefusalLevel
from assistant.answering.evidence import FEATURES, Evidence
from assistant.answering.scoring import Scorer, load_levels
from assistant.embedding import Encoder
from assistant.retrieval import Retriever
from evals.benchmarks.corpus import kept_library, limit
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.group_statistics import Measure, compare_statistics, join
from evals.benchmarks.result import OURS, Limits, Progress, Result, System, compare_systems
from evals.benchmarks.sentence_sets import PickingQuestion, SentenceSet, gather_evidence, read_clapnq, read_squad2
from evals.risk_coverage import aurc, risk_coverage
from evals.score_measures import auroc

CURVE_POINTS = 100
MEANING, COVERAGE, PASSAGE = (FEATURES.index(name) for name in ("meaning", "coverage", "passage_meaning"))
NOTES = (
    "The shipped weights were fitted on these very questions, which flatters ours; `make fit` prints the fair figures.",
    "Peers choose among the sentences that the product considers, so they gain from its filter by kind of question.",
    "In its article, a paragraph: whether its best sentence is right, over the questions whose article was found.",
    "aurc, risk: a wrong sentence is an error, and so is any answer to an unanswerable question.",
)

Values = NDArray[np.float64]


class Pick(NamedTuple):
    """What a system picked for a question. `confidence` tells its answers apart; it need not be a probability.

    `in_article` is whether the best sentence of the question's own article is right, None when none of its sentences
    was found; `confidence_in_article` is that sentence's, then 0.
    """

    first: bool
    among_two: bool
    in_article: bool | None
    confidence: float
    confidence_in_article: float


def squad2(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """SQuAD 2.0; `data` is the folder of the data sets."""
    return _measure(read_squad2(data), limits, encoder, progress)


def clapnq(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """CLAPnq; `data` is the folder of the data sets."""
    return _measure(read_clapnq(data), limits, encoder, progress)


def _measure(data_set: SentenceSet, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    questions = drawn(data_set.questions, limits.questions, lambda one: one.id)
    texts = limit(data_set.texts, limits.articles, {one.article for one in questions})
    scorer = Scorer.load(encoder)
    picks: dict[str, list[Pick]] = {}
    library = kept_library(data_set.name, texts, encoder, lambda done, total: progress("embedding", done, total))
    try:
        retriever = Retriever(library, encoder)
        for done, question in enumerate(questions, 1):
            evidence = gather_evidence(question.text, library, retriever)
            for name, (scores, confidences) in _systems(question.text, evidence, scorer).items():
                picks.setdefault(name, []).append(_pick(question, evidence, scores, confidences))
            progress("asking", done, len(questions))
    finally:
        library.close()
    answerable = [one.is_gold is not None for one in questions]
    return Result(
        benchmark=data_set.name,
        task="pick the sentence that answers; refuse what cannot be answered",
        of=f"{counted(len(questions), len(data_set.questions), 'questions')}, {sum(answerable):,} of them answerable,"
        f" asked of {counted(len(texts), len(data_set.texts), 'articles')}",
        systems=_table(picks, answerable, load_levels()),
        notes=NOTES,
        curves={
            f"risk and coverage, {name}": risk_coverage(
                _confidences(mine), _errors(mine, answerable), most=CURVE_POINTS
            )
            for name, mine in picks.items()
        },
        better={"aurc": "less"},
    )


def _systems(question: str, evidence: Sequence[Evidence], scorer: Scorer) -> dict[str, tuple[Values, Values]]:
    """Each system's scores to rank the sentences by, and how sure it is of each, higher is better."""
    features = np.asarray([one.features for one in evidence]).reshape(len(evidence), len(FEATURES))
    return {
        OURS: scorer.score(question, evidence),
        "cosine only": (features[:, MEANING], features[:, MEANING]),
        "word coverage only": (features[:, COVERAGE], features[:, COVERAGE]),
        "first sentence of the top hit": (-np.arange(len(evidence), dtype=np.float64), features[:, PASSAGE]),
    }


def _pick(question: PickingQuestion, evidence: Sequence[Evidence], scores: Values, confidences: Values) -> Pick:
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    if not order:
        return Pick(first=False, among_two=False, in_article=None, confidence=0.0, confidence_in_article=0.0)
    right = [question.is_gold is not None and question.is_gold(evidence[i]) for i in order]
    own = next((n for n, i in enumerate(order) if evidence[i].hit.source == question.article), None)
    return Pick(
        right[0],
        any(right[:2]),
        None if own is None else right[own],
        float(confidences[order[0]]),
        0.0 if own is None else float(confidences[order[own]]),
    )


def _table(
    picks: Mapping[str, Sequence[Pick]], answerable: Sequence[bool], levels: Mapping[Refusal, RefusalLevel]
) -> tuple[System, ...]:
    means = compare_systems(
        {
            name: _accuracies(mine, answerable) | (_abstentions(mine, answerable, levels) if name == OURS else {})
            for name, mine in picks.items()
        }
    )
    statistics = compare_statistics(
        {
            name: {
                "auroc": _of_rows(auroc, _confidences(mine), answerable),
                "auroc in its article": _of_rows(auroc, [one.confidence_in_article for one in mine], answerable),
                "aurc": _of_rows(aurc, _confidences(mine), _errors(mine, answerable)),
            }
            for name, mine in picks.items()
        },
        [[row] for row in range(len(answerable))],
    )
    return join(means, statistics)


def _accuracies(picks: Sequence[Pick], answerable: Sequence[bool]) -> dict[str, list[float | None]]:
    """Over the answerable questions, whatever the confidence."""
    values: dict[str, list[bool | None]] = {
        "accuracy@1": [one.first for one in picks],
        "accuracy@2": [one.among_two for one in picks],
        "accuracy@1 in its article": [one.in_article for one in picks],
    }
    return {
        name: [
            float(right) if right is not None and possible else None
            for right, possible in zip(mine, answerable, strict=True)
        ]
        for name, mine in values.items()
    }


def _abstentions(
    picks: Sequence[Pick], answerable: Sequence[bool], levels: Mapping[Refusal, RefusalLevel]
) -> dict[str, list[float | None]]:
    """What the levels of refusal do, for the one system that has them."""
    found: dict[str, list[float | None]] = {}
    for name, level in levels.items():
        rows = [(one.confidence < level.below, one, possible) for one, possible in zip(picks, answerable, strict=True)]
        found |= {
            f"{name}: answered": [float(not abstains) if possible else None for abstains, _, possible in rows],
            f"{name}: refused": [None if possible else float(abstains) for abstains, _, possible in rows],
            f"{name}: answers right": [
                None if abstains else float(one.first and possible) for abstains, one, possible in rows
            ],
        }
    return found


def _confidences(picks: Sequence[Pick]) -> list[float]:
    return [one.confidence for one in picks]


def _errors(picks: Sequence[Pick], answerable: Sequence[bool]) -> list[float]:
    return [float(not (possible and one.first)) for one, possible in zip(picks, answerable, strict=True)]


def _of_rows(statistic: Callable[[Values, Values], float], x: Sequence[float], y: Sequence[float]) -> Measure:
    columns = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    return lambda rows: statistic(columns[0][rows], columns[1][rows])
