"""The training run: it learns, and an interrupted one ends where an uninterrupted one does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner
from tokenizers import Tokenizer

from assistant.answering.reader import Reader
from assistant.errors import DataError
from evals.training import learning, measure
from evals.training.__main__ import PEAK, main
from evals.training.learning import MODEL, PLATEAU, STATE, fall_begins, learn, rate
from evals.training.model import BATCH, LONGEST, batches, encode, loss_of, open_model, open_tokenizer, score, trainable
from evals.training.pairs import ANSWERS, SUPPORTS, Pair
from tests.tiny_models import tiny_bert

WINDOW = 4
STEPS = 10


def made(count: int) -> list[Pair]:
    """Pairs whose label shows in their letters: a small model learns them in a few steps."""
    draw = random.Random(2)
    pairs = []
    for n in range(count):
        label, output = n % 2, (ANSWERS, SUPPORTS)[n % 3 == 0]
        letters = "abc" if label else "xyz"
        text = " ".join("".join(draw.choices(letters, k=3)) for _ in range(draw.randint(2, 9)))
        pairs.append(Pair("who was it?", text, label, output, "made", str(n)))
    return pairs


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Training starts from a tiny model instead of the bundled one, in small windows."""
    bert = tiny_bert(tmp_path / "bert", "BertModel")
    for module in ("model", "learning"):
        monkeypatch.setattr(f"evals.training.{module}.bundled_model", lambda: bert)
        monkeypatch.setattr(f"evals.training.{module}.WINDOW", WINDOW)
    monkeypatch.setattr(learning, "RISE_STEPS", 2)
    monkeypatch.setattr("evals.training.model.LONGEST", (48, 64))


def run(folder: Path, count: int, *, resume: bool = False) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    learn(made(BATCH * STEPS * 6)[:count], folder, threads=1, resume=resume, peak=3e-3)
    state: dict[str, Any] = torch.load(folder / STATE, weights_only=True)
    return state


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(torch.equal(one["model"][name], other["model"][name]) for name in one["model"])


def test_it_learns_both_outputs_and_leaves_word_vectors_alone(tmp_path: Path) -> None:
    run(tmp_path / "run", BATCH * STEPS * 6)
    model, tokenizer = open_model(tmp_path / "run" / MODEL), open_tokenizer(tmp_path / "run" / MODEL)
    fresh = made(4000)[-200:]
    scores = score(model, tokenizer, fresh)
    right = [(value > 0) == bool(pair.label) for value, pair in zip(scores, fresh, strict=True)]
    for output in (ANSWERS, SUPPORTS):
        mine = [one for one, pair in zip(right, fresh, strict=True) if pair.output == output]
        assert sum(mine) / len(mine) > 0.9
    words = model.base_model.embeddings.word_embeddings.weight
    assert torch.equal(words, open_model().base_model.embeddings.word_embeddings.weight)
    assert all(parameter is not words for parameter in trainable(model))


def test_an_interrupted_run_ends_as_an_uninterrupted_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(tmp_path / "whole", BATCH * STEPS)
    monkeypatch.setattr(learning, "MINUTES_BETWEEN", 0)
    real, seen = loss_of, []

    def dies(model: Any, batch: Any) -> torch.Tensor:
        seen.append(batch)
        if len(seen) == 6:  # in the middle of the second window
            raise KeyboardInterrupt
        return real(model, batch)

    monkeypatch.setattr(learning, "loss_of", dies)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "broken", BATCH * STEPS)
    monkeypatch.setattr(learning, "loss_of", real)
    assert torch.load(tmp_path / "broken" / STATE, weights_only=True)["done"] == 5
    assert same(run(tmp_path / "broken", BATCH * STEPS, resume=True), whole)


def test_a_finished_run_can_be_made_longer(tmp_path: Path) -> None:
    long = run(tmp_path / "long", BATCH * STEPS * 2)
    run(tmp_path / "short", BATCH * STEPS)
    assert (tmp_path / "short" / PLATEAU).exists()
    assert same(run(tmp_path / "short", BATCH * STEPS * 2, resume=True), long)
    with pytest.raises(DataError, match="--pairs at least"):
        run(tmp_path / "short", BATCH * 3, resume=True)


def test_a_run_begins_with_the_mean_of_models(tmp_path: Path) -> None:
    one, other = (run(tmp_path / name, BATCH * count) for name, count in (("one", 2), ("other", 4)))
    starts = [tmp_path / name / MODEL for name in ("one", "other")]
    tmp_path.joinpath("on").mkdir()
    learn(made(BATCH), tmp_path / "on", threads=1, resume=False, peak=1e-9, start=starts)
    state = torch.load(tmp_path / "on" / STATE, weights_only=True)
    for name, weights in state["model"].items():
        torch.testing.assert_close(weights, (one["model"][name] + other["model"][name]) / 2)


