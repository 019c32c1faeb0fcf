"""A benchmark of three short articles: that every figure is there, not what it is."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from assistant.errors import DataError
from assistant.settings import load_settings
from evals import cold_start
from evals.bench import main, make_table
from evals.bench_articles import made_up_article, make_questions, write_articles
from evals.bench_table import make_markdown
from evals.coverage import Piece, embedded_share
from evals.timing import measure

# What chromadb says of every collection opened without an embedding function of its own.
pytestmark = pytest.mark.filterwarnings("ignore:legacy embedding function config:DeprecationWarning")


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, int | float):
        yield value


def run_here(command: Sequence[str]) -> str:
    """A program for a new process, run in this one, which has the heavy libraries loaded."""
    python, option, source, *words = command
    assert (python, option) == (sys.executable, "-c")
    before, sys.argv = sys.argv, ["-c", *words]
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            exec(source, {})
    finally:
        sys.argv = before
    return out.getvalue()


@pytest.fixture(scope="module")
def printed() -> list[str]:
    return []


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory, printed: list[str]) -> dict[str, Any]:
    def output_of(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
        printed.append(real(command, environment) if "llama_index" not in command[2] else run_here(command))
        return printed[-1]

    work, real = tmp_path_factory.mktemp("bench"), cold_start.output_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cold_start, "output_of", output_of)
        return measure(write_articles(work / "articles", 3, words=200), work, 4, overlaps=(20,), cold_starts=1, batch=8)


@pytest.mark.slow
def test_every_figure_is_there_and_positive(figures: dict[str, Any]) -> None:
    ours, peers = figures["ours"], figures["peers"]
    assert [peer["name"] for peer in peers] == [
        "starter 256/20",
        "starter 1024/200",
        "fusion 256/20",
    ]
    for part in (ours["ingest"], ours["retrieval_ms"], ours["cold_s"], *peers):
        assert all(number > 0 for number in numbers(part)), part
    assert [peer["cold_s"] is None for peer in peers] == [False, True, False]
    assert figures["articles"] == ours["ingest"]["articles"] == peers[2]["ingest"]["articles"] == 3
    assert ours["skipped_articles"] == 0
    assert ours["reingest_unchanged"]["pieces"] == 0
    assert ours["retrieval_to_parts_p50"] > 0
    assert list(ours["filtered_to_unfiltered_p50"]) == ["one month, 3 of 3 articles", "one outlet, 1 of 3 articles"]
    assert all(ratio > 0 for ratio in ours["filtered_to_unfiltered_p50"].values())
    assert ours["batch"]["questions"] == 8
    assert all(number > 0 for number in numbers(ours["batch"]))
    assert ours["retrieval_ms"].keys() == {"ours", "encode", "vectors", "words", "parts"}
    json.dumps(figures)


@pytest.mark.slow
def test_ours_embeds_the_whole_text_and_large_nodes_are_cut_off(figures: dict[str, Any]) -> None:
    ours, (small, large, fused) = figures["ours"]["embedded_share"], figures["peers"]
    assert ours == 1
    assert large["embedded_share"] < small["embedded_share"] == fused["embedded_share"] <= 1


@pytest.mark.slow
def test_the_timed_processes_retrieve(figures: dict[str, Any], printed: list[str]) -> None:
    assert figures["ours"]["cold_s"]["python"] > 0
    python, command_line, starter, fusion = printed
    assert python.startswith("[Hit(")
    assert "made-up.txt" in command_line
    assert "NodeWithScore" in starter
    assert "NodeWithScore" in fusion
    assert starter != fusion


@pytest.mark.slow
def test_the_tables_show_all_systems(figures: dict[str, Any], tmp_path: Path) -> None:
    out = io.StringIO()
    Console(file=out, width=200).print(make_table(figures))
    markdown = make_markdown(figures)
    for text in (" ".join(out.getvalue().split()), markdown):
        assert "starter" in text
        assert "fusion" in text
        assert "retrieval / these three (p50)" in text
        assert "share of the text embedded" in text
    assert len({line.count("|") for line in markdown.splitlines() if line.startswith("|")}) == 1


def test_a_process_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"A new process failed \(ValueError: so be it\); try it by itself"):
        cold_start.process_ms(cold_start.program("raise ValueError('so be it')"))
    with pytest.raises(DataError, match="cannot be run"):
        cold_start.process_ms([str(tmp_path / "none")])


@pytest.mark.parametrize("llm", [None, "gguf:/models/mine.gguf"])
def test_a_new_process_asks_the_writer_that_was_chosen(
    llm: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM", "gguf:/no/such.gguf")
    settings = load_settings().model_copy(update={"llm": llm, "refusal": "eager"})
    seen = "import sys; from assistant.settings import load_settings as of; open(sys.argv[2], 'w').write(repr("
    monkeypatch.setattr(cold_start, "ASK", seen + "(of().llm, of().refusal, sys.argv[3])))")
    cold_start.cold_ask_ms("Who?", tmp_path / "seen", settings, passages=4)
    assert (tmp_path / "seen").read_text() == repr((llm, "eager", "4"))


def test_the_share_counts_each_letter_once_and_only_what_is_read() -> None:
    texts = {"a": "one two three four", "b": "never embedded"}
    whole, again = Piece("a", 0, 18, ""), Piece("a", 4, 7, "")
    assert embedded_share({"a": texts["a"]}, [whole, again], 6) == 1
    # [CLS] one two three [SEP] of "one two three four", and the title takes one of them.
    assert embedded_share({"a": texts["a"]}, [whole], 5) == 11 / 15
    assert embedded_share({"a": texts["a"]}, [Piece("a", 0, 18, "title\n")], 5) == 6 / 15
    assert embedded_share(texts, [whole], 6) == 15 / 28
    assert embedded_share({}, [], 6) == 0


def test_made_up_articles_are_the_same_everywhere_and_differ_from_each_other() -> None:
    assert made_up_article(7) == made_up_article(7)
    assert made_up_article(7) != made_up_article(8)
    assert 1300 <= len(made_up_article(7)[1].split()) < 1500
    assert "\n\n" in made_up_article(7)[1]


def test_articles_are_dealt_in_turn(tmp_path: Path) -> None:
    first, second = write_articles(tmp_path / "out", 5, words=50)
    assert (first.articles, second.articles) == (3, 2)
    assert [path.name for path in sorted(second.folder.iterdir())] == ["00001-made-up.txt", "00003-made-up.txt"]
    assert first.words == sum(len(path.read_text().split()) for path in first.folder.iterdir())


def test_articles_come_from_a_folder_or_from_lines(tmp_path: Path) -> None:
    source = tmp_path / "lines.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf-8") as lines:
        for number in range(3):
            values = {"title": f"Title {number}", "text": "One.\n\nTwo."}
            lines.write(json.dumps(values | ({} if number else {"date": "2025-03-01"})) + "\n")
    first, second = write_articles(tmp_path / "a", 2, source)
    assert [path.read_text() for path in first.folder.iterdir()] == ["Title 0\n\n2025-03-01\n\nOne.\n\nTwo."]
    again, _ = write_articles(tmp_path / "b", 10, first.folder.parent)
    assert [path.name for path in again.folder.iterdir()] == ["00000-00000-article.txt"]
    assert second.words == 4


def test_questions_are_titles_and_sentences_in_turn() -> None:
    asked = make_questions([("A title", "One two. Three four. Five six."), ("", "Only this.")], 4)
    assert asked == ["A title", "Only this.", "A title", "Only this."]


def test_one_article_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least two"):
        write_articles(tmp_path / "out", 1)
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    (lonely / "one.txt").write_text("Title\n\nText.")
    result = CliRunner().invoke(main, ["--articles", str(lonely)])
    assert result.exit_code == 1
    assert "at least two articles" in result.output
