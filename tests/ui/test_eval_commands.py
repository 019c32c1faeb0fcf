"""`article-assistant eval`, as a person types it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.ui.test_cli import run, told
from ui.cli import main

LINES: list[dict[str, object]] = [
    {
        "id": "a",
        "question": "How many people were injured in Kharkiv?",
        "kind": "single",
        "gold": [{"source": "trump-coming-to-a-head.txt", "quote": "left 98 people injured"}],
        "answer_points": [["98"]],
    },
    {"id": "b", "question": "Who won the 2022 World Cup?", "kind": "unanswerable", "gold": [], "answer_points": []},
]


@pytest.fixture(autouse=True)
def runs_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_RUNS", str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    return write(tmp_path / "mine.jsonl", LINES)


def write(path: Path, lines: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def test_a_run_is_printed_stored_compared_and_reported(
    question_set: Path, sample_library: Path, runs_folder: Path, tmp_path: Path
) -> None:
    shown = run("eval", question_set, "--library", sample_library).stdout
    for words in ("hit@5", "citation precision", "abstention recall", "95 % interval", "from a new process"):
        assert words in shown
    (stored,) = told("eval", "runs")
    assert str(runs_folder / f"{stored}.json") in shown
    again = told("eval", question_set, "--library", sample_library)
    assert [row["id"] for row in again["rows"]] == ["a", "b"]
    assert again["summary"]["hit@5"]["mean"] == 1
    assert again["id"] in run("eval", "runs").stdout
    assert told("eval", "compare", stored, "latest")["same"]
    assert "no difference" in run("eval", "compare", stored, "latest").stdout.casefold()
    page = tmp_path / "report.html"
    assert str(page) in run("eval", "report", stored, "latest", "--output", page).stdout
    assert str(runs_folder / f"{again['id']}.html") in run("eval", "report", "latest").stdout
    assert "How many people were injured in Kharkiv?" in page.read_text(encoding="utf-8")
    # A run of an earlier version hides none of the others.
    (runs_folder / f"{stored}.json").write_text("{}", encoding="utf-8")
    listed = CliRunner().invoke(main, ["eval", "runs"])
    assert listed.exit_code == 1
    assert again["id"] in listed.stdout
    assert stored in listed.stderr


def test_check_finds_the_wrong_line_and_the_wrong_quote(tmp_path: Path, sample_library: Path) -> None:
    good = write(tmp_path / "good.jsonl", LINES)
    assert told("eval", "--check", good, "--library", sample_library) == {"questions": 2, "articles": 12}
    assert "each quote found in the 12 articles" in run("eval", "--check", good, "--library", sample_library).stdout
    quote = {"source": "trump-coming-to-a-head.txt", "quote": "left 99 people injured"}
    for wrong, message in (
        ({**LINES[0], "gold": [quote]}, "which is not in"),
        ({**LINES[0], "answers": []}, "unknown field 'answers'"),
        ({**LINES[1], "id": "a"}, "was used at"),
    ):
        first = LINES[0] if "used" in message else LINES[1]
        bad = write(tmp_path / "bad.jsonl", [first, wrong])
        error = run("eval", "--check", bad, "--library", sample_library, code=2).stderr
        assert message in error
        assert f"{bad}:2" in error


def test_the_help_names_every_benchmark() -> None:
    from evals.benchmarks.registry import BENCHMARKS

    shown = " ".join(run("eval", "benchmark", "--help").stdout.split())
    assert all(name in shown for name in BENCHMARKS)


def test_what_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    assert "none is stored there yet" in run("eval", "compare", "a", "b", code=2).stderr
    assert "No run is stored" in run("eval", "runs").stdout
    assert "there is no benchmark 'trec'" in run("eval", "benchmark", "trec", "--data", tmp_path, code=2).stderr
    assert "squad2" in run("eval", "benchmark", "trec", "--data", tmp_path, code=2).stderr
    assert "cannot be read" in run("eval", "benchmark", "squad2", "--data", tmp_path, code=2).stderr
    assert "has no floor" in run("eval", "gate", "--update", "--lower", "speed", code=2).stderr
    assert "goes with --update" in run("eval", "gate", "--lower", "hit@5", code=2).stderr


@pytest.mark.slow
def test_the_gate_is_pinned_holds_and_names_what_falls_below(
    question_set: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On two questions; that the project's own set holds, continuous integration sees: it runs the command."""
    from evals import gate
    from ui.commands import evaluate as eval_commands

    monkeypatch.setattr(eval_commands, "SAMPLE_SET", question_set)
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    assert told("eval", "gate", "--update")["floors"]["hit@5"] == 0
    floors = gate.load_floors()
    gate.save_floors(replace(floors, floors={**floors.floors, "hit@5": 1.01}))
    result = run("eval", "gate", code=1)
    assert "citation recall" in result.stdout
    assert "hit@5 is 1.000, its floor 1.010" in result.stderr
