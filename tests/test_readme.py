"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.question_set import load_question_set
from tests.conftest import ROOT
from ui.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_examples_run_as_printed(
    sample_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(sample_library))
    for example in blocks("python"):
        exec(compile(example, "README.md", "exec"), {})
    assert "98" in capsys.readouterr().out


def commands() -> list[list[str]]:
    """What is printed of the program, by words; without the page, which has tests of its own, in a browser."""
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("article-assistant ")]
    assert len(lines) >= 5
    return [words for line in lines if (words := shlex.split(line)[1:]) != ["page"]]


def run(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, (words, result.output)


def test_the_commands_run_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(ROOT)
    for words in commands():
        if words[0] != "eval":
            run(words)


@pytest.mark.slow
def test_the_evaluations_run_as_printed(own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(own_library))
    monkeypatch.setenv("ASSISTANT_RUNS", str(tmp_path))
    monkeypatch.chdir(ROOT)
    for words in commands():
        if words[0] == "eval":
            run(words)


def test_every_make_target_and_command_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?\bmake ([a-z-]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    named = set(re.findall(r"^\| `([a-z]+)", README, re.MULTILINE))
    assert named >= set(main.commands)


def test_every_setting_is_told() -> None:
    from assistant.settings import PREFIX, Settings

    told = set(re.findall(rf"^\| `({PREFIX}[A-Z_]+)`", README, re.MULTILINE))
    assert told == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_sample_set_is_as_large_as_it_says() -> None:
    questions = load_question_set(ROOT / "evals" / "sets" / "sample.jsonl")
    (told,) = re.findall(r"\((\d+) questions over the twelve samples, (\d+) of them unanswerable", README)
    assert told == (str(len(questions)), str(sum(not question.answerable for question in questions)))


def test_files_and_links_named_exist() -> None:
    for name in re.findall(r"`((?:assistant|ingest|evals|ui)/[\w./]*)`|\]\(([\w./]+)\)", README):
        assert (ROOT / (name[0] or name[1])).exists(), name
