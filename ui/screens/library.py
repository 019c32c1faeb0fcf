"""The collection: what the articles are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import views
from ui.navigation import header
from ui.opening import Opened
from ui.text import counted


def show(opened: Opened | None, library: Path) -> None:
    """The screen."""
    with header():
        pass
    if opened is None:
        st.html(views.no_articles(library))
        return
    articles = opened.assistant.articles()
    st.html(f'<p class="aa-muted">{counted(len(articles), "article")}</p>')
    st.dataframe(views.article_rows(articles), hide_index=True, width="stretch")
