"""Scores a reader, or a checkpoint of one while it trains, on samples of sets it was not trained on.

    python -m evals.training.measure --data DIR [--reader FOLDER [--card]] [--questions N]

`DIR` holds squad2/, rgb_en_fact/, wice/, scifact/ and climate_fever/. Without --reader, the last checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import click
import numpy as np
from numpy.typing import NDArray

from assistant.answering.reader import Reader
from assistant.errors import DataError
from evals.benchmarks.altered_facts import read_twins
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import drawn
from evals.readme_tables import table, write_table
from evals.score_measures import auroc
from evals.training.__main__ import CHECKPOINTS
from evals.training.export import MODEL_CARD
from evals.training.learning import MODEL
from evals.training.model import open_model, open_tokenizer, score
from evals.training.pairs import ANSWERS, SUPPORTS, Pair
from evals.training.wording import COMMON, WORD
from ingest.segmentation import split_sentences

# Of a long text, the sentences a claim is checked against: those that share most words with it.
NEAREST = 3
GENUINE_ACCEPTED = 0.9
THIRTY, TIMED = 30, 20
SETS = (("wice", "supported"), ("scifact", "SUPPORT"), ("climate_fever", "SUPPORTS"))


class Reads(Protocol):
    """What is measured."""

    def answers(self, question: str, sentences: Sequence[str]) -> Any:
        """How well each sentence answers, in any scale."""

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> Any:
        """How well each evidence supports its claim, in any scale."""


class Checkpoint:
    """A model as it is while it trains; its scores are logits."""

    def __init__(self, folder: Path) -> None:
        self._model, self._tokenizer = open_model(folder), open_tokenizer(folder)

    def answers(self, question: str, sentences: Sequence[str]) -> list[float]:
        """See Reads."""
        return self._scores([(question, sentence) for sentence in sentences], ANSWERS)

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> list[float]:
        """See Reads."""
        return self._scores(list(zip(claims, evidences, strict=True)), SUPPORTS)

    def _scores(self, pairs: Sequence[tuple[str, str]], output: int) -> list[float]:
        return score(self._model, self._tokenizer, [Pair(*pair, 0, output, "", "") for pair in pairs])


def squad2(reader: Reads, data: Path, questions: int) -> dict[str, float]:
    """The answering sentence among those of its own paragraph, and answerable against unanswerable questions."""
    firsts, twos, bests, answerable = [], [], [], []
    for row in drawn(read_rows(data / "squad2" / "dev.jsonl.gz"), questions, lambda row: str(row["id"])):
        spans = split_sentences(row["context"])
        scores = np.asarray(reader.answers(row["question"], _cut(row["context"])))
        order = np.argsort(-scores, kind="stable")
        bests.append(float(scores[order[0]]))
        answerable.append(not row["is_impossible"])
        if not row["is_impossible"]:
            right = [any(one.start <= start < one.end for start in row["answer_starts"]) for one in spans]
            firsts.append(right[order[0]])
            twos.append(any(right[i] for i in order[:2]))
    return {
        "sentence@1": float(np.mean(firsts)),
        "sentence@2": float(np.mean(twos)),
        "auroc": auroc(bests, answerable),
    }


def altered_facts(reader: Reads, data: Path) -> dict[str, float]:
    """Genuine sentences against their altered twins, by how they were written."""
    twins = read_twins(data)
    found = {}
    for condition in dict.fromkeys(pair.condition for pair in twins):
        mine = [pair for pair in twins if pair.condition == condition]
        genuine, altered = (
            _scores(reader, claims, [pair.passage for pair in mine])
            for claims in ([pair.genuine for pair in mine], [pair.altered for pair in mine])
        )
        name = condition.removeprefix(", ") or "as it stands"
        found[f"{name}: auroc"] = auroc(np.concatenate([genuine, altered]), [1] * len(mine) + [0] * len(mine))
        threshold = np.quantile(genuine, 1 - GENUINE_ACCEPTED)
        found[f"{name}: altered accepted"] = float(np.mean(altered >= threshold))
    return found


def claims(reader: Reads, folder: Path, supports: str, count: int) -> dict[str, float]:
    """Claims that a text supports against those it does not."""
    rows = read_rows(folder / "attribution.jsonl.gz")
    mine = drawn(rows, count, lambda row: f"{row['claim']} {row['evidence']}")
    scores = _scores(reader, [row["claim"] for row in mine], [row["evidence"] for row in mine])
    return {"auroc": auroc(scores, [row["label"] == supports for row in mine])}


def speed(reader: Reads, data: Path) -> dict[str, float]:
    """How long it takes to say which of thirty sentences of squad2 answer, in milliseconds."""
    rows = drawn(read_rows(data / "squad2" / "dev.jsonl.gz"), TIMED * 10, lambda row: str(row["id"]))
    sentences = [sentence for row in rows for sentence in _cut(row["context"])]
    took = []
    for turn in range(TIMED):
        asked = sentences[turn * THIRTY : (turn + 1) * THIRTY]
        began = time.perf_counter()
        reader.answers(rows[turn]["question"], asked)
        took.append((time.perf_counter() - began) * 1000)
    median, slow = np.quantile(took, (0.5, 0.95))
    return {f"{THIRTY} sentences, ms, median": float(median), f"{THIRTY} sentences, ms, p95": float(slow)}


def _scores(reader: Reads, claims: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
    evidences = [_nearest(claim, text) for claim, text in zip(claims, texts, strict=True)]
    return np.asarray(reader.supports(claims, evidences))


def _nearest(claim: str, text: str) -> str:
    """The NEAREST sentences of the text, in its order."""
    sentences, wanted = _cut(text), _words(claim)
    order = sorted(range(len(sentences)), key=lambda i: -len(wanted & _words(sentences[i])))
    return " ".join(sentences[i] for i in sorted(order[:NEAREST]))


def _cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)} - COMMON


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="the evaluation sets")
@click.option("--reader", type=click.Path(path_type=Path, exists=True), help="an exported reader")
@click.option("--folder", type=click.Path(path_type=Path), default=CHECKPOINTS, show_default=True)
@click.option("--questions", type=int, default=400, show_default=True, help="of squad2, and of each set of claims")
@click.option("--card", is_flag=True, help="write the figures into the README.md beside the reader")
@click.option("--only", multiple=True, help="one set of the five; may be given again")
def main(*, data: Path, reader: Path | None, folder: Path, questions: int, card: bool, only: tuple[str, ...]) -> None:
    """Prints the figures of a reader or of the last checkpoint."""
    if not reader and not (folder / MODEL).exists():
        raise DataError(f"{folder} holds no checkpoint to measure; train with: python -m evals.training --data DIR")
    reads: Reads = Reader.load(reader) if reader else Checkpoint(folder / MODEL)
    parts: dict[str, Callable[[], dict[str, float]]] = {
        "squad2": partial(squad2, reads, data, questions),
        "rgb_en_fact": partial(altered_facts, reads, data),
    }
    parts["speed"] = partial(speed, reads, data)
    for name, label in SETS:
        parts[name] = partial(claims, reads, data / name, label, questions)
    if unknown := set(only) - set(parts):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}: there are {', '.join(parts)}.", param_hint="--only")
    rows = []
    for name in only or parts:
        for what, value in parts[name]().items():
            rows.append([name, what, f"{value:.3f}" if value <= 1 else f"{value:.0f}"])
            click.echo(f"{name:15} {what:40} {rows[-1][2]}")
    if card and reader:
        write_table(reader / MODEL_CARD, "reader", table(["set", "measure", "value"], rows))


if __name__ == "__main__":
    main()
