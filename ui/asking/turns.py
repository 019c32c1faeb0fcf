"""A turn of the conversation: what was asked and what came of it, with all the page shows of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import Self

from assistant import Answer, Filter
from assistant.assistant import Assistant
from evals.keeping import keep
from evals.question_set import Question
from ui.page.ending import Worker
from ui.page.messages import told
from ui.settings.preferences import Preferences
from ui.wording.sources import Source, sources_of

# Seconds between two looks whether the turn was stopped.
WAIT = 0.25
# What the threads are called that answer questions.
ANSWERING = "answering"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with either its answer and the answer's sources, or one line that says what went wrong.

    `kept` is the test question that was kept of it, `not_kept` one line that says why the last one was not.
    `asked_on` is the day it was asked on (ISO), `where` what it was narrowed down to. `suggested` are questions to go
    on with, which the articles answer; None as long as none were looked for.
    """

    question: str
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    error: str | None = None
    kept: Question | None = None
    not_kept: str | None = None
    asked_on: str = ""
    where: Filter | None = None
    suggested: tuple[str, ...] | None = None

    @property
    def seen_on(self) -> str:
        """The day it looks at its articles from: the one it was asked as of, else the one it was asked on."""
        return (self.answer.as_of if self.answer else None) or self.asked_on


class Asking:
    """A question that is being answered, in a thread of its own from the moment this is made.

    Left (`with`), it stops after the sentence it is at, if it is not done.
    """

    def __init__(
        self,
        assistant: Assistant,
        question: str,
        before: Sequence[Turn] = (),
        *,
        where: Filter | None = None,
        ignore_time: bool = False,
        preferences: Preferences | None = None,
        warming: threading.Thread | None = None,
    ) -> None:
        """Asks, as the preferences say, after the turns `before`, once the assistant is warm."""
        self._turn = Turn(question, asked_on=date.today().isoformat(), where=where)  # noqa: DTZ011 (the asker's own day)
        self._assistant, self._warming = assistant, warming
        self._ready: Queue[Answer | Turn] = Queue()
        self._stopped = threading.Event()
        history, chosen = [turn.answer for turn in before if turn.answer], preferences or Preferences()
        self._stream = partial(
            assistant.stream,
            question,
            where=where,
            history=history,
            ignore_time=ignore_time,
            refusal=chosen.refusal,
            passages=chosen.passages,
        )
        self._thread = Worker(self._run, ANSWERING, self._stopped.set)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()

    def turn(self, show: Callable[[Answer | None], object] = lambda _: None) -> Turn:
        """What comes of it; the answer is shown as it grows.

        While there is nothing new to show, None is shown now and then: what shows it may stop the turn by raising.
        Whatever goes wrong becomes the turn's error line, so that the question is never lost.
        """
        with self:
            while True:
                try:
                    part = self._ready.get(timeout=WAIT)
                except Empty:
                    part = None
                if isinstance(part, Turn):
                    return part
                show(part)

    def _run(self) -> None:
        try:
            if self._warming:  # two threads must not load the model at the same time
                self._warming.join()
            for answer in self._stream():
                self._ready.put(answer)
                if self._stopped.is_set():
                    return
            self._ready.put(replace(self._turn, answer=answer, sources=sources_of(self._assistant, answer)))
        except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
            self._ready.put(replace(self._turn, error=told(error)))


def keep_question(turn: Turn, question: Question, path: Path) -> Turn:
    """Keeps a test question in the question set at `path`; the turn that tells what came of it."""
    try:
        keep(question, path)
    except Exception as error:  # noqa: BLE001 - as above
        return replace(turn, not_kept=told(error))
    return replace(turn, kept=question, not_kept=None)
