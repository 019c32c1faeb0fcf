"""A question set run by the page: in the background, one at a time for all tabs, stored as `eval SET` stores it."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from assistant.assistant import Assistant
from assistant.errors import QuestionSetError
from assistant.library import Library
from assistant.settings import load_settings
from evals.full_run import full_run
from evals.question_set import load_question_set
from evals.run import EvalRun
from evals.stored_runs import check_folder, save_run
from ui.evaluations.question_sets import what_to_ingest
from ui.page.ending import Worker
from ui.page.messages import told
from ui.settings.preferences import Preferences
from ui.wording.text import counted


class Progress(NamedTuple):
    """How far a run is: of which set, questions done and in all, and the seconds left as far as that can be told."""

    question_set: Path
    done: int
    total: int
    seconds_left: float | None


class Ended(NamedTuple):
    """What came of the last run, in one line, and the id that it is stored under, if it is."""

    line: str
    run: str = ""
    failed: bool = False


class _StopError(Exception):
    """Somebody has stopped the run."""


class Evaluating:
    """The run that goes on, if any, and how the last one ended. Safe to use from several threads."""

    def __init__(self) -> None:
        self._starting, self._stopping = threading.Lock(), threading.Event()
        self._thread: Worker | None = None
        self._progress, self._first = Progress(Path(), 0, 0, None), 0.0
        self.ended: Ended | None = None

    def start(self, question_set: Path, library: Path, chosen: Preferences) -> bool:
        """Begins to run the set as is chosen; False where another run goes on."""
        with self._starting:
            if self.progress:
                return False
            self._progress, self.ended = Progress(question_set, 0, 0, None), None
            self._stopping.clear()
            self._thread = Worker(partial(self._work, question_set, library, chosen), "evaluating", self.stop)
            self._thread.start()
            return True

    @property
    def progress(self) -> Progress | None:
        """How far the run is; None where none goes on."""
        return self._progress if self._thread and self._thread.is_alive() else None

    @property
    def stopping(self) -> bool:
        """Whether somebody has stopped it."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Has the run end after the question that it is at; what is done of it is not stored."""
        self._stopping.set()

    def wait(self, seconds: float) -> None:
        """Until the run has ended, or so long."""
        if self._thread:
            self._thread.join(seconds)

    def _work(self, question_set: Path, library: Path, chosen: Preferences) -> None:
        try:
            run = self._run(question_set, library, chosen)
            self.ended = Ended(f"{counted(len(run.rows), 'question')} asked; stored as {run.id}.", run.id)
        except _StopError:
            self.ended = Ended("The run was stopped; nothing of it is stored.")
        except QuestionSetError as error:
            self.ended = Ended(told(error) + what_to_ingest(question_set, library), failed=True)
        except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
            self.ended = Ended(told(error), failed=True)

    def _run(self, question_set: Path, library: Path, chosen: Preferences) -> EvalRun:
        settings = load_settings()
        asked = {"llm": chosen.language_model(settings.llm), "refusal": chosen.refusal or settings.refusal}
        settings = settings.model_copy(update=asked)
        check_folder(settings.runs)
        load_question_set(question_set)  # before a model is loaded for it
        # One of its own, as the command has: the page's goes on answering meanwhile.
        own = Library(library, server=settings.vector_server)
        with closing(Assistant.of(own, settings)) as assistant:
            run = full_run(question_set, assistant, settings, passages=chosen.passages, on_progress=self._tell)
        return save_run(run, settings.runs)[0]

    def _tell(self, done: int, total: int) -> None:
        if self.stopping:
            raise _StopError
        now = time.monotonic()
        if done == 1:
            self._first = now  # until then models were loaded
        left = (now - self._first) / (done - 1) * (total - done) if done > 1 else None
        self._progress = self._progress._replace(done=done, total=total, seconds_left=left)


@st.cache_resource(show_spinner=False)
def evaluating() -> Evaluating:
    """The one of this process, which all tabs share."""
    return Evaluating()
