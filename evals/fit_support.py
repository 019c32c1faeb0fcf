"""Fits the model of the support check, and prints how well it tells, out of fold.

    python -m evals.fit_support --data DIR

`DIR` is the folder of the training data: `support/` has claims with evidence, `answers/` sentences that are altered
here. None of it is in a benchmark. A claim, and everything made from one sentence, stays within one fold.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.support.check import SUPPORTED, WEIGHTS, examine
from assistant.support.facts import Dateline
from assistant.support.features import FEATURES
from assistant.support.wording import read_tokens
from evals.altered import alter
from evals.score_measures import auroc, expected_calibration_error
from ingest.segmentation import split_sentences

# What is judged by people, how many of each at most (the last are only drawn by search), and what is made.
CLAIMS = {"fever_dev_train": 5_000, "fever_symmetric_train": 1_410, "fm2_train": 2_549, "rte_train": 2_490,
          "rte_dev": 277, "wice_partial_train": 374, "fm2_train_weak_nei": 1_500}  # fmt: skip
SENTENCES = ("qamr_train", "qadiscourse_train", "squad_reqa_train")
MADE = 3_000
FOLDS = 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what it cites; `true`: the one follows from the other."""

    data: str
    group: str
    sentence: str
    quotes: tuple[str, ...]
    true: bool
    title: str = ""


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def main(data: Path) -> None:
    """Makes the pairs, fits and measures out of fold, and writes the weights."""
    console = Console()
    pairs = [*_claims(data / "support"), *_made(data / "answers")]
    examined = [
        examine(pair.sentence, pair.quotes, [Dateline(pair.title)] * len(pair.quotes))
        for pair in track(pairs, "examining", console=console)
    ]
    rows = np.asarray([row for row, _ in examined])
    refused = np.asarray([bool(problems) for _, problems in examined])
    true = np.asarray([pair.true for pair in pairs])
    found = out_of_fold(rows, true, [pair.group for pair in pairs])
    found = np.where(refused, found * SUPPORTED * 0.99, found)
    console.print(_table(pairs, found, refused, true))
    model = _fit(rows, true)
    stored = {
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, model.coef_[0], strict=True)},
        "bias": round(float(model.intercept_[0]), 4),
    }
    Path(str(files("assistant.support").joinpath(WEIGHTS))).write_text(
        json.dumps(stored, indent=2) + "\n", encoding="utf-8"
    )


def out_of_fold(rows: NDArray[np.float64], true: NDArray[np.bool_], groups: list[str]) -> NDArray[np.float64]:
    """Each row's probability by weights fitted without its group."""
    found = np.zeros(len(rows))
    for fit, test in GroupKFold(FOLDS).split(rows, true, groups):
        found[test] = _fit(rows[fit], true[fit]).predict_proba(rows[test])[:, 1]
    return found


def _fit(rows: NDArray[np.float64], true: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=5000).fit(rows, true)


def _claims(folder: Path) -> Iterator[Pair]:
    draw = random.Random(SEED)
    for name, most in CLAIMS.items():
        rows = _read(folder / f"{name}.jsonl.gz")
        for row in draw.sample(rows, min(most, len(rows))):
            evidence = row["evidence"]
            quotes = tuple(evidence[span.start : span.end] for span in split_sentences(evidence)) or (evidence,)
            yield Pair(
                name, row["claim"].lower(), row["claim"], quotes, row["label"] == "SUPPORTS", row.get("title", "")
            )


def _made(folder: Path) -> Iterator[Pair]:
    """Sentences that are true, less a part or after a question, and the same with one fact altered."""
    draw = random.Random(SEED)
    rows = [row for name in SENTENCES for row in _read(folder / f"{name}.jsonl.gz") if row["label"] == 1]
    draw.shuffle(rows)
    names = sorted({token.text for row in rows[:MADE] for token in read_tokens(row["sentence"]) if token.name})
    for row in rows[:MADE]:
        sentence, quotes = row["sentence"], (row["sentence"],)
        shortened = _shortened(sentence) or sentence
        altered = alter(shortened, draw.sample(names, 5), draw)
        if shortened != sentence:
            yield Pair("shortened", sentence, shortened, quotes, true=True)
        if altered:
            yield Pair(f"altered {altered[1]}", sentence, altered[0], quotes, true=False)
        if answer := row.get("answer"):
            yield Pair("answered", sentence, f"{row['question'].rstrip('?')}? {answer}.", quotes, true=True)
            if other := alter(str(answer), draw.sample(names, 5), draw):
                yield Pair(
                    "answered falsely", sentence, f"{row['question'].rstrip('?')}? {other[0]}.", quotes, true=False
                )


def _shortened(sentence: str) -> str | None:
    """The sentence less what stands between two commas, or after its last one, as a writer shortens it."""
    parts = sentence.rstrip(".").split(", ")
    if len(parts) >= 3:
        return ", ".join([parts[0], *parts[2:]]) + "."
    return parts[0] + "." if len(parts) == 2 and len(parts[0].split()) > 6 else None


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _table(pairs: list[Pair], found: NDArray[np.float64], refused: NDArray[np.bool_], true: NDArray[np.bool_]) -> Table:
    shares = ("true refused by rules", "false refused by rules", "true accepted", "false accepted")
    table = Table("data", "pairs", "true", "AUROC", "calibration error", *shares)
    names = np.asarray([pair.data for pair in pairs])
    for name in (*dict.fromkeys(names), "all"):
        own = np.flatnonzero((names == name) | (name == "all"))
        yes, no = own[true[own]], own[~true[own]]
        both = len(yes) and len(no)
        error = expected_calibration_error(found[own], true[own])
        table.add_row(
            str(name), f"{len(own):,}", f"{true[own].mean():.2f}",
            f"{auroc(found[own], true[own]):.3f}" if both else "", f"{error:.3f}",
            *(_share(refused, of) for of in (yes, no)), *(_share(found >= SUPPORTED, of) for of in (yes, no)),
        )  # fmt: skip
    return table


def _share(values: NDArray[np.bool_], of: NDArray[np.intp]) -> str:
    return f"{values[of].mean():.3f}" if len(of) else ""


if __name__ == "__main__":
    main()
