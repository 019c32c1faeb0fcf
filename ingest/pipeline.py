"""From paths to the library, a window of files at a time: what a window holds goes in together or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.embedding import Encoded, Encoder, Vector, unit
from assistant.errors import UnreadableArticle
from assistant.library import Library, NewArticle, NewPassage, SourceState
from assistant.library.records import source_of
from assistant.library.stories import FEW_WORDS
from assistant.types import Span
from ingest.describe import describe
from ingest.document import Document
from ingest.looking import MEGABYTE, File, Found, dated_by_file
from ingest.readers import read
from ingest.report import IngestReport, Skipped
from ingest.segmentation import HEADER_TOKENS, PASSAGE_TOKENS, Segment, split_passages, split_sentences
from ingest.sources import find_sources
from ingest.syncing import remove_gone
from ingest.web import Pages, is_address, without_password

# Names the code that makes an article of a file; change it when that code changes and files are read anew.
READER = "3"
# Files that are committed together. Windows are cut from the whole listing, before unchanged files are left out,
# so that a run that was killed and run again embeds the same batches and ends in the same library, to the bit.
WINDOW = 16
# How long a process that is just sweeping up, or removing, is waited for.
BUSY_SECONDS = 2

# A title and a body of a few words with a lower cosine have nothing to do with each other. In realtimeqa_2022 24 of 26
# such articles are a site's notice, 21 below; of multihop_rag's 272 facts, single sentences out of articles, 8 %.
# With half of the vector the title's own, the first gains MRR@10 +0.01 asked as of a date and hit@10 +0.01 without; the
# second loses nDCG@10 0.003, and 0.01 if it were done to every article of a few words.
UNRELATED = 0.12

Progress = Callable[[int, int, int], None]


class Stopped(Exception):
    """What an `on_progress` raises to end an ingest early."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and cleaned, not yet embedded."""

    source: str
    state: SourceState
    document: Document
    header: str
    segments: list[Segment]


def ingest(
    paths: Sequence[Path | str],
    library: Library,
    encoder: Encoder,
    *,
    max_file_mb: float = 10,
    allow_private_urls: bool = False,
    sync: bool = False,
    date_from: Literal["mtime"] | None = None,
    on_progress: Progress | None = None,
) -> IngestReport:
    """Brings the library up to date with the files under `paths`, and pages of the web, and says what it did.

    Unchanged files are left alone (by size and time, else by content), changed ones replaced, bad ones reported
    in `skipped` while the rest goes in. Nothing is removed, unless with `sync` the articles whose files in the folders
    given are gone. A path that is a text with http:// or https:// in front is fetched: a page, or all that a feed
    lists; from addresses inside networks only with `allow_private_urls`. With `date_from` articles that state no date,
    those that are there already included, are dated by their files and marked so. `on_progress` is told files done,
    files in all and passages embedded; where it raises Stopped, the report tells of the windows that went in.
    Interrupted at any point, a further run finishes the work. Raises LibraryBusy when another process is writing,
    LibraryMismatch when the library was made with another embedding model.
    """
    started = time.monotonic()
    urls = [path for path in paths if is_address(path)]
    given = [Path(path) for path in paths if not is_address(path)]
    found = find_sources(given)
    report = IngestReport(other_files=len(found.other))
    report.skipped += [Skipped(source, reason) for source, reason in found.refused]
    with library.writing(wait=BUSY_SECONDS), suppress(Stopped):
        library.check_embedding(encoder.name)
        files = [File(path, max_file_mb) for path in found.files]
        pages = Pages(
            urls, library, READER, int(max_file_mb * MEGABYTE), report.skipped, allow_private=allow_private_urls
        )
        done = 0
        for window in chain(_windows(files), pages.windows(WINDOW)):
            total = max(len(files), done + len(window)) + len(pages)
            tell = _progress_of_window(on_progress, report, done, len(window), total)
            _ingest_window(window, library, encoder, report, tell, date_from)
            done += len(window)
        if sync:
            report.removed = remove_gone(given, library, report.skipped)
    report.seconds = time.monotonic() - started
    report.stories = library.counts()["stories"]
    named = [*map(source_of, given), *map(without_password, urls)]
    library.journal.note_ingest(named, report.counts())
    if library.embedding is not None:
        encoder.prepare_queries()
    return report


def _windows(files: Sequence[Found]) -> Iterator[Sequence[Found]]:
    for first in range(0, len(files), WINDOW):
        yield files[first : first + WINDOW]


def _progress_of_window(
    on_progress: Progress | None, report: IngestReport, first: int, size: int, total: int
) -> Callable[[float], None]:
    """A callback that takes the share of the window that is done."""

    def tell(share: float) -> None:
        if on_progress:
            on_progress(first + int(share * size), total, report.passages)

    return tell


