"""The screens of the page and the row at its top that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.errors import LibraryNotFound
from assistant.settings import load_settings
from ui.page.messages import error_line, told
from ui.page.opening import Opened, open_assistant
from ui.page.signing_in import show_sign_out
from ui.wording.text import escape_label

# Title, icon and module of each; the module's name is its place in the address, the first is the page's own.
_SCREENS = (
    ("Ask", "chat", "ask"),
    ("Library", "library_books", "library"),
    ("Evaluations", "analytics", "evaluations"),
    ("Settings", "tune", "settings"),
)
# Shown by its address only.
_ARTICLE = "article"


def screens() -> list[StreamlitPage]:
    """The screens, in the order of the header; behind them the one that has no place in it."""
    shown = [
        st.Page(partial(draw, name), title=title, url_path=name, default=not place)
        for place, (title, _, name) in enumerate(_SCREENS)
    ]
    return [*shown, st.Page(partial(draw, _ARTICLE), title="Article", url_path=_ARTICLE)]


def open_article(article_id: str) -> None:
    """Goes to an article's own screen."""
    st.switch_page(screens()[-1], query_params={"a": article_id})


def link_article(article_id: str, title: str, version: str = "") -> None:
    """A link to an article's own screen, the version named or the live one, which does not load the page anew."""
    asked = {"a": article_id} | ({"v": version} if version else {})
    st.page_link(screens()[-1], label=escape_label(title), query_params=asked)


@contextmanager
def header() -> Iterator[None]:
    """The name of the page and the way to its screens; what is drawn inside stands at its end."""
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        st.html('<p class="aa-name">Article assistant</p>')
        with st.container(key="screens", horizontal=True, gap=None):
            # Not the page's own icon: that is fetched from a server of Google's, for the browser's tab.
            for screen, (_, icon, _) in zip(screens(), _SCREENS, strict=False):
                st.page_link(screen, icon=f":material/{icon}:")
        yield
        show_sign_out()


def draw(name: str) -> None:
    """Draws the screen that the module `name` holds; what it raises becomes one line."""
    try:
        library = load_settings().library
        import_module(f"ui.screens.{name}").show(_opened(library), library)
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        st.html(error_line(told(error)))


def _opened(library: Path) -> Opened | None:
    """The assistant of the library; None where there is none yet. Raises what `Assistant.open` raises."""
    try:
        return open_assistant(library)
    except LibraryNotFound:
        return None
