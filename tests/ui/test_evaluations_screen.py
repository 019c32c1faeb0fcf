"""The screen of the evaluations, run by Streamlit's own test harness: sets that are run, and runs that are stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from evals.compare import compare
from evals.stored_runs import list_runs, load_run, save_run
from ingest import ingest
from tests.evals.runs import make_row, make_run
from tests.ui.screens import open_screen
from tests.ui.test_cli import run as command
from tests.ui.test_eval_commands import LINES, write
from ui.evaluations import views
from ui.evaluations.evaluating import evaluating
from ui.evaluations.question_sets import bundled_sets
from ui.screens.evaluations import A_FILE
from ui.settings.preferences import preferences_path, save_preferences

EVIL = "<script>alert(1)</script> **bold** :red[x]"


@pytest.fixture(autouse=True)
def runs_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_RUNS", str(tmp_path / "runs"))
    return tmp_path / "runs"


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def report(page: AppTest) -> str:
    """The report that the page mounts."""
    (mounted,) = page.get("bidi_component")
    told: str = json.loads(mounted.proto.json)
    return told


def run_set(page: AppTest, path: Path) -> AppTest:
    """Chooses a set by its path and has it run."""
    page.selectbox(key="question-set").set_value(A_FILE).run()
    page.text_input(key="question-set-path").set_value(str(path)).run()
    page.button(key="run").click().run()
    assert not page.exception
    return page


def ended(page: AppTest) -> AppTest:
    evaluating().wait(90)
    page.run()
    assert not page.exception
    return page


@pytest.mark.slow
def test_a_set_is_run_and_stored_as_the_command_stores_it(
    own_library: Path, tmp_path: Path, runs_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = write(tmp_path / "mine.jsonl", LINES)
    monkeypatch.setenv("ASSISTANT_LLM", "gguf:/no/such.gguf")
    save_preferences(own_library, refusal="eager", llm="none")
    page = run_set(open_screen("evaluations", own_library, monkeypatch), mine)
    # Another tab sees it, and cannot begin a second one.
    assert open_screen("evaluations", own_library, monkeypatch).button(key="stop")
    ended(page)
    preferences_path(own_library).unlink()
    monkeypatch.delenv("ASSISTANT_LLM")
    (stored,) = list_runs(runs_folder)
    assert f"2 questions asked; stored as {stored}." in html(page)
    assert page.multiselect(key="runs").value == [stored]
    # Its answer is right but cites another article: it stands among the worst, beside its gold.
    assert "<q>left 98 people injured</q>" in report(page)

    command("eval", mine, "--library", own_library, "--refusal", "eager")
    ours, theirs = (load_run(name, runs_folder) for name in list_runs(runs_folder))
    assert compare(ours, theirs).same
    assert compare(ours, theirs).setup == ()
    assert (ours.question_set, ours.library) == (theirs.question_set, theirs.library)
    assert ours.latency.keys() == theirs.latency.keys()
    assistant = Assistant.open(own_library)  # what the run had open is closed, the library is not
    assert assistant.ask("How many people were injured in Kharkiv?").citations
    assistant.close()


def test_a_run_is_stopped_and_leaves_nothing(
    own_library: Path, runs_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_screen("evaluations", own_library, monkeypatch)
    assert page.selectbox(key="question-set").value == str(bundled_sets()[0])
    page.button(key="run").click().run()
    assert "sample" in page.get("progress")[0].proto.text
    page.button(key="stop").click().run()
    ended(page)
    assert "The run was stopped" in html(page)
    assert list_runs(runs_folder) == []


def test_what_cannot_be_run_is_told_in_one_line(
    own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_screen("evaluations", own_library, monkeypatch)
    ended(run_set(page, tmp_path / "none.jsonl"))
    assert "none.jsonl: cannot be read (No such file or directory); give the path of a JSONL file." in html(page)
    gold = [{"source": "other.txt", "quote": "left 98 people injured"}]
    ended(run_set(page, write(tmp_path / "other.jsonl", [{**LINES[0], "gold": gold}])))
    assert "no article of the library comes from; ingest it, or correct the name" in html(page)
    assert "sample articles" not in html(page)


def test_a_bundled_set_names_the_command_that_brings_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text("A ferry\n\nA ferry hit the pier of Velmora on Monday.\n", encoding="utf-8")
    library = Library(tmp_path / "library", create=True)
    ingest([tmp_path / "one.txt"], library, SentenceTransformerEncoder())
    library.close()
    page = open_screen("evaluations", library.path, monkeypatch)
    page.button(key="run").click().run()
    ended(page)
    assert "no article of the library comes from" in html(page)
    assert f"bring them in with: article-assistant ingest {bundled_sets()[0].parents[1] / 'samples'}" in html(page)


def test_stored_runs_are_listed_and_two_are_compared(
    own_library: Path, runs_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour, points in ((1, 0.0), (2, 1.0)):
        rows = [make_row(f"q{i}", question=EVIL, text=EVIL, measures={"answer_points": points}) for i in range(7)]
        run = make_run(*rows, id=f"20260101-0{hour}0000-set", created_at=f"2026-01-01T0{hour}:00:00+00:00")
        save_run(run, runs_folder)
    (runs_folder / "20260101-030000-broken.json").write_text("{}", encoding="utf-8")
    page = open_screen("evaluations", own_library, monkeypatch)
    assert "20260101-030000-broken.json holds no run" in html(page)
    table = html(page)
    assert table.index("1 January 2026, 02:00 UTC") < table.index("1 January 2026, 01:00 UTC")
    assert "<td>1.000<small>0.590 to 1.000</small></td>" in table
    assert page.multiselect(key="runs").value == ["20260101-020000-set"]
    assert "7 questions are not wholly right" not in report(page)
    page.multiselect(key="runs").set_value(["20260101-020000-set", "20260101-010000-set"]).run()
    assert not page.exception
    shown = report(page)
    assert '<span class="better">+1.000 better</span>' in shown
    assert "<h3>Better: 7</h3>" in shown
    for plot in ("Risk and coverage", "Recall at k", "Time to answer", "Changes by question"):
        assert f"<figcaption>{plot}</figcaption>" in shown
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    monkeypatch.setattr(views, "LISTED", 2)  # the broken one counts
    page.multiselect(key="runs").set_value([]).run()
    assert not page.get("bidi_component")
    assert "and 1 older" in html(page)