def _ingest_window(  # noqa: PLR0917
    window: Sequence[Found],
    library: Library,
    encoder: Encoder,
    report: IngestReport,
    tell: Callable[[float], None],
    date_from: Literal["mtime"] | None,
) -> None:
    known = library.source_states([one.source for one in window])
    # Read again whatever they look like.
    undated = library.undated([one.source for one in window if isinstance(one, File)]) if date_from else set()
    documents: list[tuple[str, SourceState, Document]] = []
    same: dict[str, SourceState] = {}
    for one in window:
        source = one.source
        try:
            state, content = one.look(None if source in undated else known.get(source), READER)
            if content is None:
                report.unchanged += 1
                if state != known[source]:
                    same[source] = state
            else:
                document = describe(read(content, one.suffix))
                documents.append((source, state, dated_by_file(document, state) if date_from else document))
        except UnreadableArticle as error:
            report.skipped.append(Skipped(source, str(error)))
        except OSError as error:
            report.skipped.append(Skipped(source, f"it cannot be read ({error.strerror or error})"))
    if same:
        library.touch(same)
    if documents:
        library.remember_embedding(encoder.name, encoder.dimension)
        before = report.passages

        def embedded(done: int, total: int) -> None:
            report.passages = before + done
            tell(done / total)

        articles = make_articles(documents, encoder, embedded)
        library.add(articles)
        replaced = sum(article.source in known for article in articles)
        report.replaced += replaced
        report.added += len(articles) - replaced
    tell(1.0)


def make_articles(
    documents: Sequence[tuple[str, SourceState, Document]],
    encoder: Encoder,
    on_embedded: Callable[[int, int], None] | None = None,
) -> list[NewArticle]:
    """Described documents as articles ready for `Library.add`: segmented, and embedded in batches across them all.

    `on_embedded` is told passages done and passages in all.
    """
    return _embed(_segment(documents, encoder), encoder, on_embedded or (lambda _done, _total: None))


def _segment(documents: Sequence[tuple[str, SourceState, Document]], encoder: Encoder) -> list[_Read]:
    """Sentences and passages of each document, all their sentences counted in one batch."""
    sentences = [split_sentences(document.body) for _, _, document in documents]
    titles = [document.title or "" for _, _, document in documents]
    texts = [d.body[s.start : s.end] for (_, _, d), spans in zip(documents, sentences, strict=True) for s in spans]
    counts = encoder.count_tokens([*titles, *texts])
    title_tokens, tokens = counts[: len(titles)], iter(counts[len(titles) :])
    special = 4  # [CLS] and [SEP], and room for a model whose tokens depend on what stands beside them
    read_documents = []
    for (source, state, document), spans, length in zip(documents, sentences, title_tokens, strict=True):
        header = f"{document.title}\n" if length <= HEADER_TOKENS else ""
        limit = min(PASSAGE_TOKENS, encoder.max_tokens - special - (length if header else 0))
        segments = split_passages(document.body, spans, [next(tokens) for _ in spans], limit, encoder.count_tokens)
        read_documents.append(_Read(source, state, document, header, segments))
    return read_documents


def _embed(documents: Sequence[_Read], encoder: Encoder, on_embedded: Callable[[int, int], None]) -> list[NewArticle]:
    """Embeds all passages in order of length, so that a batch holds texts of one length."""
    rows = [(document, segment) for document in documents for segment in document.segments]
    order = sorted(range(len(rows)), key=lambda i: rows[i][1].tokens)
    texts = [
        document.header + document.document.body[segment.span.start : segment.span.end] for document, segment in rows
    ]
    inside = [
        [Span(s.start - segment.span.start + len(document.header), s.end - segment.span.start + len(document.header))
         for s in segment.sentences]
        for document, segment in rows
    ]  # fmt: skip
    encoded: list[Encoded | None] = [None] * len(rows)
    for done, (i, vectors) in enumerate(
        zip(order, encoder.encode_passages([texts[i] for i in order], [inside[i] for i in order]), strict=True), 1
    ):
        encoded[i] = vectors
        on_embedded(done, len(rows))
    leaning = _on_titles(documents, encoder)
    passages = iter(
        NewPassage(
            segment.span,
            segment.sentences,
            unit(vectors.passage + leaning[document.source]) if document.source in leaning else vectors.passage,
            np.asarray(vectors.sentences),
        )
        for (document, segment), vectors in zip(rows, encoded, strict=True)
        if vectors
    )
    return [
        NewArticle(
            source=document.source,
            state=document.state,
            title=document.document.title or "",
            byline=document.document.byline,
            outlet=document.document.outlet,
            published_at=document.document.published_at,
            updated_at=document.document.updated_at,
            language=document.document.language,
            text=document.document.body,
            passages=tuple(next(passages) for _ in document.segments),
            date_from=document.document.date_from,
        )
        for document in documents
    ]


def _on_titles(documents: Sequence[_Read], encoder: Encoder) -> dict[str, Vector]:
    """The titles' vectors, by source, of the articles of a few words that have nothing to do with their title.

    Such a body is often a site's notice ("Video player was slow to load"), in which a title of ten words is lost.
    """
    short = [one for one in documents if one.header and len(one.document.body.split()) < FEW_WORDS]
    texts = [text for one in short for text in (one.header.strip(), one.document.body)]
    vectors = [encoded.passage for encoded in encoder.encode_passages(texts, [[] for _ in texts])]
    pairs = zip(short, vectors[::2], vectors[1::2], strict=True)
    return {one.source: title for one, title, body in pairs if title @ body < UNRELATED}
