"""From paths to the library, a window of articles at a time: what a window holds goes in together or not at all."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Literal, Self

from assistant.embedding import Encoder
from assistant.errors import UnreadableArticle
from assistant.library import Library, SourceState
from assistant.library.records import member_source, source_of
from ingest.articles import Segmented, embed, segment
from ingest.describe import describe
from ingest.document import Document
from ingest.looking import MEGABYTE, File, Found, dated_by_file, dated_by_name
from ingest.readers import READERS, members_of
from ingest.readers.member import Member, Options
from ingest.report import IngestReport, Skipped
from ingest.sources import find_sources
from ingest.syncing import remove_gone
from ingest.web import Pages, is_address, without_password

# Names the code that makes an article of a file; change it when that code changes and files are read anew.
READER = "9"
# Articles that are committed together. Windows are cut from the whole listing, and from the whole of a file that holds
# several, before unchanged ones are left out, so that a run that was killed and run again embeds the same batches and
# ends in the same library, to the bit.
WINDOW = 16
# How long a process that is just sweeping up, or removing, is waited for.
BUSY_SECONDS = 2
# How long one that is writing is waited for when pages have been fetched, which were in vain otherwise.
FETCHED_SECONDS = 60

Progress = Callable[[int, int, int], None]
_Documents = list[tuple[str, SourceState, Document]]


class Stopped(Exception):
    """What an `on_progress` raises to end an ingest early."""


def ingest(
    paths: Sequence[Path | str],
    library: Library,
    encoder: Encoder,
    *,
    max_file_mb: float = 10,
    json_fields: Mapping[str, str] | None = None,
    allow_private_urls: bool = False,
    sync: bool = False,
    date_from: Literal["mtime"] | None = None,
    on_progress: Progress | None = None,
) -> IngestReport:
    """Brings the library up to date with the files under `paths`, and pages of the web, and says what it did.

    Unchanged files are left alone (by size and time, else by content), changed ones replaced, bad ones reported
    in `skipped` while the rest goes in. Of a file that holds several articles each is a source of its own, PATH#NAME;
    when it changed, those that are gone from it are removed. Nothing else is, unless with `sync` the articles whose
    files in the folders given are gone. `json_fields` names the keys and columns of the records' fields where they are
    unusual. A path that is a text with http:// or https:// in front is fetched: a page, or all that a feed lists; from
    addresses inside networks only with `allow_private_urls`. With `date_from` articles that state no date, those that
    are there already included, are dated by their files (or that which holds them) and marked so. `on_progress` is told
    files done, files in all and passages embedded; where it raises Stopped, the report tells of the windows that went
    in. Interrupted at any point, a further run finishes the work. Raises LibraryBusy when another process is writing,
    LibraryMismatch when the library was made with another embedding model.
    """
    started = time.monotonic()
    urls = [path for path in paths if is_address(path)]
    given = [Path(path) for path in paths if not is_address(path)]
    found = find_sources(given)
    run = _Run(library, encoder, max_file_mb, dict(json_fields or {}), date_from, on_progress)
    report = run.report
    report.other_files = len(found.other)
    report.skipped += [Skipped(source, reason) for source, reason in found.refused]
    # A library may lie in the folder that it is made of; its own files are no articles.
    files = [File(path, max_file_mb) for path in found.files if library.path not in path.parents]
    limit = int(max_file_mb * MEGABYTE)
    pages = Pages(urls, library, READER, limit, report.skipped, allow_private=allow_private_urls)
    with suppress(Stopped):
        with library.writing(wait=BUSY_SECONDS), run:
            library.check_embedding(encoder.name)
            for window in _windows(files):
                run.take(window, len(files) + len(pages))
            run.wait()
            if sync:
                report.removed += remove_gone(given, library, report.skipped)
        for fetched in pages.windows(WINDOW):  # others may write while a server takes its time
            with library.writing(wait=FETCHED_SECONDS), run:
                run.take(fetched, run.done + len(fetched) + len(pages))
    report.seconds = time.monotonic() - started
    report.stories = library.counts()["stories"]
    if report.added or report.replaced or report.removed or report.skipped:
        library.journal.note_ingest([*map(source_of, given), *map(without_password, urls)], report.counts())
    if library.embedding is not None:
        encoder.prepare_queries()
    return report


def _windows(files: Sequence[Found]) -> Iterator[Sequence[Found]]:
    for first in range(0, len(files), WINDOW):
        yield files[first : first + WINDOW]


class _Run:
    """One ingest under way: while a window is embedded and stored, by a thread of its own, the next one is read."""

    def __init__(  # noqa: PLR0917
        self,
        library: Library,
        encoder: Encoder,
        max_file_mb: float,
        json_fields: Mapping[str, str],
        date_from: Literal["mtime"] | None,
        tell: Progress | None,
    ) -> None:
        self.report = IngestReport()
        self.done = 0
        self._library, self._encoder = library, encoder
        self._max_file_mb, self._json_fields, self._date_from = max_file_mb, json_fields, date_from
        self._tell, self._total = tell or (lambda _done, _total, _passages: None), 0
        self._storing: tuple[Future[None], int] | None = None
        self._broken_off = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Waits for what is under way, and ends it soon where something was raised."""
        try:
            if kind is None:
                self.wait()
        finally:
            self._broken_off = True
            self._finish()
            self._broken_off = False

    def _finish(self) -> None:
        """Returns when nothing is being stored, however often it is interrupted: after it another process may write."""
        interruption: BaseException | None = None
        # Its thread is not joined: in Python 3.11 an interrupted join leaves a thread that counts as ended.
        while self._storing and not (self._storing[0].cancel() or self._storing[0].done()):
            try:
                wait_for([self._storing[0]])
            except BaseException as error:  # noqa: BLE001 (a signal's, raised below)
                interruption = error
        self._storing = None
        if interruption:
            raise interruption

    def wait(self) -> None:
        """Returns when what was read is stored. Raises what storing it raised."""
        if self._storing:
            stored, files = self._storing
            try:
                stored.result()
            finally:
                if stored.done():  # not interrupted
                    self._storing = None
                del stored  # which keeps its error, whose traceback would keep it
            self.done += files
            self._tell(self.done, self._total, self.report.passages)

    def take(self, window: Sequence[Found], total: int) -> None:
        """Takes some of `total` files in: those of one article together, each of several articles by itself."""
        self._total = total
        known = self._library.source_states([one.source for one in window])
        held = self._library.held([one.source for one in window])
        # Read again whatever they look like.
        files = [one.source for one in window if isinstance(one, File)]
        undated = self._undated([*files, *(member for file in files for member in held[file])])
        documents: _Documents = []
        same: dict[str, SourceState] = {}
        for one in window:
            source = one.source
            try:
                again = not undated.isdisjoint([source, *held[source]])
                state, content = one.look(None if again else known.get(source), self._reader(one))
                if content is None:
                    self.report.unchanged += len(held[source])
                    if state != known[source]:
                        same[source] = state
                    continue
                options = Options(int(self._max_file_mb * MEGABYTE), self._json_fields)
                members = members_of(content, one.suffix, options)
                first = next(members)
                if first.name:
                    self._take_members(source, state, chain([first], members), held[source])
                else:
                    documents.append((source, state, self._described(first, source, state)))
            except UnreadableArticle as error:
                self.report.skipped.append(Skipped(source, str(error)))
        if same:
            self._library.touch(same)
        # What a file held as long as it held several.
        self._remove([member for source, _, _ in documents for member in held[source] if member != source])
        if not self._add(documents, known, len(window)):
            self.done += len(window)
            if self._storing is None:
                self._tell(self.done, total, self.report.passages)

    def _undated(self, sources: Sequence[str]) -> set[str]:
        """Those that are there without a date, where files are to date them."""
        return self._library.undated(sources) if self._date_from else set()

    def _described(self, member: Member, source: str, file: SourceState) -> Document:
        document = describe(member.read())
        if not is_address(source):
            document = dated_by_name(document, member.name or source)
        return dated_by_file(document, file) if self._date_from else document

    def _reader(self, one: Found) -> str:
        """What reads it: records are read anew when their keys are named otherwise, nothing else depends on that."""
        of_records = self._json_fields and one.suffix not in READERS
        return f"{READER} {sorted(self._json_fields.items())}" if of_records else READER

    def _take_members(self, file: str, state: SourceState, members: Iterator[Member], held: Collection[str]) -> None:
        """Takes the articles of one file in, a window at a time.

        The file's own state is written last: until then it counts as changed, and a further run goes on where this
        one was interrupted. Raises UnreadableArticle when the file breaks off; then none counts as gone from it.
        """
        present: set[str] = set()
        skipped = len(self.report.skipped)
        window: list[Member] = []
        try:
            for member in members:
                window.append(member)
                present.add(member_source(file, member.name))
                if len(window) == WINDOW:
                    self._take_window(file, window, state)
                    window = []
        except UnreadableArticle:
            self._take_window(file, window, state)
            raise
        self._take_window(file, window, state)
        self.wait()
        # What an archive in the file holds is not gone from it when that archive could not be read.
        broken = tuple(f"{one.source}#" for one in self.report.skipped[skipped:])
        self._remove([source for source in held if source not in present and not source.startswith(broken)], file)
        # What is broken in it is told each time, as a file is that is broken as a whole.
        if len(self.report.skipped) == skipped:
            self._library.touch({file: state})

    def _take_window(self, file: str, window: Sequence[Member], of_file: SourceState) -> None:
        sources = [member_source(file, member.name) for member in window]
        known, undated = self._library.source_states(sources), self._undated(sources)
        documents: _Documents = []
        for member in window:
            source = member_source(file, member.name)
            state = SourceState(0, 0, member.digest, READER)
            if known.get(source) == state and source not in undated:
                self.report.unchanged += 1
                continue
            try:
                documents.append((source, state, self._described(member, source, of_file)))
            except UnreadableArticle as error:
                self.report.skipped.append(Skipped(source, str(error)))
        self._add(documents, known, 0)

    def _add(self, documents: _Documents, known: Collection[str], files: int) -> bool:
        """Has documents embedded and stored, if there are any; `files` of the listing are done when they are."""
        if not documents:
            return False
        self._library.remember_embedding(self._encoder.name, self._encoder.dimension)
        segmented = segment(documents, self._encoder)
        self.wait()
        stored: Future[None] = Future()
        self._storing = stored, files  # before it begins, for whatever interrupts the next line
        threading.Thread(target=self._work, args=(stored, segmented, known, files), name="ingest").start()
        return True

    def _work(self, stored: Future[None], documents: Sequence[Segmented], known: Collection[str], files: int) -> None:
        if stored.set_running_or_notify_cancel():
            try:
                self._store(documents, known, files)
            except BaseException as error:  # noqa: BLE001 (raised by `wait`)
                stored.set_exception(error)
                del stored  # which keeps its error, whose traceback would keep it
            else:
                stored.set_result(None)

    def _store(self, documents: Sequence[Segmented], known: Collection[str], files: int) -> None:
        before = self.report.passages

        def embedded(done: int, total: int) -> None:
            if self._broken_off:
                raise Stopped
            self.report.passages = before + done
            self._tell(self.done + int(done / total * files), self._total, self.report.passages)

        articles = embed(documents, self._encoder, embedded)
        self._library.add(articles)
        replaced = sum(article.source in known for article in articles)
        self.report.replaced += replaced
        self.report.added += len(articles) - replaced

    def _remove(self, sources: Sequence[str], file: str = "") -> None:
        # A file may be named like a member of another.
        gone = [source for source in sources if source == file or not os.path.lexists(source)]
        if gone:
            self.wait()  # removing sweeps up what is half stored
            self._library.remove(gone)
            self.report.removed += len(gone)
