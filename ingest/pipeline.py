"""From paths to the library, a window of articles at a time: what a window holds goes in together or not at all."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from assistant.embedding import Encoder
from assistant.errors import UnreadableArticle
from assistant.library import Library, SourceState
from assistant.library.records import member_source
from ingest.articles import make_articles
from ingest.describe import describe
from ingest.document import Document
from ingest.readers import READERS, members_of, suffix_of
from ingest.readers.member import Member, Options
from ingest.report import IngestReport, Skipped
from ingest.sources import find_sources

# Names the code that makes an article of a file; change it when that code changes and files are read anew.
READER = "3"
# Articles that are committed together. Windows are cut from the whole listing, and from the whole of a file that holds
# several, before unchanged ones are left out, so that a run that was killed and run again embeds the same batches and
# ends in the same library, to the bit.
WINDOW = 16
MEGABYTE = 1_000_000
# How long a process that is just sweeping up, or removing, is waited for.
BUSY_SECONDS = 2

Progress = Callable[[int, int, int], None]
_Documents = list[tuple[str, SourceState, Document]]


class Stopped(Exception):
    """What an `on_progress` raises to end an ingest early."""


def ingest(
    paths: Iterable[Path | str],
    library: Library,
    encoder: Encoder,
    *,
    max_file_mb: float = 10,
    json_fields: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
) -> IngestReport:
    """Brings the library up to date with the files under `paths` and says what it did.

    Unchanged files are left alone (by size and time, else by content), changed ones replaced, bad ones reported
    in `skipped` while the rest goes in. Of a file that holds several articles each is a source of its own, PATH#NAME;
    when it changed, those that are gone from it are removed, and nothing else is. `json_fields` names the keys and
    columns of the records' fields where they are unusual. `on_progress` is told files done, files in all and
    passages embedded; where it raises Stopped, the report tells of the windows that went in. Interrupted at any point,
    a further run finishes the work. Raises LibraryBusy when another process is writing, LibraryMismatch when the
    library was made with another embedding model.
    """
    started = time.monotonic()
    found = find_sources(Path(path) for path in paths)
    run = _Run(library, encoder, max_file_mb, dict(json_fields or {}))
    run.tell = lambda done, passages: on_progress(done, len(found.files), passages) if on_progress else None
    run.report.other_files = len(found.other)
    run.report.skipped += [Skipped(source, reason) for source, reason in found.refused]
    with library.writing(wait=BUSY_SECONDS), suppress(Stopped):
        library.check_embedding(encoder.name)
        for first in range(0, len(found.files), WINDOW):
            run.take(found.files[first : first + WINDOW])
    run.report.seconds = time.monotonic() - started
    if library.embedding is not None:
        encoder.prepare_queries()
    return run.report


class _Run:
    """One ingest under way."""

    def __init__(self, library: Library, encoder: Encoder, max_file_mb: float, json_fields: Mapping[str, str]) -> None:
        self.report = IngestReport()
        self.tell: Callable[[int, int], object] = lambda _files, _passages: None
        self._library, self._encoder = library, encoder
        self._max_file_mb, self._json_fields = max_file_mb, json_fields
        self._done = 0

    def take(self, window: Sequence[Path]) -> None:
        """Takes some files in: those of one article together, each of several articles by itself."""
        known = self._library.source_states([str(path) for path in window])
        held = self._library.held([str(path) for path in window])
        documents: _Documents = []
        same: dict[str, SourceState] = {}
        for path in window:
            source = str(path)
            try:
                state, content = self._look(path, known.get(source))
                if content is None:
                    self.report.unchanged += len(held[source])
                    if state != known[source]:
                        same[source] = state
                    continue
                options = Options(int(self._max_file_mb * MEGABYTE), self._json_fields)
                members = members_of(content, suffix_of(path.name), options)
                first = next(members)
                if first.name:
                    self._take_members(source, state, chain([first], members), held[source])
                else:
                    documents.append((source, state, describe(first.read())))
            except UnreadableArticle as error:
                self.report.skipped.append(Skipped(source, str(error)))
            except OSError as error:
                self.report.skipped.append(Skipped(source, f"it cannot be read ({error.strerror or error})"))
        if same:
            self._library.touch(same)
        # What a file held as long as it held several.
        self._remove([one for source, _, _ in documents for one in held[source] if one != source])
        self._add(documents, known, len(window))
        self._done += len(window)
        self.tell(self._done, self.report.passages)

    def _look(self, path: Path, known: SourceState | None) -> tuple[SourceState, bytes | None]:
        """How the file looks now, and its bytes, or None when they have not changed."""
        stat = path.stat()
        # Records are read anew when their keys are named otherwise; nothing else depends on that.
        of_records = self._json_fields and suffix_of(path.name) not in READERS
        reader = f"{READER} {sorted(self._json_fields.items())}" if of_records else READER
        if known and (stat.st_size, stat.st_mtime_ns, reader) == (known.size, known.mtime_ns, known.reader):
            return known, None
        if stat.st_size > self._max_file_mb * MEGABYTE:
            raise UnreadableArticle(
                f"it has {stat.st_size / MEGABYTE:.0f} MB, the limit is {self._max_file_mb:g}"
                " (ASSISTANT_MAX_FILE_MB sets it)"
            )
        content = path.read_bytes()
        state = SourceState(stat.st_size, stat.st_mtime_ns, hashlib.sha256(content).hexdigest(), reader)
        unchanged = known is not None and (known.sha256, known.reader) == (state.sha256, reader)
        return state, None if unchanged else content

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
                    self._take_window(file, window)
                    window = []
        except UnreadableArticle:
            self._take_window(file, window)
            raise
        self._take_window(file, window)
        # What an archive in the file holds is not gone from it when that archive could not be read.
        broken = tuple(f"{one.source}#" for one in self.report.skipped[skipped:])
        self._remove([source for source in held if source not in present and not source.startswith(broken)])
        if len(self.report.skipped) - skipped < len(present):
            self._library.touch({file: state})

    def _take_window(self, file: str, window: Sequence[Member]) -> None:
        known = self._library.source_states([member_source(file, member.name) for member in window])
        documents: _Documents = []
        for member in window:
            source = member_source(file, member.name)
            state = SourceState(0, 0, member.digest, READER)
            if known.get(source) == state:
                self.report.unchanged += 1
                continue
            try:
                documents.append((source, state, describe(member.read())))
            except UnreadableArticle as error:
                self.report.skipped.append(Skipped(source, str(error)))
        self._add(documents, known, 0)

    def _add(self, documents: _Documents, known: Collection[str], files: int) -> None:
        """Embeds and stores documents; `files` of the listing are done when they are."""
        if not documents:
            return
        self._library.remember_embedding(self._encoder.name, self._encoder.dimension)
        before = self.report.passages

        def embedded(done: int, total: int) -> None:
            self.report.passages = before + done
            self.tell(self._done + int(done / total * files), self.report.passages)

        articles = make_articles(documents, self._encoder, embedded)
        self._library.add(articles)
        replaced = sum(article.source in known for article in articles)
        self.report.replaced += replaced
        self.report.added += len(articles) - replaced

    def _remove(self, sources: Sequence[str]) -> None:
        if sources:
            self._library.remove(sources)
