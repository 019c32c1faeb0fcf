"""The command line, as a person types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from assistant import Assistant
from assistant.bundled import bundled_model
from assistant.embedding import SentenceTransformerEncoder
from assistant.library.catalogue import Catalogue
from tests.conftest import ROOT, SAMPLES
from tests.llm_server import serving
from tests.tiny_models import tiny_embedding_model
from ui.cli import main
from ui.commands.common import show_growing
from ui.commands.evaluate import evaluate


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def told(*words: str | Path, code: int = 0) -> Any:
    return json.loads(run(*words, "--json", code=code).stdout)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "library"
    report = told("ingest", SAMPLES, "--library", path)
    assert (report["added"], report["skipped"]) == (12, [])
    return path


def test_ask_answers_and_cites(library: Path) -> None:
    answer = told("ask", "How many people were injured in Kharkiv?", "--library", library)
    assert answer["status"] == "answered"
    assert "98" in answer["sentences"][0]["text"]
    texts = {a["article_id"]: a["text"] for a in told("articles", "--text", "--library", library)}
    for citation in answer["citations"]:
        assert citation["quote"] == texts[citation["article_id"]][citation["start"] : citation["end"]]
    assert list(answer) == [
        "question", "standalone_question", "status", "text", "sentences", "citations", "disagreements", "nearest",
        "as_of", "confidence", "writer", "form", "verdict", "elapsed_ms", "note", "draft", "period", "missing",
    ]  # fmt: skip


def test_a_question_follows_an_answer_that_was_kept(library: Path, tmp_path: Path) -> None:
    first = run("ask", "How many people were injured in Kharkiv?", "--library", library, "--json").stdout
    before = tmp_path / "first.json"
    before.write_text(first, encoding="utf-8")
    answer = told("ask", "And in Sumy?", "--after", before, "--library", library)
    assert answer["standalone_question"] == "How many people were injured in Sumy?"
    shown = run("ask", "And in Sumy?", "--after", before, "--library", library).stdout
    assert shown.startswith("Understood as: How many people were injured in Sumy?")
    before.write_text("[1]", encoding="utf-8")
    result = run("ask", "And in Sumy?", "--after", before, "--library", library, code=2)
    assert result.stderr.startswith(f"Error: {before} holds no answer")


def test_an_answer_is_made_from_as_many_passages_as_are_named(library: Path) -> None:
    words = ("ask", "What is the latest news?", "--library", library)
    assert [len(told(*words, *more)["citations"]) for more in ((), ("--passages", "2"))] == [6, 2]
    assert "0 is not in the range" in run(*words, "--passages", "0", code=2).stderr


def test_the_time_a_question_means_is_printed_and_can_be_left_out(library: Path) -> None:
    words = ("ask", "How many people were killed in Sumy last Sunday?", "--as-of", "2025-04-19", "--library", library)
    period = told(*words)["period"]
    assert (period["words"], period["since"], period["until"]) == ("last Sunday", "2025-04-13", "2025-04-13")
    assert "Time: “last Sunday”: 13 April 2025" in run(*words).stdout
    without = told(*words, "--ignore-time")
    assert (without["period"], without["standalone_question"]) == (None, "How many people were killed in Sumy?")


def test_ask_shows_both_sides_of_a_disagreement(library: Path) -> None:
    answer = told("ask", "How long did the Kremlin meeting last?", "--library", library)
    (one,) = answer["disagreements"]
    assert {side["value"] for side in one["sides"]} == {"nearly five hours", "three hours"}
    outlets = {c["outlet"] for c in answer["citations"] if c["number"] in {side["citation"] for side in one["sides"]}}
    assert outlets == {"The Quayside Post", "Pinecrest Chronicle"}
    assert "The sources disagree" in run("ask", "How long did the Kremlin meeting last?", "--library", library).stdout


def test_ask_tells_what_became_of_a_source(tmp_path: Path) -> None:
    notice = "Correction: an earlier version of this article said 40 boats."
    text = f"Fire at the harbour\n\nA fire destroyed 14 boats in Lund harbour on Monday, the mayor said.\n\n{notice}\n"
    (tmp_path / "fire.txt").write_text(text, "utf-8")
    told("ingest", tmp_path / "fire.txt", "--library", tmp_path / "library")
    shown = run("ask", "How many boats did the fire in Lund harbour destroy?", "--library", tmp_path / "library").stdout
    quote, below = shown.rstrip().splitlines()[-2:]
    assert "destroyed 14 boats" in quote
    assert below.strip() == notice


@pytest.mark.parametrize("question", ["Who won the 2022 World Cup?", "How old is Steve Witkoff?"])
def test_ask_abstains_and_names_what_is_near(library: Path, question: str) -> None:
    answer = told("ask", question, "--library", library)
    assert (answer["status"], answer["sentences"], answer["citations"]) == ("abstained", [], [])
    assert answer["nearest"]
    assert all(article["title"] in answer["text"] for article in answer["nearest"])


def test_retrieve_lists_hits_one_of_each_story(library: Path) -> None:
    hits = told("retrieve", "What did Rubio say about mediation?", "-k", "5", "--library", library)
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5]
    names = [Path(hit["source"]).name for hit in hits]
    assert len({"rubio-mediation.txt", "us-weighs-walking-away.md"} & set(names)) == 1  # the copy is the same story
    assert list(hits[0]) == [
        "rank", "score", "article_id", "source", "title", "outlet", "published_at", "language", "also_in",
        "start", "end", "text", "section", "canonical_url", "date_from",
    ]  # fmt: skip
    wrong = run("retrieve", "What did Rubio say?", "--section", "Nowhere", "--library", library)
    assert "No article" in wrong.stderr
    assert "also in" in run("retrieve", "What did Rubio say about mediation?", "--library", library).stdout


def test_articles_and_status_tell_what_there_is(library: Path) -> None:
    assert "text" not in told("articles", "--library", library)[0]
    found = told("status", "--library", library)
    assert (found["articles"], found["stories"], found["faults"]) == (12, 11, [])
    assert found["embedding_model"] == "all-MiniLM-L6-v2"
    assert "Meridian Daily" in run("articles", "--library", library).stdout


def test_status_tells_of_the_last_ingests(tmp_path: Path) -> None:
    path = tmp_path / "library"
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    for _ in range(6):
        told("ingest", tmp_path / "bad.txt", "http://127.0.0.1:9/", "--library", path, code=1)
    latest, *others = told("status", "--library", path)["ingests"]
    assert (latest["paths"], latest["report"]["skipped"]) == ([str(tmp_path / "bad.txt"), "http://127.0.0.1:9/"], 2)
    assert len(others) == 4
    shown = run("status", "--library", path).stdout
    assert "0 added, 0 replaced, 0 unchanged, 2 skipped; " in shown
    assert "ASSISTANT_ALLOW_PRIVATE_URLS" in run("ingest", "http://localhost/", "--library", path, code=1).stdout


def test_ingesting_again_leaves_everything_alone(library: Path) -> None:
    assert told("ingest", SAMPLES, "--library", library)["unchanged"] == 12


def test_bad_files_are_named_and_exit_with_one(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    result = run("ingest", tmp_path / "bad.txt", tmp_path / "none", "--library", tmp_path / "library", code=1)
    assert "bad.txt: it is binary" in result.stdout
    assert "no such file" in result.stdout


def test_errors_are_one_line_with_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("ask", "Who?", "--library", tmp_path / "none", code=2)
    assert result.stderr.count("\n") == 1
    assert "article-assistant ingest DIR" in result.stderr
    monkeypatch.setenv("ASSISTANT_LIBRERY", "x")
    assert "ASSISTANT_LIBRERY" in run("status", code=2).stderr


def test_an_empty_question_is_an_error(library: Path) -> None:
    assert "empty" in run("ask", " ", "--library", library, code=2).stderr


def test_removed_articles_are_gone_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "library"
    told("ingest", SAMPLES / "saudi-talks.md", SAMPLES / "moscow-demands.txt", "--library", path)
    assert told("remove", SAMPLES / "saudi-talks.md", "--library", path)["removed"] == [str(SAMPLES / "saudi-talks.md")]
    assert [Path(a["source"]).name for a in told("articles", "--library", path)] == ["moscow-demands.txt"]
    assert "No article comes from" in run("remove", "nothing", "--library", path, code=1).stderr
    assert told("status", "--library", path)["faults"] == []


@pytest.mark.parametrize("kind", ["tiny", pytest.param("bundled", marks=pytest.mark.slow)])
def test_rebuild_keeps_articles_and_takes_the_new_model(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "tiny":  # exporting it has tests of its own
        monkeypatch.setattr(SentenceTransformerEncoder, "prepare_queries", lambda _: None)
    model = bundled_model() if kind == "bundled" else tiny_embedding_model(tmp_path_factory.mktemp("m") / "tiny", {})
    path = tmp_path / "library"
    told("ingest", SAMPLES / "saudi-talks.md", SAMPLES / "moscow-demands.txt", "--library", path)
    before = told("articles", "--text", "--library", path)
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", str(model))
    assert "article-assistant rebuild" in run("ask", "Who?", "--library", path, code=2).stderr
    assert told("rebuild", "--library", path)["articles"] == 2
    after = told("articles", "--text", "--library", path)
    if kind == "tiny":  # which reads little at once and understands nothing
        assert all(one.pop("passages") > other.pop("passages") for one, other in zip(after, before, strict=True))
    assert after == before
    assert told("status", "--library", path)["embedding_model"] == str(model)
    answer = told("ask", "How much aid has the U.S. pledged to Ukraine?", "--library", path)
    assert answer["status"] == "answered" or kind == "tiny"
    assert [child.name for child in tmp_path.iterdir()] == ["library"]


def test_every_command_and_option_has_help() -> None:
    commands = {**main.commands, **evaluate.commands}
    for name, command in commands.items():
        assert command.help, name
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or getattr(parameter, "help", None), (name, parameter.name)


def test_an_ingest_interrupted_half_way_says_how_to_go_on_and_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "library"
    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "flip", interrupt)
        stopped = run("ingest", SAMPLES, "--library", path, code=130)
    assert "run the same command to go on" in stopped.stderr
    assert told("ingest", SAMPLES, "--library", path)["added"] == 12
    assert told("status", "--library", path)["faults"] == []


@pytest.mark.slow
def test_an_interrupted_ingest_says_how_to_go_on_and_does(tmp_path: Path) -> None:
    folder, path = tmp_path / "articles", tmp_path / "library"
    folder.mkdir()
    text = (SAMPLES / "moscow-demands.txt").read_text(encoding="utf-8")
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Edition {number} of the list\n\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "ui.cli", "ingest", str(folder), "--library", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ)
    while process.poll() is None and not (path / "catalogue.sqlite-wal").exists():
        time.sleep(0.1)
    time.sleep(1)  # the model is loading
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert "Traceback" not in stderr
    assert process.returncode in (0, 130)
    if process.returncode:
        assert "run the same command to go on" in stderr
    report = told("ingest", folder, "--library", path)
    assert report["added"] + report["unchanged"] == 12


def test_file_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.txt").write_bytes(b"\x00\x01")
    (tmp_path / "b\x1b[2J\x9b2J\u202e.txt").write_text(
        "A title of some \u202eturned words\n\nThe harbour reopened on Friday.\n", encoding="utf-8"
    )
    shown = run("ingest", tmp_path, "--library", tmp_path / ".library", code=1).stdout
    shown += run("articles", "--library", tmp_path / ".library").stdout
    assert "\\x1b[2J" in shown
    printed = run("articles", "--library", tmp_path / ".library", "--json").stdout
    assert not set(shown + printed) & set("\x1b\x9b\u202e")
    (article,) = json.loads(printed)
    assert article["source"].endswith("b\x1b[2J\x9b2J\u202e.txt")


def test_remove_refuses_an_empty_name(library: Path) -> None:
    assert "empty name" in run("remove", "", "--library", library, code=2).stderr


def test_retrieve_takes_filters_a_date_and_explains(library: Path) -> None:
    filters = ["--since", "2025-03", "--until", "2025-03-28", "--outlet", "the eastgate ledger", "--language", "en"]
    hits = told("retrieve", "What about the truce?", "-k", "9", *filters, "--explain", "--library", library)
    assert {hit["published_at"] for hit in hits} == {"2025-03-26", "2025-03-28"}
    why = hits[0]["explain"]
    effects = why["outlet_effect"] + why["date_effect"] + why["article_effect"]
    assert hits[0]["score"] == pytest.approx(why["fused"] + effects)
    words = ["--as-of", "2025-03-28", "--explain", "--neighbours", "1"]
    said = run("retrieve", "truce", *words, "--library", library).stdout
    assert "cosine 0." in said
    assert "date +0.3" in said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--since", "March"], "since is 'March'; write a date such as 2025-03-22"),
        (["--as-of", "soon"], "as_of is 'soon'; write a date"),
        (["--since", "2025-05", "--until", "2025-04"], "since 2025-05 lies after until 2025-04"),
    ],
)
def test_a_wrong_date_is_told_in_one_line(library: Path, options: list[str], message: str) -> None:
    result = run("retrieve", "truce", *options, "--library", library, code=2)
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_filter_that_nothing_passes_says_so(library: Path) -> None:
    result = run("retrieve", "truce", "--until", "1999", "--library", library)
    assert result.stdout == ""
    assert "No article passes the filter" in result.stderr
    assert (
        "did you mean 'The Eastgate Ledger'?"
        in run("retrieve", "truce", "--outlet", "eastgate ledger", "--json", "--library", library).stderr
    )
    answer = told("ask", "Who won?", "--until", "1999", "--library", library)
    assert (answer["status"], answer["text"][:29]) == ("abstained", "No article passes the filter,")


KHARKIV = "How many people were injured in Kharkiv?"
INJURED = "One person was killed and 98 people were injured when cluster munitions struck the city of Kharkiv."


def test_a_language_model_writes_what_holds_and_is_named(library: Path) -> None:
    with serving() as server:
        server.replies = [f"{INJURED} [S1.1]\nThe Moon is cheese. [S1.1]"]
        answer = told("ask", KHARKIV, "--llm", server.spec, "--library", library)
        assert (answer["text"], answer["writer"]) == (f"{INJURED} [1]", "llm")
        assert answer["draft"]["model"] == f"m at {server.url}"
        server.status, server.body = 401, b'{"error": {"message": "no such key"}}'
        shown = run("ask", KHARKIV, "--llm", server.spec, "--library", library).stdout
    assert "no such key" in shown
    assert "set ASSISTANT_LLM_KEY to a key that its server takes. The quoting writer answers instead." in shown
    assert "98 people were injured" in shown


def test_a_model_named_otherwise_is_told_in_one_line(library: Path) -> None:
    result = run("ask", KHARKIV, "--llm", "http://me:secret@127.0.0.1/v1#m", "--library", library, code=2)
    assert "write a server's URL as openai-compatible:URL#NAME" in result.stderr
    assert "secret" not in result.stderr


def test_a_terminal_is_shown_each_sentence_once(library: Path) -> None:
    assistant = Assistant.open(library)
    answers = list(assistant.stream("How long did the Kremlin meeting last?"))
    assert [len(answer.sentences) for answer in answers] == list(range(1, len(answers) + 1))
    shown = StringIO()
    show_growing(iter(answers), assistant, Console(file=shown, width=80, highlight=False))
    text = " ".join(shown.getvalue().split())
    assert text.startswith(answers[-1].text)
    for sentence in answers[-1].sentences:
        assert text.count(f"{sentence.text} [") == 1
    assert "The sources disagree" in text
