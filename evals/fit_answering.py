"""Fits the weights and the levels of refusal of the quoting writer, and prints what they cost and gain.

    python -m evals.fit_answering --data DIR

`DIR` holds `squad2/dev.jsonl.gz` and `clapnq/dev.jsonl`; the project's own questions_fit.jsonl and four worlds of
invented news (`evals.news_worlds`) are added. Every figure is out of fold: a question of squad2, clapnq or the news
is scored by weights fitted without the articles it asks about, one of the project's own by weights fitted without that
question (all of them ask about the same twelve articles).
The levels are chosen on these same scores, so what they answer and refuse is a little flattered; so is what comes of
the first and second weights, which choose what is read: they are fitted on all questions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answer import RefusalLevel
from assistant.answering.evidence import FEATURES
from assistant.answering.reader import Reader
from assistant.answering.scoring import (
    READ_FEATURES,
    WEIGHTS,
    again,
    alone,
    answer_probabilities,
    first_places,
    second_places,
)
from assistant.embedding import Encoder, SentenceTransformerEncoder
from evals.benchmarks.cached_encoder import CachedEncoder
from evals.fit_questions import Asked, ask_all

Values = NDArray[np.float64]

FOLDS = 5
# The features that an order rests on: all but one, which tells whether a question is answered, not by which sentence.
FIRST = [place for place, name in enumerate(FEATURES) if name != "names_missing_near"]
SECOND = [*FIRST, READ_FEATURES.index("reading")]
ORDER = [*SECOND, READ_FEATURES.index("reading_near"), READ_FEATURES.index("least_met")]
# The features the probability of an answer rests on; adding the others changed no AUROC by more than 0.005.
ANSWER = [
    READ_FEATURES.index(name)
    for name in (
        "meaning",
        "coverage",
        "coverage_near",
        "coverage_passage",
        "names_missing",
        "names_missing_near",
        "expectation_met",
        "contrary",
        "reading",
        "reading_near",
        "least_met",
    )
]
SETS = ("squad2", "clapnq", "own", "news")
# What share of the questions that the articles answer each level is to answer, at least.
COVERAGE = {"strict": 0.75, "balanced": 0.92, "eager": 0.95}


@dataclass(frozen=True, slots=True)
class Fitted:
    """Ranking weights, answer weights and bias; see assistant.answering.scoring."""

    order: Values
    answer: Values
    bias: float


def read(
    rows: Sequence[Asked], first: Values, reader: Reader, encoder: Encoder, console: Console
) -> tuple[list[Asked], Values]:
    """The rows with the sentences that look best by the first weights alone, read: their READ_FEATURES.

    And the weights, fitted on all of them, by which the ones to read again were chosen.
    """
    once = []
    for row in track(rows, description="reading", console=console):
        places = first_places(row.features @ first)
        sentences, in_context = (tuple(texts[i] for i in places) for texts in (row.sentences, row.in_context))
        features = alone(reader, [row.question] * len(places), sentences, row.features[places])
        right, within = row.right[places], row.in_article[places]
        once.append(
            replace(row, features=features, right=right, in_article=within, sentences=sentences, in_context=in_context)
        )
    second = fit_order([row for row in once if len(row.right)], SECOND)
    twice = []
    for row in track(once, description="reading again", console=console):
        places = second_places(row.features @ second)
        pairs = [(row.question, row.in_context[i]) for i in places]
        features = again(reader, encoder, pairs, row.features, places)
        twice.append(replace(row, features=features))
    return twice, second


def fit_order(rows: Sequence[Asked], columns: Sequence[int]) -> Values:
    """Weights (f,) that rank right sentences before wrong ones, 0 for all but the `columns` of the features.

    A question's pairs share its weight, and a set counts with the square root of its size: the large one must not
    drown the others.
    """
    sizes = _sizes(rows)
    pairs, weights = [], []
    for row in rows:
        good, bad = row.features[row.right][:, columns], row.features[~row.right][:, columns]
        if len(good) and len(bad):
            differences = (good[:, None] - bad[None]).reshape(-1, len(columns))
            pairs.append(differences)
            weights.append(np.full(len(differences), sizes[row.data] ** -0.5 / len(differences)))
    x, w = np.concatenate(pairs), np.concatenate(weights)
    ranking = LogisticRegression(C=100.0, fit_intercept=False, max_iter=5000)
    y = np.repeat([True, False], len(x))
    ranking.fit(np.concatenate([x, -x]), y, sample_weight=np.tile(w * len(w) / w.sum(), 2))
    order = np.zeros(rows[0].features.shape[1])
    order[columns] = ranking.coef_[0]
    return order


def fit(rows: Sequence[Asked]) -> Fitted:
    """Ranking weights for sentences that were read, then answer weights from every question's best one."""
    rows = [row for row in rows if len(row.right)]
    sizes, order = _sizes(rows), fit_order(rows, ORDER)
    answering = LogisticRegression(C=10.0, max_iter=5000)
    w = np.asarray([sizes[row.data] ** -0.5 for row in rows])
    tops = np.asarray([row.features[np.argmax(row.features @ order)] for row in rows])
    answering.fit(tops[:, ANSWER], [row.answerable for row in rows], sample_weight=w * len(w) / w.sum())
    answer = np.zeros(len(READ_FEATURES))
    answer[ANSWER] = answering.coef_[0]
    return Fitted(order, answer, float(answering.intercept_[0]))


def _sizes(rows: Sequence[Asked]) -> Counter[str]:
    return Counter(row.data for row in rows)


