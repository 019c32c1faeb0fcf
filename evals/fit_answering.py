"""Fits the weights and the levels of refusal of the quoting writer, and prints what they cost and gain.

    python -m evals.fit_answering --data DIR

`DIR` holds `squad2/dev.jsonl.gz` and `clapnq/dev.jsonl`; the project's own questions_fit.jsonl is added. Every
figure is out of fold: a question of squad2 or clapnq is scored by weights fitted without the articles it asks about,
one of the project's own by weights fitted without that question (all of them ask about the same twelve articles).
The levels are chosen on these same scores, so what they answer and refuse is a little flattered; so is what comes of
the first weights, which choose what is read: they are fitted on all questions.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path

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
from assistant.answering.evidence import FEATURES, Evidence
from assistant.answering.reader import Reader
from assistant.answering.scoring import READ_FEATURES, WEIGHTS, first_places, reading
from assistant.embedding import Encoder, SentenceTransformerEncoder
from assistant.library import Library
from assistant.retrieval import Retriever
from evals import SAMPLES
from evals.benchmarks.cached_encoder import CachedEncoder
from evals.benchmarks.corpus import kept_library
from evals.benchmarks.drawing import drawn
from evals.benchmarks.sentence_sets import GoldTest, PickingQuestion, gather_evidence, read_clapnq, read_squad2
from evals.question_set import load_question_set
from ingest import ingest

Values = NDArray[np.float64]

FIT_SET = Path(str(files("evals") / "sets" / "questions_fit.jsonl"))
FOLDS = 5
# The features that an order rests on: all but one, which tells whether a question is answered, not by which sentence.
FIRST = [place for place, name in enumerate(FEATURES) if name != "names_missing_near"]
ORDER = [*FIRST, READ_FEATURES.index("reading")]
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
        "reading",
    )
]
SEED = 7
SETS = ("squad2", "clapnq", "own")
# What share of the questions that the articles answer each level is to answer, at least.
COVERAGE = {"strict": 0.75, "balanced": 0.9, "eager": 0.95}
STRANGERS = 150  # questions asked of another set's articles: the easy kind of unanswerable


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to a library: its sentences, their features, which of them are right, and where it came from."""

    data: str
    group: str
    answerable: bool
    features: Values
    right: NDArray[np.bool_]
    question: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Ranking weights, answer weights and bias; see assistant.answering.scoring."""

    order: Values
    answer: Values
    bias: float


def main_rows(data: Path, encoder: Encoder, console: Console, most: int | None = None) -> list[Asked]:
    """The questions of the three sets, `most` of each, asked of their own set's articles, and some of a stranger's."""
    rows: list[Asked] = []
    squad_set, clapnq_set = read_squad2(data), read_clapnq(data)
    squad, clapnq = (_questions(drawn(one.questions, most, lambda asked: asked.id)) for one in (squad_set, clapnq_set))
    with tempfile.TemporaryDirectory() as folder:
        squad_library, clapnq_library = (kept_library(one.name, one.texts, encoder) for one in (squad_set, clapnq_set))
        own_library, own = _own(Path(folder, "own"), encoder)
        draw = random.Random(SEED)
        asks = [
            ("squad2", squad_library, squad),
            ("clapnq", clapnq_library, clapnq),
            ("own", own_library, own),
            ("strangers", squad_library, _strangers(draw, clapnq)),
            ("strangers", clapnq_library, _strangers(draw, squad)),
            ("strangers", own_library, _strangers(draw, squad)),
        ]
        for name, library, questions in asks:
            retriever = Retriever(library, encoder)
            for text, group, gold in track(questions, description=name, console=console):
                rows.append(_ask(name, text, group, gold, library, retriever))
    return rows


def _ask(  # noqa: PLR0917
    name: str, text: str, group: str, gold: GoldTest | None, library: Library, retriever: Retriever
) -> Asked:
    evidence = gather_evidence(text, library, retriever)
    features = np.asarray([one.features for one in evidence]).reshape(len(evidence), len(FEATURES))
    right = np.asarray([gold is not None and gold(one) for one in evidence], dtype=bool)
    sentences = tuple(one.text for one in evidence)
    return Asked(name, f"{name}/{group}", gold is not None, features, right, text, sentences)


def read(rows: Sequence[Asked], first: Values, reader: Reader, console: Console) -> list[Asked]:
    """The rows with the sentences that look best by the first weights alone, read: their READ_FEATURES."""
    found = []
    for row in track(rows, description="reading", console=console):
        places = first_places(row.features @ first)
        sentences = tuple(row.sentences[i] for i in places)
        said = reading(reader, [(row.question, sentence) for sentence in sentences])
        features = np.column_stack([row.features[places], said])
        found.append(replace(row, features=features, right=row.right[places], sentences=sentences))
    return found


Questions = list[tuple[str, str, GoldTest | None]]


def _questions(asked: Iterable[PickingQuestion]) -> Questions:
    return [(one.text, one.title, one.is_gold) for one in asked]


def _strangers(draw: random.Random, questions: Questions) -> Questions:
    """Some of another set's questions, which nothing answers here."""
    chosen = draw.sample(questions, min(STRANGERS, len(questions)))
    return [(text, group, None) for text, group, _ in chosen]


