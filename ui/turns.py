"""A turn of the conversation: what was asked and what came of it, with all the page shows of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import Answer, Article, AssistantError, Citation
from assistant.answer import Refusal
from assistant.assistant import Assistant
from evals.keeping import keep, kept_path
from evals.question_set import Question
from ui.source_card import Source
from ui.text import place_name

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with either its answer and the answer's sources, or one line that says what went wrong.

    `kept` is the test question that was kept of it, `not_kept` one line that says why the last one was not.
    """

    question: str
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    error: str | None = None
    kept: Question | None = None
    not_kept: str | None = None


def take_turn(
    assistant: Assistant,
    question: str,
    show: Callable[[Answer], object] | None = None,
    before: Sequence[Turn] = (),
    *,
    ignore_time: bool = False,
    refusal: Refusal | None = None,
) -> Turn:
    """Asks, after the turns `before`, and has the answer shown, where that is wanted, as it grows.

    Whatever goes wrong becomes the turn's error line, so that the question is never lost.
    """
    try:
        history = [turn.answer for turn in before if turn.answer]
        for answer in assistant.stream(question, history=history, ignore_time=ignore_time, refusal=refusal):
            if show:
                show(answer)
        return Turn(question, answer, sources_of(assistant, answer))
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        return Turn(question, error=told(error))


def keep_question(turn: Turn, question: Question, library: Path) -> Turn:
    """Keeps a test question beside the library in the folder `library`; the turn that tells what came of it."""
    try:
        keep(question, kept_path(library))
    except Exception as error:  # noqa: BLE001 - as above
        return replace(turn, not_kept=told(error))
    return replace(turn, kept=question, not_kept=None)


def told(error: Exception) -> str:
    """An error in one line; one that nobody foresaw is only named, the terminal that runs the page has it all."""
    if isinstance(error, AssistantError):
        return " ".join(str(error).split())
    logger.error("The page met an error", exc_info=error)
    return f"Something went wrong ({type(error).__name__}); the terminal that runs the page tells more."


def sources_of(assistant: Assistant, answer: Answer) -> tuple[Source, ...]:
    """The answer's citations by article, in order of their first number, with the text they were taken from."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault((citation.article_id, citation.version), []).append(citation)
    return tuple(_source(assistant, tuple(citations)) for citations in groups.values())


def _source(assistant: Assistant, citations: tuple[Citation, ...]) -> Source:
    article = assistant.article(citations[0].article_id, citations[0].version)
    if article is None or any(article.text[one.start : one.end] != one.quote for one in citations):
        return Source(citations, None, ())
    return Source(citations, article.text, _also_in(assistant, article))


def _also_in(assistant: Assistant, article: Article) -> tuple[str, ...]:
    copies = assistant.library.story_sources([article.story]).get(article.story, [])
    names = [place_name(name) for article_id, name in copies if article_id != article.article_id]
    return tuple(dict.fromkeys(name for name in names if name != article.outlet))
