"""The assistant: opens a library, retrieves, answers. Orchestration only; each step is a part of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, get_args

import numpy as np

from assistant.answer import Answer, Earlier, Refusal, RefusalLevel
from assistant.asked_time import EVENT_HITS, AskedTime, asked_time, asks_for_news, with_outside, without_time
from assistant.dates import asking_day, check_date, last_ordinal
from assistant.embedding import Encoder, SentenceTransformerEncoder
from assistant.library import Library
from assistant.query import plain, questions_in
from assistant.reranking import Reranker
from assistant.retrieval import SECONDS, Retriever
from assistant.settings import Settings, load_settings
from assistant.spelling import respelled
from assistant.types import Article, Filter, Hit

if TYPE_CHECKING:
    from assistant.answering.streaming import Writer
    from assistant.llm import LanguageModel
    from assistant.support.model import SupportModel

# How many passages an answer is made from (the thresholds of refusal were fitted with so many), and how many of one
# article may be among them.
EVIDENCE_HITS = 10
PASSAGES_PER_STORY = 3


class Assistant:
    """Answers questions from one library. Safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        *,
        reranker: Reranker | None = None,
        rerank_seconds: float = SECONDS,
        open_llm: Callable[[], LanguageModel] | None = None,
        support_model: SupportModel | None = None,
        refusal: Refusal = "balanced",
    ) -> None:
        """Puts an assistant on an open library; `Assistant.open` does both. Raises LibraryMismatch.

        `open_llm` gives the language model that writes, at the first question; without it sentences are quoted.
        """
        self.library = library
        self._open_llm = open_llm
        self._support_model = support_model
        if refusal not in get_args(Refusal):
            raise ValueError(f"refusal {refusal!r} is none of {', '.join(get_args(Refusal))}.")
        self._refusal: Refusal = refusal
        self._retriever = Retriever(library, encoder, reranker=reranker, rerank_seconds=rerank_seconds)

    @classmethod
    def open(
        cls, path: str | Path | None = None, *, llm: str | None = None, refusal: Refusal | None = None
    ) -> Assistant:
        """The assistant of the library at `path`, or of the one the settings name.

        `llm` names the language model that writes ("gguf:PATH", "ollama:NAME", "openai:NAME", "anthropic:NAME",
        "openai-compatible:URL#NAME") in place of the setting ASSISTANT_LLM, `refusal` is the level ("strict",
        "balanced", "eager") in place of ASSISTANT_REFUSAL. Raises LibraryNotFound where there is no
        library, LibraryMismatch when it was made with another embedding model or has its vectors elsewhere,
        SettingsError when a setting is wrong, ModelError when a model is not named so.
        """
        settings = load_settings()
        given = {name: value for name, value in (("llm", llm), ("refusal", refusal)) if value}
        settings = settings.model_copy(update=given)
        library = Library(Path(path) if path else settings.library, server=settings.vector_server)
        return cls.of(library, settings)

    @classmethod
    def of(cls, library: Library, settings: Settings, encoder: Encoder | None = None) -> Self:
        """The assistant that the settings describe, on an open library. Raises LibraryMismatch and ModelError.

        An `encoder` of the settings' embedding model that there is already is used.
        """
        reranker = Reranker(settings.reranker) if settings.reranker else None
        return cls(
            library,
            encoder or SentenceTransformerEncoder(settings.embedding_model),
            reranker=reranker,
            rerank_seconds=settings.rerank_seconds,
            open_llm=llm_opener(settings.llm),
            support_model=support_model(settings.support_model),
            refusal=settings.refusal,
        )

    def retrieve(
        self, query: str, k: int = 5, *, where: Filter | None = None, as_of: str | None = None, neighbours: int = 0
    ) -> list[Hit]:
        """The best `k` passages for a question, best first, one of each story.

        `where` limits the articles. A question asked `as_of` an ISO date prefers articles near it and up to it, and
        marks down later ones; a filter's `until` leaves them out. `neighbours` passages before and after come with
        each hit. Raises ValueError on an empty query.
        """
        return self._retriever.search(query, k, where=where, as_of=as_of, neighbours=neighbours)

    def retrieve_many(
        self,
        queries: Iterable[str],
        k: int = 5,
        *,
        where: Filter | None = None,
        as_of: str | None = None,
        neighbours: int = 0,
    ) -> list[list[Hit]]:
        """The same for many questions at once, in their order; several times as quick as one after the other."""
        return self._retriever.search_many(queries, k, where=where, as_of=as_of, neighbours=neighbours)

    async def aretrieve(
        self, query: str, k: int = 5, *, where: Filter | None = None, as_of: str | None = None, neighbours: int = 0
    ) -> list[Hit]:
        """`retrieve` for asynchronous programs: the work is done in a thread, the event loop goes on."""
        return await asyncio.to_thread(self.retrieve, query, k, where=where, as_of=as_of, neighbours=neighbours)

    def ask(
        self,
        question: str,
        *,
        where: Filter | None = None,
        as_of: str | None = None,
        refusal: Refusal | float | None = None,
        history: Sequence[Earlier] = (),
        ignore_time: bool = False,
        passages: int = EVIDENCE_HITS,
    ) -> Answer:
        """An answer whose every sentence cites what supports it, or an abstention.

        `where` and `as_of` as in `retrieve`. What the question leans on is carried over from `history`, the turns
        before it in order: answers, or questions with the text of their answers. With `ignore_time` the question's
        words for a time ("last week") are left out. How readily it abstains is told by `refusal`: a level ("strict",
        "balanced", "eager") in place of the setting's, or the confidence (0 to 1) below which it does. It is made from
        the best `passages` of the articles. With a language model that cannot answer, `note` says why, and the
        sentences are quoted. Raises ValueError on an empty question, another level, or no passages.
        """
        *_, answer = self.stream(
            question,
            where=where,
            as_of=as_of,
            history=history,
            ignore_time=ignore_time,
            refusal=refusal,
            passages=passages,
        )
        return answer

    def stream(
        self,
        question: str,
        *,
        where: Filter | None = None,
        as_of: str | None = None,
        history: Sequence[Earlier] = (),
        ignore_time: bool = False,
        refusal: Refusal | float | None = None,
        passages: int = EVIDENCE_HITS,
    ) -> Iterator[Answer]:
        """The answer of `ask` as it grows: each has all sentences of the one before, the last one is whole.

        A sentence comes as soon as it is checked, and nothing that came is taken back or numbered anew; what the
        sources disagree on and `note` come with the last one.
        """
        started = time.perf_counter()
        refuse_below = self._refuse_below(refusal)
        if passages < 1:
            raise ValueError(f"passages is {passages}; an answer is made from one or more.")
        put = plain(question)
        alone, asked, note = self._understood(put, history, as_of, ignore_time=ignore_time)
        vector = self._retriever.encode(alone)
        news = self._news(alone, asked, where, as_of, passages)
        hits = news or self._retriever.search(
            alone,
            passages,
            per_story=PASSAGES_PER_STORY,
            vector=vector,
            where=where,
            as_of=as_of,
            periods=asked.events,
        )
        if alone.startswith(f"{put} ("):  # found by what was carried over, answered by what was asked
            vector = vector + self._retriever.encode(put)
            vector /= np.linalg.norm(vector)
        from assistant.answering.question import Encoded

        parts = [Encoded(part, self._retriever.encode(part), asked.timeless(part)) for part in questions_in(alone)]
        for answer in self._writer.stream(
            Encoded(alone, vector, asked.timeless(alone), bool(news)), hits, refuse_below, as_of, parts
        ):
            if where and not hits:
                from assistant.answering.refusal import FILTERED

                answer = replace(answer, text=FILTERED)  # noqa: PLW2901 - the same answer, in other words
            yield replace(
                answer,
                question=question,
                standalone_question=question if alone == put else alone,
                as_of=as_of,
                period=with_outside(asked.shown, answer.citations),
                note=" ".join(filter(None, (note, answer.note))),
                elapsed_ms=round((time.perf_counter() - started) * 1000),
            )

    def _news(
        self, question: str, asked: AskedTime, where: Filter | None, as_of: str | None, passages: int
    ) -> list[Hit]:
        """How the articles of the time asked for begin, where a question asks for the news; none for any other."""
        if not asks_for_news(question, asked.words):
            return []
        since, until = (asked.shown.since, asked.shown.until) if asked.shown else (None, None)
        until = min((day for day in (until, as_of) if day), default=None)
        if since and until and since[: len(until)] > until:
            return []  # a time after the day it is asked as of
        return self._retriever.leads(passages, where=where, period=Filter(since=since, until=until))

    def _understood(
        self, question: str, history: Sequence[Earlier], as_of: str | None, *, ignore_time: bool
    ) -> tuple[str, AskedTime, str]:
        """The question as it stands alone, the time it means and a note. Raises ValueError where `as_of` is no date."""
        if as_of is not None:
            check_date(as_of, "as_of")
        question, note = self._writer.standalone(question, history) if history else (question, "")
        today = asking_day(last_ordinal(as_of))
        near = partial(self._retriever.search, k=EVENT_HITS, as_of=as_of)
        question, read_as = respelled(question, self.library, near)
        asked = asked_time(question, today, near)
        if ignore_time:
            question, asked = without_time(question, asked.words), AskedTime(None)
        return question, asked, f"{note} {read_as}".strip()

    def article(self, article_id: str, version: str | None = None) -> Article | None:
        """An article of the library: the version named, else the live one; None where there is none."""
        return self.library.article(article_id, version)

    def articles(self) -> list[Article]:
        """Every live article, newest first, undated last."""
        return self.library.articles()

    @cached_property
    def _writer(self) -> Writer:
        # What a retrieval does not need.
        from assistant.answering.llm_writer import LlmWriter
        from assistant.answering.quoting import QuotingWriter

        if self._open_llm:
            return LlmWriter(self.library, self.encoder, self._open_llm, self._support_model)
        return QuotingWriter(self.library, self.encoder, self._support_model)

    @property
    def encoder(self) -> Encoder:
        """The embedding model, for whoever writes to the library meanwhile: it is loaded once."""
        return self._retriever.encoder

    @property
    def writer(self) -> str:
        """The name of what turns evidence into answers."""
        return self._writer.name

    @property
    def llm_name(self) -> str | None:
        """What is recorded of the language model that writes, which this opens; None for none. Raises ModelError."""
        return self._writer.model_name

    @property
    def refusal(self) -> Refusal:
        """The level of refusal of an `ask` that names none."""
        return self._refusal

    @property
    def levels(self) -> Mapping[Refusal, RefusalLevel]:
        """The levels of refusal, strictest first, each with what was measured of it."""
        return self._writer.levels

    @property
    def refuses_below(self) -> float:
        """The confidence below which such an `ask` abstains."""
        return self._refuse_below(None)

    def _refuse_below(self, refusal: Refusal | float | None) -> float:
        told = self._refusal if refusal is None else refusal
        if isinstance(told, str):
            if told in self.levels:
                return self.levels[told].below
        elif not isinstance(told, bool) and 0 <= told <= 1:
            return float(told)
        raise ValueError(f"refusal {told!r} is none of {', '.join(self.levels)}, and no number from 0 to 1.")

    def warm(self, *, wait: bool = True) -> None:
        """Loads the models and what is searched, so that the first question is as fast as the next.

        Who does not `wait` has a large library's graph read in the background, and searches without it meanwhile.
        """
        self._retriever.search("warm", 1)
        self._writer.warm()
        self.library.warm(wait=wait)

    def close(self) -> None:
        """Releases the library's files."""
        self._retriever.close()
        self.library.close()


def support_model(model: str | None) -> SupportModel | None:
    """The cross-encoder that a setting names, to judge support; None for none. Nothing is loaded yet."""
    if model is None:
        return None
    from assistant.support.model import SupportModel

    return SupportModel(model)


def llm_opener(spec: str | None) -> Callable[[], LanguageModel] | None:
    """What opens the language model that a setting names; None for none. Raises ModelError when it is not named so."""
    if spec is None:
        return None
    from assistant.llm import open_language_model, parse_spec

    parse_spec(spec)
    return partial(open_language_model, spec)
