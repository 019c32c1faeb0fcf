"""The page as a script, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant import Answer, llm
from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.library import Library
from evals.keeping import kept_path
from evals.question_set import load_question_set
from tests.llm_server import serving
from tests.ui.screens import APP, open_page
from ui.asking import views
from ui.asking.conversations import Conversations, conversations_path
from ui.asking.turns import Asking
from ui.wording.text import escape_label

if TYPE_CHECKING:
    from collections.abc import Iterator

KHARKIV = "How many people were injured in Kharkiv?"
INJURED = "One person was killed and 98 people were injured when cluster munitions struck the city of Kharkiv."
KREMLIN = "How long did the Kremlin meeting last?"
OFF_TOPIC = "Who won the 2022 World Cup?"


@pytest.fixture
def page(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return open_page(sample_library, monkeypatch)


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    return page


@pytest.fixture
def kept(sample_library: Path) -> Iterator[Path]:
    """The file of the questions kept, which does not outlive the test."""
    path = kept_path(sample_library)
    yield path
    path.unlink(missing_ok=True)


def correct(page: AppTest) -> AppTest:
    """A run with the dialog of the first answer open: the harness runs the whole script, which would close it."""
    page.button(key="wrong-1").click().run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    """Everything the page shows, without style and script."""
    return "\n".join(part for part in bodies(page) if not part.startswith(("<style", "<script")))


def bodies(page: AppTest) -> list[str]:
    return [element.proto.body for element in page.get("html")]


def test_no_library_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(tmp_path / "none", monkeypatch)
    assert not page.exception
    assert "article-assistant ingest DIR --library" in html(page)
    assert not page.chat_input


def test_empty_library_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library(tmp_path / "empty", create=True).close()
    page = open_page(tmp_path / "empty", monkeypatch)
    assert not page.exception
    assert "article-assistant ingest DIR" in html(page)


def test_wrong_setting_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRAY", "x")
    page = open_page(tmp_path, monkeypatch)
    assert not page.exception
    assert "Unknown setting ASSISTANT_LIBRAY" in html(page)


def test_damaged_library_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database" * 100)
    page = open_page(tmp_path, monkeypatch)
    assert not page.exception
    assert "cannot be opened (file is not a database)" in html(page)


def test_empty_state_offers_questions_and_a_click_asks(page: AppTest) -> None:
    assert "12 articles, 14 March 2025 to 4 December 2025" in html(page)
    examples = [button for button in page.button if (button.key or "").startswith("example")]
    assert len(examples) == 4
    examples[0].click().run()
    assert KHARKIV in html(page)
    assert "98 people were injured" in html(page)
    assert not [button for button in page.button if (button.key or "").startswith("example")]


def test_numbers_of_the_answer_match_the_sources(page: AppTest) -> None:
    shown = html(ask(page, KHARKIV))
    links = re.findall(r'href="#(t1-c\d+)"', shown)
    marks = dict(re.findall(r'<mark id="(t1-c\d+)">(.*?)</mark>', shown))
    assert links
    assert set(links) == set(marks)
    said = re.sub(r"</?strong>", "", shown.split("<mark")[0])
    assert all(sentence in said for sentence in marks.values())
    assert "The Harbour Courier, 19 April 2025" in shown


def test_disagreeing_sources_are_both_named(page: AppTest) -> None:
    shown = html(ask(page, "How many people were killed in Sumy?"))
    assert "The sources disagree" in shown
    assert "(The Harbour Courier, 19 April 2025)" in shown
    assert "(Meridian Daily, 20 April 2025)" in shown


def test_abstention_says_so_and_names_the_nearest(page: AppTest) -> None:
    shown = html(ask(page, OFF_TOPIC))
    assert "The articles do not answer this question." in shown
    assert "<li>" in shown
    assert "<mark" not in shown


def test_history_is_kept(page: AppTest) -> None:
    for question in (KHARKIV, OFF_TOPIC, KREMLIN):
        ask(page, question)
    page.run()
    shown = html(page)
    assert shown.index(KHARKIV) < shown.index(OFF_TOPIC) < shown.index(KREMLIN)
    assert [turn.question for turn in page.session_state.turns] == [KHARKIV, OFF_TOPIC, KREMLIN]
    assert shown.count("aa-latest") == 1


def test_new_conversation_starts_from_the_empty_state(page: AppTest) -> None:
    ask(page, KHARKIV)
    page.button(key="new").click().run()
    assert page.session_state.turns == []
    assert "What would you like to know?" in html(page)


def test_white_space_is_no_question(page: AppTest) -> None:
    assert "What would you like to know?" in html(ask(page, "   "))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ModelError("The model is gone;\nfetch it."), "The model is gone; fetch it."),
        (OSError("disk"), "Something went wrong (OSError)"),
    ],
)
def test_error_keeps_the_question_and_offers_it_again(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    def fail(self: Assistant, question: str, **asked: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(Assistant, "stream", fail)
        ask(page, KHARKIV)
    assert KHARKIV in html(page)
    assert line in html(page)
    page.button(key="again-1").click().run()
    assert not page.exception
    assert line not in html(page)
    assert "98 people were injured" in html(page)
    assert [turn.question for turn in page.session_state.turns] == [KHARKIV]


@pytest.mark.slow
def test_the_page_says_which_writer_answered_and_what_it_left_out(
    sample_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as server:
        monkeypatch.setenv("ASSISTANT_LLM", server.spec)
        server.replies = [f"{INJURED} [S1.1]\nThe Moon is <b>cheese</b>. [S1.1]"]
        shown = html(ask(open_page(sample_library, monkeypatch), KHARKIV))
        assert INJURED in shown
        assert "cheese" not in shown
        assert f"llm writer (m at {server.url})" in shown
        assert "1 sentence without support left out" in shown
        assert "aria-busy" not in shown
        st.cache_resource.clear()
        server.status, server.body = 429, b'{"error": {"message": "slow <b>down</b>"}}'
        monkeypatch.setattr(llm, "RETRIES", 0)
        shown = html(ask(open_page(sample_library, monkeypatch), KHARKIV))
    assert "slow &lt;b&gt;down&lt;/b&gt;" in shown
    assert "quoting writer" in shown


def test_an_answer_is_shown_as_it_grows(sample_library: Path) -> None:
    shown: list[Answer | None] = []
    turn = Asking(Assistant.open(sample_library), KREMLIN).turn(shown.append)
    parts = [part for part in shown if part]
    assert len(parts) == len(parts[-1].sentences) > 1
    assert turn.answer == parts[-1]
    first = views.growing(parts[0], 1)
    sentence = parts[0].sentences[0]
    assert sentence.marked
    assert f"<strong>{sentence.text[slice(*sentence.marked)]}</strong>" in first
    assert sentence.text in re.sub(r"</?strong>", "", first)
    assert 'href="#t1-c1"' in first


# Test questions


def test_a_right_answer_and_a_right_abstention_are_kept(page: AppTest, kept: Path) -> None:
    ask(ask(page, KHARKIV), OFF_TOPIC)
    page.button(key="right-1").click().run()
    page.button(key="right-2").click().run()
    assert not page.exception
    answered, abstained = load_question_set(kept)
    citation = page.session_state.turns[0].answer.citations[0]
    assert (answered.question, answered.gold[0].quote) == (KHARKIV, citation.quote)
    assert (abstained.question, abstained.kind) == (OFF_TOPIC, "unanswerable")
    assert html(page).count(f"article-assistant eval {kept} --library") == 2


def test_a_wrong_answer_is_kept_with_what_is_right(page: AppTest, kept: Path) -> None:
    correct(ask(page, KHARKIV))
    assert page.button(key="keep-1").disabled
    page.radio(key="correction-1").set_value("The articles do not answer this")
    assert not correct(page).button(key="keep-1").disabled
    page.button(key="keep-1").click()
    assert "aa-kept-wrong" in html(correct(page))
    assert not page.radio
    assert [question.kind for question in load_question_set(kept)] == ["unanswerable"]


def test_a_wrong_abstention_is_kept_with_the_sentence_that_answers(page: AppTest, kept: Path) -> None:
    articles = correct(ask(page, OFF_TOPIC)).selectbox(key="article-1")
    assert len(articles.options) == 10
    assert articles.options[0].startswith("1. ")
    assert page.button(key="keep-1").disabled
    articles.select_index(1)
    sentences = correct(page).radio(key="sentence-1-2")
    sentences.set_value(sentences.options[1])
    page.text_input(key="wording-1").set_value("nobody")
    page.text_input(key="note-1").set_value(" Asked on the desk. ")
    correct(page).button(key="keep-1").click()
    correct(page)
    (question,) = load_question_set(kept)
    assert escape_label(question.gold[0].quote) == sentences.options[1]
    assert question.answer_points == (("nobody",),)
    assert question.note == "Asked on the desk."


def test_a_question_that_cannot_be_kept_is_told_in_one_line(page: AppTest, kept: Path) -> None:
    kept.write_text("mine\n")
    ask(page, KHARKIV).button(key="right-1").click().run()
    assert not page.exception
    assert f"{kept}:1: is not JSON" in html(page)
    assert "Kept as" not in html(page)
    assert kept.read_text() == "mine\n"


def test_articles_added_by_another_process_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.embedding import SentenceTransformerEncoder
    from ingest import ingest

    Library(tmp_path / "library", create=True).close()
    page = open_page(tmp_path / "library", monkeypatch)
    assert "No articles yet" in html(page)
    (tmp_path / "fair.txt").write_text(
        "Pumpkin wins\n\nA pumpkin of 612 kilos won the fair in Ulm on Sunday.\n", "utf-8"
    )
    other = Library(tmp_path / "library")
    ingest([tmp_path / "fair.txt"], other, SentenceTransformerEncoder())
    other.close()
    assert "1 article" in html(page.run())
    assert "612 kilos" in html(ask(page, "How heavy was the pumpkin that won the fair in Ulm?"))


def test_a_follow_up_is_understood_from_the_turn_before(page: AppTest) -> None:
    shown = html(ask(ask(page, KHARKIV), "And in Sumy?"))
    assert "Understood as: How many people were injured in Sumy?" in shown


def test_the_time_a_question_means_is_shown_and_removed(page: AppTest) -> None:
    ask(page, "How many people were killed in Sumy on 13 April 2025?")
    assert "“13 April 2025”: 13 April 2025" in html(page)
    page.button(key="timeless-1").click().run()
    assert not page.exception
    assert "“13 April 2025”" not in html(page)
    assert "Understood as: How many people were killed in Sumy?" in html(page)
    assert len(page.session_state.turns) == 1


# Conversations


def test_a_conversation_outlives_the_page(page: AppTest, sample_library: Path) -> None:
    ask(ask(page, KHARKIV), "And in Sumy?")
    shown, conversation = html(page), page.session_state.conversation
    assert conversation in page.query_params["c"]
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["c"] = conversation
    assert html(again.run()) == shown
    # Its follow-ups lean on what was asked before the restart.
    assert "Understood as: How many people were injured in Sumy?" in html(ask(again, "And in Sumy?"))
    page.button(key="new").click().run()
    assert "c" not in page.query_params
    assert page.session_state.turns == []
    page.button(key="conversations").click().run()
    page.button(key="conversations").click()  # the harness runs the whole script, which would close the dialog
    page.button(key=f"open-{conversation}").click().run()
    assert len(page.session_state.turns) == 3
    Conversations(conversations_path(sample_library)).delete(conversation)


def test_a_new_turn_is_brought_into_view_once(page: AppTest) -> None:
    shown = bodies(ask(ask(page, KHARKIV), KREMLIN))
    assert [body for body in shown if "?.showTurn(" in body] == [views.show_turn(2)]
    assert views.show_turn(2) not in bodies(page.run())


def test_other_screens_have_what_is_new_there_for_themselves(page: AppTest) -> None:
    page.session_state.newest = "20260101-000000-run"  # the evaluations' newest run
    assert 'showTurn("t2026' not in "".join(bodies(ask(page, KHARKIV).run()))
    assert page.session_state.newest == "20260101-000000-run"


def test_a_turn_is_deleted_and_an_empty_conversation_forgotten(page: AppTest, sample_library: Path) -> None:
    ask(ask(page, KHARKIV), OFF_TOPIC)
    conversation = page.session_state.conversation
    page.button(key="remove-1").click().run()
    assert [turn.question for turn in page.session_state.turns] == [OFF_TOPIC]
    page.button(key="remove-1").click().run()
    assert not page.exception
    assert "What would you like to know?" in html(page)
    assert not Conversations(conversations_path(sample_library)).name(conversation)


def test_the_last_question_is_edited(page: AppTest) -> None:
    ask(ask(page, KHARKIV), OFF_TOPIC)
    page.button(key="edit-2").click().run()
    page.text_area(key="edited-2").set_value(KREMLIN)
    page.button(key="edit-2").click()
    page.button(key="ask-edited-2").click().run()
    assert not page.exception
    assert [turn.question for turn in page.session_state.turns] == [KHARKIV, KREMLIN]


def test_conversations_that_cannot_be_kept_are_told_and_the_answer_is_there(
    sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.ask.conversations_path", lambda _: tmp_path / "none" / "c.sqlite")
    shown = html(ask(open_page(sample_library, monkeypatch), KHARKIV))
    assert "98 people were injured" in shown
    assert "cannot be used (unable to open database file)" in shown


# What questions are narrowed down to, and go on with


def test_a_filter_narrows_the_question_and_is_told_with_the_answer(page: AppTest) -> None:
    page.multiselect(key="outlets").set_value(["Meridian Daily"]).run()
    assert "Only Meridian Daily" in html(page)
    shown = html(ask(page, "How many people were killed in Sumy?"))
    assert "Only: Meridian Daily" in shown
    assert "The sources disagree" not in shown
    assert "The Harbour Courier" not in shown
    page.button(key="all").click().run()
    assert "Only Meridian Daily" not in html(page)
    assert "The sources disagree" in html(ask(page, "How many people were killed in Sumy?"))


def test_a_section_that_one_article_of_many_states_is_a_choice(
    own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import ingest  # what the other tests do without

    ferry = tmp_path / "ferry.md"
    ferry.write_text(f"---\ntitle: A ferry\nsection: Coast\n---\nThe ferry sails at noon. {'It is late. ' * 20}")
    opened = Assistant.open(own_library)
    ingest([ferry], opened.library, opened.encoder)
    opened.close()
    page = open_page(own_library, monkeypatch)
    page.multiselect(key="sections").set_value(["Coast"]).run()
    assert "Only Coast" in html(page)
    assert "The articles do not answer" in html(ask(page, KHARKIV))


def test_dates_are_chosen_from_those_there_are(page: AppTest) -> None:
    dates = page.select_slider(key="dates")
    assert dates.options[0] == "March 2025"
    dates.set_range("2025-12", "2025-12").run()
    assert not page.exception
    assert "Only from December 2025" in html(page)
    assert "The articles do not answer" in html(ask(page, KHARKIV))
    assert page.session_state.turns[0].where.since == "2025-12"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"outlets": ["<b>Nobody</b>", "Meridian Daily"]}, "outlets that are not here: &lt;b&gt;Nobody&lt;/b&gt;."),
        ({"languages": ["xx"]}, "languages that are not here: xx."),
        ({"dates": ["April 1999", "April 2025"]}, "dates that are not here: April 1999, April 2025."),
        ({"dates": ["soon"], "languages": ["xx"]}, "dates that are not here: soon; languages that are not here: xx."),
        ({"dates": ["April 2025", "April 2025"], "outlets": ["Meridian Daily"], "languages": ["en"]}, None),
    ],
)
def test_what_the_address_asks_for_in_vain_is_told(
    sample_library: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, list[str]], told: str | None
) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(sample_library))
    page = AppTest.from_file(APP, default_timeout=60)
    for key, values in asked.items():
        page.query_params[key] = values
    page.run()
    assert not page.exception
    if told is None:
        assert "The address asks for" not in html(page)
        assert "Only April 2025; Meridian Daily" in html(page)
        return
    assert f"The address asks for {told}" in html(page)
    page.multiselect(key="outlets").set_value(["The Eastgate Ledger"]).run()
    assert "The address asks for" not in html(page)


def test_questions_to_go_on_with_are_answered(page: AppTest) -> None:
    for question in (KHARKIV, OFF_TOPIC):
        ask(page, question)
        offered = [button for button in page.button if (button.key or "").startswith("suggested")]
        assert offered
        offered[0].click().run()
        assert not page.exception
        last = page.session_state.turns[-1]
        assert last.answer.status == "answered"
        assert last.question != question


def test_a_turn_is_stopped_while_a_language_model_thinks(sample_library: Path) -> None:
    class Stopped(BaseException):
        """What Streamlit stops a script with is no Exception either."""

    def stop(part: Answer | None) -> None:
        raise Stopped

    with serving() as server:
        server.waits, server.replies = 1.0, ["slow"]
        assistant = Assistant.open(sample_library, llm=server.spec)
        started = time.monotonic()
        with pytest.raises(Stopped):
            Asking(assistant, KHARKIV).turn(stop)
        assert time.monotonic() - started < server.waits
