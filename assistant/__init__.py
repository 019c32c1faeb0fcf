"""Ask your own articles: every sentence of the answer cites the exact sentence that supports it.

    from assistant import Assistant, ask, retrieve

    hits = retrieve("What did Rubio say about mediation?", k=5)
    answer = ask("How many people were injured in Kharkiv?")

Importing this costs next to nothing: what is heavy is imported at its first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, AnswerSentence, Citation, Disagreement, Draft, Earlier, Nearest, TimeRange
from assistant.errors import (
    AssistantError,
    LibraryBusy,
    LibraryError,
    LibraryMismatch,
    LibraryNotFound,
    LibraryUnreachable,
    ModelError,
    QuestionSetError,
    SettingsError,
    UnreadableArticle,
)
from assistant.types import Article, Explanation, Filter, Hit, Neighbour, Span

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.scripting import aretrieve, ask, retrieve, retrieve_many

__all__ = [
    "Answer",
    "AnswerSentence",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Disagreement",
    "Draft",
    "Earlier",
    "Explanation",
    "Filter",
    "Hit",
    "LibraryBusy",
    "LibraryError",
    "LibraryMismatch",
    "LibraryNotFound",
    "LibraryUnreachable",
    "ModelError",
    "Nearest",
    "Neighbour",
    "QuestionSetError",
    "SettingsError",
    "Span",
    "TimeRange",
    "UnreadableArticle",
    "aretrieve",
    "ask",
    "retrieve",
    "retrieve_many",
]


def __getattr__(name: str) -> Any:
    if name == "Assistant":
        return import_module("assistant.assistant").Assistant
    if name in ("aretrieve", "ask", "retrieve", "retrieve_many"):
        return getattr(import_module("assistant.scripting"), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