def _own(folder: Path, encoder: Encoder) -> tuple[Library, Questions]:
    library = Library(folder, create=True)
    ingest([SAMPLES], library, encoder)
    questions: Questions = []
    for question in load_question_set(FIT_SET):
        quotes = [(gold.source, _squeeze(gold.quote)) for gold in question.gold]
        questions.append((question.question, question.id, _quotes(quotes) if quotes else None))
    return library, questions


def _quotes(quotes: Sequence[tuple[str, str]]) -> GoldTest:
    def right(one: Evidence) -> bool:
        text = _squeeze(one.text)
        return any(one.hit.source.endswith(source) and (quote in text or text in quote) for source, quote in quotes)

    return right


def _squeeze(text: str) -> str:
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())


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


def best(fitted: Fitted, row: Asked) -> tuple[float, bool, bool]:
    """(probability that the question is answered, whether the best sentence is right, whether one of two is)."""
    if not len(row.right):
        return 0.0, False, False
    order = np.argsort(-(row.features @ fitted.order), kind="stable")
    probability = 1 / (1 + np.exp(-(row.features[order[0]] @ fitted.answer + fitted.bias)))
    return float(probability), bool(row.right[order[0]]), bool(row.right[order[:2]].any())


def out_of_fold(rows: Sequence[Asked]) -> list[tuple[float, bool, bool]]:
    """`best` of every row, by weights fitted without its group."""
    results: list[tuple[float, bool, bool]] = [(0.0, False, False)] * len(rows)
    groups = [row.group for row in rows]
    for train, test in GroupKFold(FOLDS).split(np.zeros(len(rows)), groups=groups):
        model = fit([rows[i] for i in train])
        for i in test:
            results[i] = best(model, rows[i])
    return results


def tables(
    rows: Sequence[Asked], results: Sequence[tuple[float, bool, bool]], chosen: Sequence[float]
) -> Iterable[Table]:
    """Sentence picking by set, then the trade-off curve by set: what each threshold answers and refuses."""
    names = list(dict.fromkeys(row.data for row in rows))
    picking = Table(
        "set", "questions", "answerable", "right first", "right in two", "AUROC", title="Sentence picking, out of fold"
    )
    for name in names:
        mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
        good = [result for row, result in mine if row.answerable]
        labels = [row.answerable for row, _ in mine]
        auroc = f"{roc_auc_score(labels, [r[0] for _, r in mine]):.3f}" if len(set(labels)) == 2 else "-"
        share = [f"{np.mean([r[i] for r in good]):.3f}" if good else "-" for i in (1, 2)]
        picking.add_row(name, str(len(mine)), str(len(good)), *share, auroc)
    yield picking
    curve = Table("threshold", title="Trade-off: answerable answered / of those right / unanswerable refused")
    for name in names:
        curve.add_column(name)
    for threshold in sorted({*np.arange(0.05, 0.95, 0.05).round(2), *chosen}):
        cells = []
        for name in names:
            mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
            answered = [result for row, result in mine if row.answerable and result[0] >= threshold]
            answerable = sum(row.answerable for row, _ in mine)
            refused = [result[0] < threshold for row, result in mine if not row.answerable]
            first = (
                f"{len(answered) / answerable:.2f} / {np.mean([r[1] for r in answered]) if answered else 0:.2f}"
                if answerable
                else "-"
            )
            cells.append(f"{first} / {np.mean(refused) if refused else 0:.2f}")
        curve.add_row(f"{threshold:.3f}{' *' if threshold in chosen else ''}", *cells)
    yield curve


def choose(rows: Sequence[Asked], results: Sequence[tuple[float, bool, bool]], coverage: float) -> RefusalLevel:
    """The strictest level, in steps of 0.05, that answers at least such a share of the answerable questions."""
    levels = [measured(rows, results, float(below)) for below in np.arange(0.05, 1, 0.05)]
    return max((level for level in levels if level.coverage >= coverage), key=lambda level: level.below)


def measured(rows: Sequence[Asked], results: Sequence[tuple[float, bool, bool]], below: float) -> RefusalLevel:
    """A level of refusal with its coverage and precision: means over the three sets."""
    coverage, precision = [], []
    for name in SETS:
        mine = [(row, result) for row, result in zip(rows, results, strict=True) if row.data == name]
        coverage.append(np.mean([result[0] >= below for row, result in mine if row.answerable]))
        precision.append(
            np.mean([row.answerable and result[1] for row, result in mine if result[0] >= below] or [False])
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
    gathered = main_rows(data, CachedEncoder(SentenceTransformerEncoder()), console, questions)
    first = fit_order([row for row in gathered if len(row.right)], FIRST)
    rows = read(gathered, first, Reader.load(), console)
    results = out_of_fold(rows)
    levels = {level: choose(rows, results, coverage) for level, coverage in COVERAGE.items()}
    for table in tables(rows, results, [level.below for level in levels.values()]):
        console.print(table)
    fitted = fit(rows)
    stored = {
        "first": _named(first, FEATURES),
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
