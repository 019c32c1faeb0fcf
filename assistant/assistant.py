"""The assistant: opens a library, retrieves, answers. Orchestration only; each step is a part of its own."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.answering import QuotingWriter
from assistant.embedding import Encoder, SentenceTransformerEncoder
from assistant.library import Library, VectorServer
from assistant.retrieval import Retriever
from assistant.settings import load_settings
from assistant.types import Answer, Article, Hit

# How many hits an answer is made from, and how many passages of one article may be among them.
EVIDENCE_HITS = 10
PASSAGES_PER_STORY = 3


class Assistant:
    """Answers questions from one library. Safe to use from several threads."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        """Puts an assistant on an open library; `Assistant.open` does both. Raises LibraryMismatch."""
        self.library = library
        self._retriever = Retriever(library, encoder)
        self._writer = QuotingWriter(library)

    @classmethod
    def open(cls, path: str | Path | None = None) -> Assistant:
        """The assistant of the library at `path`, or of the one the settings name.

        Raises LibraryNotFound where there is none, LibraryMismatch when it was made with another embedding model or
        has its vectors elsewhere, SettingsError when a setting is wrong.
        """
        settings = load_settings()
        library = Library(Path(path) if path else settings.library, server=settings.vector_server)
        return cls(library, SentenceTransformerEncoder(settings.embedding_model))

    def retrieve(self, query: str, k: int = 5) -> list[Hit]:
        """The best `k` passages for a question, best first, one of each story. Raises ValueError on an empty query."""
        return self._retriever.search(query, k)

    def ask(self, question: str, *, refuse_below: float | None = None) -> Answer:
        """An answer whose every sentence cites what supports it, or an abstention.

        It abstains when its confidence (0 to 1) is below `refuse_below`; by default where measuring put the line.
        Raises ValueError on an empty question.
        """
        started = time.perf_counter()
        vector = self._retriever.encode(question)
        hits = self._retriever.search(question, EVIDENCE_HITS, per_story=PASSAGES_PER_STORY, vector=vector)
        answer = self._writer.write(question, vector, hits, refuse_below)
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000))

    def article(self, article_id: str, version: str | None = None) -> Article | None:
        """An article of the library: the version named, else the live one; None where there is none."""
        return self.library.article(article_id, version)

    def articles(self) -> list[Article]:
        """Every live article, newest first, undated last."""
        return self.library.articles()

    @property
    def writer(self) -> str:
        """The name of what turns evidence into answers."""
        return self._writer.name

    @property
    def refuses_below(self) -> float:
        """The confidence below which `ask` abstains unless it is told another."""
        return self._writer.threshold

    def warm(self) -> None:
        """Loads the embedding model and touches both legs, so that the first question is as fast as the next."""
        self._retriever.search("warm", 1)

    def close(self) -> None:
        """Releases the library's files."""
        self.library.close()


def retrieve(query: str, k: int = 5, *, library: str | Path | None = None) -> list[Hit]:
    """`Assistant.retrieve` on the library at `library`, or the one the settings name; kept open for the next call."""
    return _assistant(library).retrieve(query, k)


def ask(question: str, *, library: str | Path | None = None) -> Answer:
    """`Assistant.ask` on the library at `library`, or the one the settings name; kept open for the next call."""
    return _assistant(library).ask(question)


def _assistant(library: str | Path | None) -> Assistant:
    settings = load_settings()
    path = Path(library) if library else settings.library
    return _open(path.expanduser().absolute(), settings.embedding_model, settings.vector_server)


@lru_cache(maxsize=4)
def _open(path: Path, embedding_model: str, server: VectorServer | None) -> Assistant:
    return Assistant(Library(path, server=server), SentenceTransformerEncoder(embedding_model))
