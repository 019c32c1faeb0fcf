"""The screen of the settings, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.llm_server import serving
from tests.ui.screens import open_page, open_screen
from ui.asking.turns import Turn
from ui.settings.preferences import Preferences, load_preferences, preferences_path, save_preferences


@pytest.fixture
def kept(own_library: Path) -> Iterator[Path]:
    """The file of what is chosen, which does not outlive the test."""
    path = preferences_path(own_library)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def screen(own_library: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return open_screen("settings", own_library, monkeypatch)


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def test_each_choice_tells_what_was_measured_and_what_it_was_made_with(screen: AppTest) -> None:
    levels = screen.radio(key="refusal")
    assert levels.options == ["Strict", "Balanced", "Eager"]
    assert levels.value == "balanced"
    assert screen.radio(key="passages").value == 10
    shown = html(screen)
    assert "all-MiniLM-L6-v2</strong>, 384 dimensions" in shown
    assert "embed 24 passages of 12 articles again: about 1 s" in shown
    assert "article-assistant rebuild --library" in shown
    assert not [button for button in screen.button if button.key == "check"]


def test_a_choice_outlives_the_page_and_is_what_questions_are_asked_with(
    screen: AppTest, own_library: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.radio(key="refusal").set_value("strict").run()
    screen.radio(key="passages").set_value(5).run()
    assert not screen.exception
    assert json.loads(kept.read_text("utf-8")) == {"refusal": "strict", "passages": 5, "llm": None}
    st.cache_resource.clear()
    again = open_screen("settings", own_library, monkeypatch)
    assert again.radio(key="refusal").value == "strict"
    assert again.radio(key="passages").value == 5
    strict = asked(own_library, monkeypatch, "What role did Whitkof have at the talks in Moscow?")
    save_preferences(own_library, refusal="eager")
    eager = asked(own_library, monkeypatch, "What role did Whitkof have at the talks in Moscow?")
    assert strict.answer
    assert eager.answer
    assert (strict.answer.status, eager.answer.status) == ("abstained", "answered")


def asked(library: Path, monkeypatch: pytest.MonkeyPatch, question: str) -> Turn:
    """The turn that the page takes for a question."""
    page = open_page(library, monkeypatch)
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    turn: Turn = page.session_state.turns[-1]
    return turn


def test_a_language_model_is_opened_checked_and_told_of_in_one_line(
    screen: AppTest, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "a-secret")
    with serving() as server:
        screen.text_input(key="llm").set_value(server.spec).run()
        assert "ASSISTANT_LLM_KEY is set" in html(screen)
        server.replies = ["A newspaper tells what happened."]
        screen.button(key="check").click().run()
        assert "and had written 5 words after" in html(screen)
        assert server.authorization == "Bearer a-secret"
        server.replies = ["One person was killed and 98 people were injured in Kharkiv. [S1.1]"] * 2
        turn = asked(own_library, monkeypatch, "How many people were injured in Kharkiv?")
        assert turn.answer
        assert turn.answer.draft, "the saved model was asked"
    screen.button(key="check").click().run()
    assert "No language model answers at http://127.0.0.1" in html(screen)
    screen.text_input(key="llm").set_value("gpt").run()
    assert "A language model is not named so; write gguf:PATH" in html(screen)
    assert screen.text_input(key="llm").value == server.spec
    screen.text_input(key="llm").set_value("openai:gpt").run()
    assert "OPENAI_API_KEY is not set (it cannot be asked without)" in html(screen)
    screen.button(key="check").click().run()
    assert "openai:gpt needs a key; set OPENAI_API_KEY" in html(screen)
    screen.text_input(key="llm").set_value("").run()
    assert load_preferences(own_library).llm is None
    assert "a-secret" not in html(screen)
    assert not screen.exception


def test_a_language_model_of_the_environment_is_turned_off_and_on_for_this_library(
    own_library: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "How many people were injured in Kharkiv?"
    with serving() as server:
        monkeypatch.setenv("ASSISTANT_LLM", server.spec)
        screen = open_screen("settings", own_library, monkeypatch)
        screen.button(key="switch").click().run()
        assert load_preferences(own_library).llm == "none"
        assert screen.text_input(key="llm").value == "none"
        assert f"{server.spec} (ASSISTANT_LLM) is not asked here." in html(screen)
        assert not [button for button in screen.button if button.key == "check"]
        turn = asked(own_library, monkeypatch, question)
        assert turn.answer
        assert (turn.answer.writer, turn.answer.draft, server.requests) == ("quoting", None, 0)
        screen.button(key="switch").click().run()
        assert load_preferences(own_library).llm is None
        server.replies = ["One person was killed and 98 people were injured in Kharkiv. [S1.1]"] * 2
        turn = asked(own_library, monkeypatch, question)
        assert turn.answer
        assert turn.answer.draft
    assert not screen.exception


def test_a_damaged_file_is_told_and_replaced_by_the_next_choice(
    own_library: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for damaged in ('{"refusal": "strict"', '{"passages": 0}', '{"llm": "gpt"}', "[]"):
        kept.write_text(damaged, "utf-8")
        page = open_screen("settings", own_library, monkeypatch)
        assert f"{kept} cannot be used" in html(page)
        assert page.radio(key="refusal").value == "balanced"
    assert not open_page(own_library, monkeypatch).exception
    page.radio(key="refusal").set_value("eager").run()
    assert "cannot be used" not in html(page)
    assert load_preferences(own_library) == Preferences(refusal="eager")


def test_a_choice_that_cannot_be_kept_is_told(screen: AppTest, kept: Path) -> None:
    kept.mkdir()
    screen.radio(key="refusal").set_value("strict").run()
    assert f"{kept} cannot be written (Is a directory)" in html(screen)
    assert screen.radio(key="refusal").value == "balanced"
    assert list(kept.parent.glob(f".{kept.name}*")) == []
    kept.rmdir()
