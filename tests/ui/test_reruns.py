"""Streamlit runs the script anew at every touch; a question is embedded and searched once all the same."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from streamlit.testing.v1 import AppTest

from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ui.page.opening import open_assistant

# The screen that the session names: the harness cannot be led to another by its address.
SCREEN = """
import streamlit as st
from ui.page.navigation import draw, screens

st.navigation(screens(), position="hidden")
draw(st.session_state.get("shown", "ask"))
"""
COUNTED = {
    SentenceTransformerEncoder.encode_queries.__code__: "embedded",
    Library.search_vectors.__code__: "searched",
    Library.search_words.__code__: "searched",
}


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """How often the threads that start in the block embed a question and search, which they do undisturbed."""
    counts = Counter[str]()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in COUNTED:
            counts[COUNTED[frame.f_code]] += 1

    threading.setprofile(note)
    try:
        yield counts
    finally:
        threading.setprofile(None)


def test_what_was_asked_is_not_searched_again(own_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(own_library))
    open_assistant(own_library).warming.join()
    with counting() as counts:
        page = AppTest.from_string(SCREEN, default_timeout=60).run()
        offered = Counter(counts)  # what is offered to begin with was asked, once
        page.run()
        AppTest.from_string(SCREEN, default_timeout=60).run()
        assert counts == offered
        page.chat_input[0].set_value("How many people were injured in Kharkiv?").run()
        once = Counter(counts)
        assert once["embedded"] > offered["embedded"]
        assert once["searched"] > offered["searched"]
        page.button(key="right-1").click().run()
        page.button(key="conversations").click().run()
        page.button(key="edit-1").click().run()
        for name in ("library", "evaluations", "settings", "ask"):
            page.session_state.shown = name
            page.run()
            assert not page.exception
        assert len(page.session_state.turns) == 1
        again = AppTest.from_string(SCREEN, default_timeout=60)
        again.query_params["c"] = page.session_state.conversation
        assert len(again.run().session_state.turns) == 1
        assert counts == once
