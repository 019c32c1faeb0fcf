"""Articles on their way into the library: an ingest in a thread of the page's process, which all its tabs share."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.embedding import Encoder
from assistant.errors import LibraryBusy
from assistant.library import Library
from assistant.settings import Settings
from ingest import IngestReport, Stopped, ingest
from ui.page.ending import Worker
from ui.page.messages import told


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: files done and in all, and files a second since the first was embedded (0: too early)."""

    done: int
    total: int
    rate: float

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at that rate."""
        return (self.total - self.done) / self.rate if self.rate else None


class Adding:
    """One ingest at a time. What it did, `report` or one line of `error`, is kept until the next or `forget`."""

    def __init__(self) -> None:
        """Nothing is under way yet."""
        self.progress: Progress | None = None
        self.report: IngestReport | None = None
        self.error = ""
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._thread: Worker | None = None

    @property
    def running(self) -> bool:
        """Whether an ingest is under way."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether the last one was stopped before its end."""
        return self.stopping and (self.progress is None or self.progress.done < self.progress.total)

    @property
    def stopping(self) -> bool:
        """Whether the one under way was told to stop."""
        return self._stop.is_set()

    def start(self, paths: Sequence[Path | str], library: Library, encoder: Encoder, settings: Settings) -> None:
        """Begins to bring the library up to date with the files. Raises LibraryBusy while another is under way."""
        with self._starting:
            if self.running:
                raise LibraryBusy("Articles are being added already; try again when that is done.")
            self.forget()
            self._stop.clear()
            self._thread = Worker(partial(self._run, paths, library, encoder, settings), "adding", self.stop)
            self._thread.start()

    def stop(self) -> None:
        """Ends it soon; the windows of files that went in stay in."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Returns when nothing is under way, or after so many seconds."""
        if self._thread:
            self._thread.join(seconds)

    def forget(self) -> None:
        """Forgets what the last one did."""
        self.progress, self.report, self.error = None, None, ""

    def _run(self, paths: Sequence[Path | str], library: Library, encoder: Encoder, settings: Settings) -> None:
        first: tuple[float, int] | None = None  # when embedding began, and what was done by then

        def tell(done: int, total: int, passages: int) -> None:
            nonlocal first
            if self.stopping:
                raise Stopped
            if passages and first is None:  # from then on the model is loaded
                first = time.monotonic(), done
            seconds, files = (time.monotonic() - first[0], done - first[1]) if first else (0.0, 0)
            self.progress = Progress(done, total, files / seconds if seconds > 1 else 0.0)

        try:
            self.report = ingest(
                paths,
                library,
                encoder,
                max_file_mb=settings.max_file_mb,
                json_fields=settings.record_fields,
                allow_private_urls=settings.allow_private_urls,
                on_progress=tell,
            )
        except Exception as error:  # noqa: BLE001 - a thread must not end in a traceback; `told` logs it
            self.error = told(error)


@st.cache_resource(show_spinner=False)
def adding(library: Path) -> Adding:  # noqa: ARG001 (what the cache knows it by)
    """What adds articles to the library in the folder `library`."""
    return Adding()
