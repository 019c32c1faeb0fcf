"""Opens the page, or one of its screens, in Streamlit's own test harness."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui

APP = Path(ui.__file__).with_name("app.py")
SCREEN = """
import streamlit as st
from ui.page.navigation import draw, screens

st.navigation(screens(), position="hidden")
draw("{name}")
"""


def settings() -> list[tuple[str, str]]:
    return [(name, value) for name, value in os.environ.items() if name.startswith("ASSISTANT_")]


@functools.lru_cache(maxsize=1)  # what was opened with the settings of the last call is kept
def forget_others(_: frozenset[tuple[str, str]]) -> None:
    """What is cached outlives an AppTest and its settings, which the page believes to be those of its process."""
    st.cache_resource.clear()


def open_page(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on a library, as a person meets it: the screen to ask."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(library))
    forget_others(frozenset(settings()))
    return AppTest.from_file(APP, default_timeout=60).run()


def open_screen(name: str, library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The screen of the module `name`, which the harness cannot be led to from another."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(library))
    forget_others(frozenset(settings()))
    page = AppTest.from_string(SCREEN.format(name=name), default_timeout=60).run()
    assert not page.exception
    return page
