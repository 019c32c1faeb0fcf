"""An article, whole: what "Read the article" and the table of the library lead to."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.articles import article_view
from ui.page.navigation import header, link_article
from ui.page.opening import Opened
from ui.wording.sources import also_in

# The article's id, its version (the live one without) and the spans to mark, in the page's address.
ARTICLE, VERSION, SPAN = "a", "v", "s"


def show(opened: Opened | None, library: Path) -> None:  # noqa: ARG001 (every screen is drawn alike)
    """The screen."""
    with header():
        pass
    asked = st.query_params
    assistant = opened.assistant if opened else None
    article = assistant.article(asked.get(ARTICLE, ""), asked.get(VERSION)) if assistant else None
    if assistant is None or article is None:
        st.html(article_view.not_there())
        return
    live = assistant.article(article.article_id)
    if live is None:
        st.html(article_view.removed())
    elif live.version != article.version:
        st.html(article_view.replaced())
        with st.container(key="newest"):
            link_article(article.article_id, "Read the newest")
    spans = article_view.marked_spans(asked.get_all(SPAN), article.text)
    st.html(article_view.article(article, spans, also_in(assistant, article)))
    if spans:
        st.html(article_view.show_mark(1), unsafe_allow_javascript=True)
