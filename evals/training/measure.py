"""Scores a reader, or a checkpoint of one while it trains, on questions of articles that it was not trained on.

    python -m evals.training.measure --data DIR [--reader FOLDER [--card]] [--questions N]

`DIR` holds squad2/. Without --reader, the last checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import click
import numpy as np

from assistant.answering.reader import Reader
from assistant.errors import DataError
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import drawn
from evals.readme_tables import table, write_table
from evals.score_measures import auroc
from evals.training.__main__ import CHECKPOINTS
from evals.training.export import MODEL_CARD
from evals.training.learning import MODEL
from evals.training.model import open_model, open_tokenizer, score
from evals.training.pairs import Pair
from ingest.segmentation import split_sentences

THIRTY, TIMED = 30, 20


class Reads(Protocol):
    """What is measured."""

    def answers(self, question: str, sentences: Sequence[str]) -> Any:
        """How well each sentence answers, in any scale."""


class Checkpoint:
    """A model as it is while it trains; its scores are logits."""

    def __init__(self, folder: Path) -> None:
        self._model, self._tokenizer = open_model(folder), open_tokenizer(folder)

    def answers(self, question: str, sentences: Sequence[str]) -> list[float]:
        """See Reads."""
        return score(self._model, self._tokenizer, [Pair(question, sentence, 0, "", "") for sentence in sentences])


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


def _cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="the evaluation sets")
@click.option("--reader", type=click.Path(path_type=Path, exists=True), help="an exported reader")
@click.option("--folder", type=click.Path(path_type=Path), default=CHECKPOINTS, show_default=True)
@click.option("--questions", type=int, default=400, show_default=True, help="of squad2")
@click.option("--card", is_flag=True, help="write the figures into the README.md beside the reader")
def main(*, data: Path, reader: Path | None, folder: Path, questions: int, card: bool) -> None:
    """Prints the figures of a reader or of the last checkpoint."""
    if not reader and not (folder / MODEL).exists():
        raise DataError(f"{folder} holds no checkpoint to measure; train with: python -m evals.training --data DIR")
    reads: Reads = Reader.load(reader) if reader else Checkpoint(folder / MODEL)
    rows = []
    for name, figures in (("squad2", squad2(reads, data, questions)), ("speed", speed(reads, data))):
        for what, value in figures.items():
            rows.append([name, what, f"{value:.3f}" if value <= 1 else f"{value:.0f}"])
            click.echo(f"{name:15} {what:40} {rows[-1][2]}")
    if card and reader:
        write_table(reader / MODEL_CARD, "reader", table(["set", "measure", "value"], rows))


if __name__ == "__main__":
    main()
