"""Runs of the sample set on the sample library, with the real model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.types import Explanation, Hit
from evals.asking import _found, _ranking, evaluate, summarise
from evals.gold import Gold, Place
from evals.question_set import Question, Quote, load_question_set
from evals.run import EvalRun, Row, Summary

SAMPLE_SET = Path(__file__).parents[2] / "evals" / "sets" / "sample.jsonl"
# Of the set's questions; it is run whole by the README's commands and by the gate.
EVERY = 3
NOTE = "Asked on the desk."


@pytest.fixture(scope="module")
def assistant(sample_library: Path) -> Iterator[Assistant]:
    opened = Assistant.open(sample_library)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sets") / "sample.jsonl"
    lines = SAMPLE_SET.read_text(encoding="utf-8").splitlines()[::EVERY]
    first = json.loads(lines[0]) | {"note": NOTE}
    path.write_text("\n".join([json.dumps(first), *lines[1:]]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def questions(sample: Path) -> list[Question]:
    return load_question_set(sample)


@pytest.fixture(scope="module")
def run(assistant: Assistant, sample: Path) -> EvalRun:
    return evaluate(sample, assistant)


def figures(run: EvalRun) -> tuple[Summary, dict[str, Summary], tuple[tuple[float, float], ...], list[object]]:
    """What must be the same whenever the same questions are asked of the same articles."""
    return run.summary, run.kinds, run.risk_coverage, [(row.measures, row.text, row.found) for row in run.rows]


def test_every_question_has_a_row_in_order(run: EvalRun, questions: list[Question], assistant: Assistant) -> None:
    assert [one.id for one in run.rows] == [question.id for question in questions]
    assert run.id.endswith("-sample")
    assert [one.note for one in run.rows] == [NOTE, *[""] * (len(questions) - 1)]
    earlier = {
        key: value for key, value in asdict(run.rows[0]).items() if key != "note"
    }  # stored before there were notes
    assert replace(run.rows[0], note="") == Row.from_dict(earlier)
    assert run.articles == 12
    writer = {"embedding_model": "all-MiniLM-L6-v2", "writer": "quoting", "llm": None, "judge": None}
    assert run.settings == {
        **writer,
        "refusal": "balanced",
        "refuse_below": assistant.refuses_below,
        "passages_read": 10,
    }
    assert run.made_with["packages"]["chromadb"]


class Inventive:
    """A language model that makes things up."""

    name, context = "inventive", 8192

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        return "".join(self.stream(prompt, max_tokens=max_tokens))

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        yield "The Moon is cheese. [S1.1]"


def test_a_run_with_a_language_model_names_it_and_says_what_was_left_out(assistant: Assistant, tmp_path: Path) -> None:
    some = tmp_path / "some.jsonl"
    some.write_text("\n".join(SAMPLE_SET.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    writing = Assistant(assistant.library, SentenceTransformerEncoder(), open_llm=Inventive)
    run = evaluate(some, writing)
    assert (run.settings["writer"], run.settings["llm"]) == ("llm", "inventive")
    assert run.summary["draft_unsupported"].mean == 1
    assert run.summary["written_by_llm"].mean == 0
    assert run.summary["supported"].mean == 1
    assert EvalRun.from_dict(json.loads(json.dumps(run.to_dict()))).settings == run.settings


def test_a_run_repeated_is_the_same_to_the_last_digit(assistant: Assistant, tmp_path: Path) -> None:
    some = tmp_path / "some.jsonl"
    lines = SAMPLE_SET.read_text(encoding="utf-8").splitlines()
    some.write_text("\n".join(lines[::16]), encoding="utf-8")
    first, again = (evaluate(some, assistant) for _ in range(2))
    assert figures(again) == figures(first)
    assert again.questions_fingerprint == first.questions_fingerprint
    assert again.library_fingerprint == first.library_fingerprint


def test_each_measure_is_over_the_questions_it_concerns(run: EvalRun, questions: list[Question]) -> None:
    answerable = sum(question.answerable for question in questions)
    of_answerable = ("hit@1", "hit@5", "mrr@10", "ndcg@10", "recall@5", "all@5", "citation_recall", "answered")
    for name in (*of_answerable, "right_if_answered"):
        assert run.summary[name].n == answerable, name
    assert run.summary["abstention_recall"].n == len(questions) - answerable
    assert run.summary["abstention_precision"].n == sum(one.status == "abstained" for one in run.rows)
    assert run.summary["citation_precision"].n == sum(one.status == "answered" and one.answerable for one in run.rows)
    assert run.summary["aurc"].n == len(questions)
    for one in run.rows:
        if not one.answerable:
            assert {one.measures[name] for name in (*of_answerable, "citation_precision")} == {None}
            assert one.found == ()


def test_kinds_part_the_whole(run: EvalRun) -> None:
    assert sum(one["answered"].n for one in run.kinds.values() if "answered" in one) == run.summary["answered"].n
    weighted = sum((one["hit@5"].mean or 0) * one["hit@5"].n for one in run.kinds.values())
    assert weighted / run.summary["hit@5"].n == pytest.approx(run.summary["hit@5"].mean)


def test_the_articles_are_found(run: EvalRun) -> None:
    # Retrieval over twelve articles: far below what is measured, far above what a broken leg gives.
    hit = run.summary["hit@5"].mean
    assert hit is not None
    assert hit > 0.8
    assert 0 < run.latency["p50_ms"] <= run.latency["p95_ms"]
    assert run.summary["supported"].mean == 1


def test_the_curve_goes_from_the_surest_question_to_all(run: EvalRun) -> None:
    coverages = [coverage for coverage, _ in run.risk_coverage]
    assert coverages == sorted(coverages)
    assert coverages[-1] == 1
    errors = sum(1 - (one.measures["right_if_answered"] or 0) for one in run.rows)
    assert run.risk_coverage[-1][1] == pytest.approx(errors / len(run.rows))


def test_found_only_grows_and_agrees_with_the_measures(run: EvalRun) -> None:
    for one in run.rows:
        if one.answerable:
            assert list(one.found) == sorted(one.found)
            assert one.found[4] == one.measures["recall@5"]
            assert (one.found[4] == 1) == one.measures["all@5"]
            assert (one.found[0] > 0) == one.measures["hit@1"]


def test_the_run_goes_through_json_unchanged(run: EvalRun) -> None:
    assert EvalRun.from_dict(json.loads(json.dumps(run.to_dict()))) == run


def test_histories_and_dates_are_noted(assistant: Assistant, tmp_path: Path) -> None:
    line: dict[str, object] = {
        "id": "a",
        "question": "And who won?",
        "kind": "unanswerable",
        "gold": [],
        "answer_points": [],
    }
    line |= {"history": [{"question": "Was there a match?", "answer": "Yes."}], "as_of": "2025-03-22"}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    told: list[tuple[int, int]] = []
    run = evaluate(path, assistant, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]
    assert run.notes[0].startswith("1 questions have a history")
    assert run.notes[1].startswith("1 questions were asked as of")
    assert run.summary["hit@5"] == (None, None, None, 0)


def row(**values: object) -> Row:
    fields: dict[str, object] = {"id": "q", "question": "?", "kind": "single", "tags": (), "status": "answered"}
    fields |= {
        "text": "",
        "confidence": 0.5,
        "gold": (),
        "cited": (),
        "nearest": (),
        "hits": (),
        "answer_points": (),
        "found": (),
        "milliseconds": 1.0,
    }
    return Row(**(fields | values))  # type: ignore[arg-type]


def test_silence_is_an_answer_that_costs_recall_and_risk_is_what_would_have_been_said() -> None:
    right = row(confidence=0.9, measures={"citation_recall": 1.0, "citation_precision": 1.0, "right_if_answered": 1.0})
    silent = row(
        confidence=0.2, measures={"citation_recall": 0.0, "citation_precision": None, "right_if_answered": 1.0}
    )
    impossible = row(kind="unanswerable", confidence=0.1, measures={"right_if_answered": None})
    summary = summarise([right, silent, impossible])
    assert summary["citation_precision"][::3] == (1, 1)
    assert summary["citation_recall"][::3] == (0.5, 2)
    # Surest first: right, right, then the one that nothing answers. Risks 0, 0 and 1/3; their mean is the area.
    assert summary["aurc"].mean == pytest.approx(1 / 9)


def hit(rank: int, start: int, end: int) -> Hit:
    article = ("p", "a1", "v", "a.txt", "A", None, None, None, "a1", ())
    return Hit(rank, 1.0, *article, start, end, "", (), Explanation(None, None, None, None, 1.0))


def question(kind: str) -> Question:
    return Question("q", "?", kind, (Quote("a.txt", "x"),) * 2, ())


def test_alternatives_are_one_piece_of_evidence_and_parts_are_several() -> None:
    gold = [Gold("a1", (Place("a1", 0, 9),)), Gold("a1", (Place("a1", 20, 29),))]
    hits = [hit(1, 50, 60), hit(2, 20, 30), hit(3, 0, 10)]
    # Either of two quotes that say one fact is all of it; of two parts the second hit holds half.
    assert _ranking(question("single"), gold, hits) == ["hit-1", "gold", "gold"]
    assert _found(question("single"), gold, hits) == (0.0, *[1.0] * 9)
    assert _ranking(question("multi"), gold, hits) == ["hit-1", "gold-1", "gold-0"]
    assert _found(question("multi"), gold, hits) == (0.0, 0.5, *[1.0] * 8)
    assert _found(question("single"), [], hits) == ()


def test_what_would_be_said_is_what_is_said_wherever_it_answers(run: EvalRun, assistant: Assistant) -> None:
    answered = [row for row in run.rows if row.status == "answered" and row.kind == "single"]
    for row in answered[::2]:
        assert assistant.ask(row.question, refusal=0.0).text == row.text
    silent = next(row for row in run.rows if row.status == "abstained" and row.answerable)
    unsure = assistant.ask(silent.question, refusal=0.0)
    assert unsure.status == "answered"
    assert unsure.confidence == silent.confidence < assistant.refuses_below
    assert assistant.ask(answered[0].question, refusal=1.0).status == "abstained"
