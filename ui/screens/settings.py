"""What is set for asking, and what each choice does."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import views
from ui.navigation import header
from ui.opening import Opened


def show(opened: Opened | None, library: Path) -> None:
    """The screen."""
    with header():
        pass
    if opened is None:
        st.html(views.no_articles(library))
        return
    assistant = opened.assistant
    st.caption("Measured on hard questions: half of them look answerable and are not.")
    levels = list(assistant.levels)
    st.radio(
        "When to abstain",
        levels,
        index=levels.index(assistant.refusal),
        key="refusal",
        format_func=str.capitalize,
        captions=[views.level_caption(level) for level in assistant.levels.values()],
        persist_state="session",
    )
