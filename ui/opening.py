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


class Opened(NamedTuple):
    """The assistant, the same without a language model, and the thread that makes them ready."""

    assistant: Assistant
    quoting: Assistant
    warming: threading.Thread


def open_assistant(library: Path) -> Opened:
    """Opens the library, once, and starts loading the embedding model. Raises what `Assistant.open` raises.

    A library that was deleted and made anew at the same place is another one.
    """
    made = library / CATALOGUE
    return _open(library, made.stat().st_ino if made.exists() else 0)


@st.cache_resource(show_spinner=False)
def _open(library: Path, made: int) -> Opened:  # noqa: ARG001 (part of what the cache knows it by)
    settings = load_settings()
    encoder = SentenceTransformerEncoder(settings.embedding_model)
    shared = Library(library, server=settings.vector_server)
    assistant = quoting = Assistant.of(shared, settings, encoder)
    if settings.llm:
        quoting = Assistant.of(shared, settings.model_copy(update={"llm": None}), encoder)

    def warm() -> None:
        # What fails here fails again at the first question, which is where it is told.
        with suppress(Exception):
            assistant.warm()

    warming = threading.Thread(target=warm, name="warming", daemon=True)
    warming.start()
    return Opened(assistant, quoting, warming)