class Picked(NamedTuple):
    """What the best sentence of a question is worth.

    How likely it answers, 0 to 1, whether it is right, whether one of the best two is; and the first two again of the
    best sentence of the article asked about: 0 and None where none of its sentences was read.
    """

    probability: float = 0.0
    right: bool = False
    among_two: bool = False
    probability_in_article: float = 0.0
    right_in_article: bool | None = None


def best(fitted: Fitted, row: Asked) -> Picked:
    """What the question's best sentence is worth, by the fitted weights."""
    if not len(row.right):
        return Picked()
    order = np.argsort(-(row.features @ fitted.order), kind="stable")
    probability = answer_probabilities(row.features, fitted.answer, fitted.bias)
    found = Picked(float(probability[order[0]]), bool(row.right[order[0]]), bool(row.right[order[:2]].any()))
    within = order[row.in_article[order]]
    if not len(within):
        return found
    return found._replace(
        probability_in_article=float(probability[within[0]]), right_in_article=bool(row.right[within[0]])
    )


def out_of_fold(rows: Sequence[Asked]) -> list[Picked]:
    """`best` of every row, by weights fitted without its group."""
    results = [Picked()] * len(rows)
    groups = [row.group for row in rows]
    for train, test in GroupKFold(FOLDS).split(np.zeros(len(rows)), groups=groups):
        model = fit([rows[i] for i in train])
        for i in test:
            results[i] = best(model, rows[i])
    return results


def tables(rows: Sequence[Asked], results: Sequence[Picked], chosen: Sequence[float]) -> Iterable[Table]:
    """Sentence picking by set, then the trade-off curve by set: what each threshold answers and refuses."""
    names = list(dict.fromkeys(row.data for row in rows))
    picking = Table(
        *("set", "questions", "answerable", "right first", "right in two", "AUROC", "right first in its article"),
        "AUROC in its article",
        title="Sentence picking, out of fold",
    )
    for name in names:
        mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
        good = [result for row, result in mine if row.answerable]
        labels = [row.answerable for row, _ in mine]
        two = len(set(labels)) == 2
        auroc, auroc_within = (
            f"{roc_auc_score(labels, scores):.3f}" if two and any(scores) else "-"
            for scores in ([r.probability for _, r in mine], [r.probability_in_article for _, r in mine])
        )
        found = [result.right_in_article for result in good if result.right_in_article is not None]
        share = [
            f"{np.mean(right):.3f}" if right else "-"
            for right in ([r.right for r in good], [r.among_two for r in good], found)
        ]
        picking.add_row(name, str(len(mine)), str(len(good)), *share[:2], auroc, share[2], auroc_within)
    yield picking
    curve = Table("threshold", title="Trade-off: answerable answered / of those right / unanswerable refused")
    for name in names:
        curve.add_column(name)
    for threshold in sorted({*np.arange(0.05, 0.95, 0.05).round(2), *chosen}):
        cells = []
        for name in names:
            mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
            answered = [result for row, result in mine if row.answerable and result.probability >= threshold]
            answerable = sum(row.answerable for row, _ in mine)
            refused = [result.probability < threshold for row, result in mine if not row.answerable]
            first = (
                f"{len(answered) / answerable:.2f} / {np.mean([r.right for r in answered]) if answered else 0:.2f}"
                if answerable
                else "-"
            )
            cells.append(f"{first} / {np.mean(refused) if refused else 0:.2f}")
        curve.add_row(f"{threshold:.3f}{' *' if threshold in chosen else ''}", *cells)
    yield curve


def choose(rows: Sequence[Asked], results: Sequence[Picked], coverage: float) -> RefusalLevel:
    """The strictest level, in steps of 0.05, that answers at least such a share of the answerable questions."""
    levels = [measured(rows, results, float(below)) for below in np.arange(0.05, 1, 0.05)]
    return max((level for level in levels if level.coverage >= coverage), key=lambda level: level.below)


def measured(rows: Sequence[Asked], results: Sequence[Picked], below: float) -> RefusalLevel:
    """A level of refusal with its coverage and precision: means over the sets."""
    coverage, precision = [], []
    for name in SETS:
        mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
        coverage.append(np.mean([result.probability >= below for row, result in mine if row.answerable]))
        precision.append(
            np.mean([row.answerable and result.right for row, result in mine if result.probability >= below] or [False])
        )
    return RefusalLevel(round(below, 3), round(float(np.mean(coverage)), 3), round(float(np.mean(precision)), 3))


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, help="folder with squad2 and clapnq"
)
@click.option("--questions", type=click.IntRange(1), help="at most so many of squad2 and of clapnq; nothing is stored")
def main(data: Path, questions: int | None) -> None:
    """Fits the quoting writer's weights and levels of refusal, prints what they answer and refuse, and stores them."""
    console = Console(width=140)
    encoder = CachedEncoder(SentenceTransformerEncoder())
    gathered = ask_all(data, encoder, console, questions)
    first = fit_order([row for row in gathered if len(row.right)], FIRST)
    rows, second = read(gathered, first, Reader.load(), encoder, console)
    results = out_of_fold(rows)
    levels = {level: choose(rows, results, coverage) for level, coverage in COVERAGE.items()}
    for table in tables(rows, results, [level.below for level in levels.values()]):
        console.print(table)
    fitted = fit(rows)
    stored = {
        "first": _named(first, FEATURES),
        "second": _named(second, READ_FEATURES),
        "order": _named(fitted.order, READ_FEATURES),
        "answer": _named(fitted.answer, READ_FEATURES),
        "bias": round(fitted.bias, 3),
        "levels": {level: asdict(figures) for level, figures in levels.items()},
    }
    console.print_json(json.dumps(stored))
    if questions is None:
        path = Path(str(files("assistant.answering") / WEIGHTS))
        path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _named(weights: Values, names: Sequence[str]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if weight}


if __name__ == "__main__":
    main()