def test_the_rate_rises_stays_and_falls() -> None:
    rates = [rate(step, 100, PEAK) for step in range(100)]
    begins = fall_begins(100)
    assert rates[0] == PEAK / 2
    assert set(rates[1:begins]) == {PEAK}
    assert all(later < earlier for earlier, later in zip(rates[begins:], rates[begins + 1 :], strict=False))
    assert 0 < rates[-1] < PEAK / 20


def test_a_batch_holds_pairs_of_like_length_and_misses_none(tmp_path: Path) -> None:
    pairs = made(BATCH * WINDOW + 7)
    tokenizer = open_tokenizer()
    found = list(batches(pairs, tokenizer, random.Random(1)))
    assert sum(len(batch.labels) for batch in found) == len(pairs)
    assert sum(float(batch.labels.sum()) for batch in found) == sum(pair.label for pair in pairs)
    padded = sum(batch.attention_mask.numel() for batch in found)
    longest = max(batch.attention_mask.shape[1] for batch in found)
    assert padded < 0.9 * longest * len(pairs)


def test_what_an_output_reads_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.training.model.LONGEST", LONGEST)
    tokenizer: Tokenizer = open_tokenizer()
    pair = Pair("a b c", "d " * 900, 1, ANSWERS, "", "")
    assert len(encode(pair, tokenizer).ids) == 128
    assert len(encode(pair._replace(output=SUPPORTS), tokenizer).ids) == 256


def test_there_is_nothing_to_go_on_from(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["--data", str(tmp_path), "--folder", str(tmp_path / "none"), "--resume"])
    assert isinstance(told.exception, DataError)
    assert "leave out --resume" in str(told.exception)


def test_going_on_and_the_news_are_no_pair(tmp_path: Path) -> None:
    (tmp_path / STATE).touch()
    told = CliRunner().invoke(main, ["--data", str(tmp_path), "--folder", str(tmp_path), "--resume", "--news"])
    assert told.exit_code == 2
    assert "leave out --news" in told.output


class Knows:
    """A reader that finds what it was told to look for."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def answers(self, question: str, sentences: Sequence[str]) -> list[float]:
        return [float(self._answer in sentence) - float("never" in question) for sentence in sentences]

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> list[float]:
        return [float(claim in evidence) for claim, evidence in zip(claims, evidences, strict=True)]


def test_measuring_counts_what_is_right(tmp_path: Path) -> None:
    import gzip
    import json

    text = "Boats left early. The ferry cost 3 pounds. Rain fell all day."
    row = {"title": "Ferry", "context": text, "answers": ["3 pounds"], "answer_starts": [text.index("3 pounds")]}
    rows = [
        {**row, "id": "1", "question": "What did the ferry cost?", "is_impossible": False},
        {**row, "id": "2", "question": "What did the ferry never cost?", "is_impossible": True},
    ]
    (tmp_path / "squad2").mkdir()
    with gzip.open(tmp_path / "squad2" / "dev.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(one) + "\n" for one in rows)
    assert measure.squad2(Knows("ferry"), tmp_path, 10) == {"sentence@1": 1, "sentence@2": 1, "auroc": 1}
    assert measure.squad2(Knows("Rain"), tmp_path, 10) == {"sentence@1": 0, "sentence@2": 0, "auroc": 1}
    assert measure.squad2(Knows("nothing"), tmp_path, 10) == {"sentence@1": 0, "sentence@2": 1, "auroc": 1}
    with gzip.open(tmp_path / "attribution.jsonl.gz", "wt") as file:
        for claim, label in (("The ferry cost 3 pounds.", "yes"), ("The ferry cost 4 pounds.", "no")):
            file.write(json.dumps({"claim": claim, "evidence": text, "label": label}) + "\n")
    assert measure.claims(Knows(""), tmp_path, "yes", 10) == {"auroc": 1}


def test_a_set_that_is_not_measured_is_refused_by_name(tmp_path: Path) -> None:
    run(tmp_path / "run", BATCH)
    arguments = ["--data", str(tmp_path), "--folder", str(tmp_path / "run"), "--only", "squad3"]
    told = CliRunner().invoke(measure.main, arguments)
    assert told.exit_code == 2
    assert "squad3: there are squad2, rgb_en_fact" in told.output


def test_figures_go_into_the_card_beside_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = files("evals.training") / "card.md"
    (tmp_path / "README.md").write_text(card.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(Reader, "load", lambda _: Knows(""))
    monkeypatch.setattr(measure, "squad2", lambda *_: {"sentence@1": 0.91, "auroc": 1.0})
    arguments = ["--data", str(tmp_path), "--reader", str(tmp_path), "--card", "--only", "squad2"]
    assert CliRunner().invoke(measure.main, arguments, catch_exceptions=False).exit_code == 0
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| squad2 | sentence@1 | 0.910 |" in written
    assert "| squad2 | auroc | 1.000 |" in written
    assert written.count("## Limits") == 1
