"""The assistant of the page's process: opened once, made ready while the page is already there."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from assistant.assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from assistant.library.library import CATALOGUE
from assistant.settings import load_settings
from ui.page.ending import Worker
from ui.settings.preferences import Preferences, load_preferences


class Opened(NamedTuple):
    """The assistant, the same without a language model, the thread that makes them ready, and what is chosen."""

    assistant: Assistant
    quoting: Assistant
    warming: threading.Thread
    preferences: Preferences


def open_assistant(library: Path) -> Opened:
    """Opens the library, once, and starts loading the embedding model. Raises what `Assistant.open` raises.

    A library that was deleted and made anew at the same place is another one, as it is with another language model.
    """
    made, preferences = library / CATALOGUE, load_preferences(library)
    llm = preferences.language_model(load_settings().llm)
    return Opened(*_open(library, made.stat().st_ino if made.exists() else 0, llm), preferences)


# One is kept: all tabs ask with what was chosen last. The one before goes when the last answer of it is written.
@st.cache_resource(show_spinner=False, max_entries=1)
def _open(library: Path, made: int, llm: str | None) -> tuple[Assistant, Assistant, threading.Thread]:  # noqa: ARG001
    settings = load_settings().model_copy(update={"llm": llm})
    encoder = SentenceTransformerEncoder(settings.embedding_model)
    shared = Library(library, server=settings.vector_server)
    assistant = quoting = Assistant.of(shared, settings, encoder)
    if settings.llm:
        quoting = Assistant.of(shared, settings.model_copy(update={"llm": None}), encoder)

    def warm() -> None:
        # What fails here fails again at the first question, which is where it is told.
        with suppress(Exception):
            assistant.warm(wait=False)

    warming = Worker(warm, "warming")
    warming.start()
    return assistant, quoting, warming
