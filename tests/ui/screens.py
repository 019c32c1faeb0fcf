"""Opens the page, or one of its screens, in Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui

APP = Path(ui.__file__).with_name("app.py")
SCREEN = """
import streamlit as st
from ui.navigation import draw, screens

st.navigation(screens(), position="hidden")
draw("{name}")
"""


def open_page(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on a library, as a person meets it: the screen to ask."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(library))
    return AppTest.from_file(APP, default_timeout=60).run()


def open_screen(name: str, library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The screen of the module `name`, which the harness cannot be led to from another."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(library))
    page = AppTest.from_string(SCREEN.format(name=name), default_timeout=60).run()
    assert not page.exception
    return page
