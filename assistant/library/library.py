"""The library: one owner of the catalogue, the vectors and the words, and of the order in which they are written.

Replacing an article: its new passages go to Chroma and tantivy, then the version is flipped in one catalogue
transaction, then the old passages are deleted. Searches believe only what the catalogue says is live, so a crash
at any instant leaves the old state or the new one; what it leaves lying about is swept up at the next opening.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from assistant.embedding import Vector
from assistant.errors import LibraryBusy, LibraryError, LibraryMismatch, LibraryUnreachable
from assistant.library.catalogue import Catalogue
from assistant.library.database import DatabaseError
from assistant.library.folder import make_folder
from assistant.library.journal import Journal
from assistant.library.reading import Reading
from assistant.library.rebuilding import Rebuilding
from assistant.library.records import NewArticle, SourceState
from assistant.library.scan import Scan
from assistant.library.vector_place import VectorPlace
from assistant.library.vector_search import VectorSearch
from assistant.library.vector_server import VectorServer
from assistant.library.vectors import Vectors
from assistant.library.words import Words
from assistant.library.writing import index_passages
from assistant.types import Article

CATALOGUE, LOCK = "catalogue.sqlite", "writing.lock"
LAYOUT = "3"


class Library(Reading):
    """A stored, searchable collection of articles in one folder. Safe to use from several threads."""

    def __init__(
        self, path: Path, *, create: bool = False, server: VectorServer | None = None, moving: bool = False
    ) -> None:
        """Opens the library in the folder `path` and repairs what a crash left (unless somebody is writing now).

        Its vectors are on `server`; without one, in the folder. A server that does not answer is told when they are
        needed. `moving`, for a rebuild, opens a library that has them elsewhere. Raises LibraryNotFound where there is
        none and `create` is false, LibraryMismatch on one of another layout or with its vectors elsewhere, LibraryError
        where the folder holds something else or cannot be used.
        """
        self.path = path.expanduser().absolute()
        if not (self.path / CATALOGUE).exists():
            make_folder(self.path, create, (LOCK, CATALOGUE))
        self._write_lock = FileLock(self.path / LOCK)
        self._reading = threading.RLock()
        self._generation = 0
        self._kept = {}
        try:
            self._catalogue = Catalogue(self.path / CATALOGUE)
            self._rebuilding = Rebuilding(self._catalogue)
            self.journal = Journal(self._catalogue)
        except DatabaseError as error:
            raise LibraryError(f"The library at {self.path} cannot be opened ({error}).") from error
        self._place = VectorPlace(self.path, self._catalogue, server, may_move=moving)
        if self._catalogue.meta("layout") is None:
            with self._lock(wait=10):  # another process may be making it as well
                if self._catalogue.meta("layout") is None:
                    self._catalogue.set_meta({"layout": LAYOUT, **self._place.begin()})
        layout = self._catalogue.meta("layout")
        if layout != LAYOUT:
            raise LibraryMismatch(
                f"The library at {self.path} has layout {layout}, this version reads {LAYOUT};"
                " ingest the articles into a new one: article-assistant ingest --library NEW DIR"
            )
        self._open_parts()
        with suppress(LibraryUnreachable):  # the articles can be read all the same
            self._place.check(self._vectors)
            if self._catalogue.is_unfinished():
                with suppress(LibraryBusy), self.writing():  # whoever is writing sweeps up
                    pass

    def _open_parts(self) -> None:
        seen, written = self._catalogue.changed(), self._catalogue.written()
        generation = self._rebuilding.generation()
        self._vectors, self._words = self._place.open(generation), Words(self.path / f"words-{generation}")
        if generation != self._generation:
            self._scan = Scan(self._catalogue)
        self._search = VectorSearch(self._vectors, self._scan)
        self._seen, self._written, self._generation = seen, written, generation

    def _next_parts(self) -> tuple[Vectors, Words]:
        generation = self._generation + 1
        return self._place.open_next(generation), Words(self.path / f"words-{generation}")

    @property
    def vectors_at(self) -> str:
        """Folder, or server and collection, of the vectors."""
        return self._place.name(self._generation)

    # The embedding model

    @property
    def embedding(self) -> tuple[str, int] | None:
        """Name and dimension of the model the library was made with; None while it is empty."""
        name, dimension = self._catalogue.meta("embedding_model"), self._catalogue.meta("dimension")
        return (name, int(dimension)) if name and dimension else None

    def remember_embedding(self, name: str, dimension: int) -> None:
        """Notes the model at the first writing. Raises LibraryMismatch when it is not the one remembered."""
        if self.embedding is None:
            self._catalogue.set_meta({"embedding_model": name, "dimension": str(dimension)})
        self.check_embedding(name, dimension)

    def check_embedding(self, name: str, dimension: int | None = None) -> bool:
        """Whether anything was embedded yet. Raises LibraryMismatch, naming both models, when another one did it."""
        known = self.embedding
        if known and (known[0] != name or dimension not in (None, known[1])):
            asked = f"{name} ({dimension} dimensions)" if dimension else name
            raise LibraryMismatch(
                f"The library at {self.path} was made with the embedding model {known[0]} ({known[1]} dimensions),"
                f" not {asked}; set ASSISTANT_EMBEDDING_MODEL back, or remake it with: article-assistant rebuild"
            )
        return known is not None

    # Writing

    @contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Holds the right to write, waiting at most `wait` seconds; leftovers of a crash are swept up first.

        Raises LibraryBusy when another process holds it.
        """
        with self._lock(wait):
            self._sweep()
            yield

    @contextmanager
    def _lock(self, wait: float) -> Iterator[None]:
        try:
            with self._write_lock.acquire(timeout=wait):
                yield
        except Timeout as error:
            raise LibraryBusy(
                f"Another process is writing to the library at {self.path}; try again when it has finished."
            ) from error

    def add(self, articles: Sequence[NewArticle]) -> None:
        """Adds the articles, or replaces what their sources held before: all of them, or none if it is interrupted.

        Call inside `writing()`.
        """
        live = self._catalogue.live_versions([article.article_id for article in articles])
        same = {a.source: a.state for a in articles if live.get(a.article_id) == a.version}
        articles = [article for article in articles if article.source not in same]
        self._catalogue.touch(same)
        if not articles:
            return
        self._catalogue.begin(articles, datetime.now(UTC).isoformat(timespec="seconds"))
        index_passages(articles, self._vectors, self._words, self._catalogue.row_ids(articles))
        self._catalogue.flip(articles)
        self._sweep()

    def touch(self, states: dict[str, SourceState]) -> None:
        """Notes that sources whose size or time changed still hold the same bytes."""
        self._catalogue.touch(states)

    def remove(self, sources: Sequence[str]) -> None:
        """Deletes the articles that came from `sources`, old versions included. Call inside `writing()`."""
        self._catalogue.remove(sources)
        self._sweep()

    # Rebuilding: the same articles with other passages and vectors, beside the present ones until they are whole

    def begin_rebuild(self, name: str, dimension: int) -> list[Article]:
        """Starts a rebuild with an embedding model, or goes on with an interrupted one; the articles still to do.

        Call inside `writing()`, as the two below.
        """
        following = self._generation + 1
        self._rebuilding.begin(name, dimension, self._place.wanted, anew=not self._place.has(following))
        done = self._rebuilding.done()
        if not done:  # what another attempt left may have another dimension
            self._place.make(following)
        return [article for article in self._catalogue.articles() if (article.article_id, article.version) not in done]

    def add_rebuilt(self, articles: Sequence[NewArticle]) -> None:
        """Stores the new passages of live articles beside the present ones."""
        vectors, words = self._next_parts()
        index_passages(articles, vectors, words, self._catalogue.row_ids(articles))
        vectors.close()
        self._rebuilding.add(articles)

    def finish_rebuild(self) -> None:
        """Puts the new passages in the place of the old, in one transaction, and deletes the old ones' files."""
        vectors, words = self._next_parts()
        # Left by articles that were replaced or removed while the rebuild was interrupted.
        stray = sorted((vectors.ids() | words.ids()) - self._rebuilding.passage_ids())
        if stray:
            words.replace([], deleted=stray)
            vectors.delete(stray)
        vectors.close()
        self._rebuilding.finish()
        with self._reading:
            self._vectors.close()
            self._place.arrived()
            self._open_parts()
        self._sweep()

    def _sweep(self) -> None:
        if self._place.moving:
            return  # the old vectors are given up as a whole, when the new ones are there
        leftovers = self._catalogue.unfinished_passages()
        if leftovers:
            self._words.replace([], deleted=leftovers)
            self._vectors.delete(leftovers)
        self._catalogue.finish()
        kept = {self._generation, self._generation + 1 if self._rebuilding.is_under_way() else self._generation}
        self._place.sweep(self._vectors, kept)
        for part in self.path.glob("*-[0-9]*"):
            name, _, number = part.name.partition("-")
            if name in ("vectors", "words") and number.isdigit() and int(number) not in kept:
                shutil.rmtree(part, ignore_errors=True)

    # Searching

    def search_vectors(
        self, vectors: Vector, count: int, articles: NDArray[np.int64] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each row of `vectors` (q, d) the `count` nearest passages' ids with their cosines, nearest first.

        With `articles`, as `matching` gives them, only theirs. Some may not be live.
        """
        while True:
            with self._reading:
                self._catch_up()
                search, generation = self._search, self._generation
            try:
                found = search.search(vectors, count, articles)
            except LibraryMismatch:
                if self._rebuilding.generation() == generation:
                    raise
                continue
            # Else another process has just put a rebuilt generation in the place of this one, numbered anew.
            if self._rebuilding.generation() == generation:
                return found

    def warm(self, *, wait: bool = True) -> None:
        """Reads now what the first questions would wait for: seconds of a large library, memory of 400 bytes a passage.

        Who does not `wait` for the graph of a large library has it read in the background. Raises LibraryMismatch and
        LibraryUnreachable as a search does.
        """
        if self.embedding:
            self._search.warm(self.embedding[1], wait=wait)

    def search_words(
        self, query: str, count: int, articles: NDArray[np.int64] | None = None
    ) -> list[tuple[str, float]]:
        """The `count` passages' ids that match the query's words best, with their BM25 scores, best first.

        With `articles`, as `matching` gives them, only theirs. Some may not be live.
        """
        with self._reading:
            self._catch_up()
            words = self._words
        return words.search(query, count, articles)

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each analysed word stands."""
        return self._words.document_frequency(words)

    def passage_count(self) -> int:
        """How many passages the word index holds."""
        return self._words.count()

    def _catch_up(self) -> None:
        """Makes what another process has written visible: an open Chroma or tantivy keeps showing what it opened on."""
        changed = self._catalogue.changed()
        if changed == self._seen:
            return
        written, same = self._catalogue.written(), self._rebuilding.generation() == self._generation
        if same and written == self._written:
            self._seen = changed  # of an ingest that found nothing new, or what a page of the web looked like
        elif same and self._place.wanted:
            self._words.reload()  # a server's vectors show every write at once
            self._seen, self._written = changed, written
        else:
            self._vectors.close()
            self._open_parts()

    # Checking

    def passage_ids(self) -> list[str]:
        """The ids of every live passage, in order."""
        return self._catalogue.passage_ids()

    def faults(self) -> list[str]:
        """What does not agree between the three parts, a line each; empty when all is well."""
        with self._reading:
            self._catch_up()
            live, unfinished = set(self._catalogue.passage_ids()), set(self._catalogue.unfinished_passages())
            parts = {"vectors": self._vectors.ids(), "words": self._words.ids()}
        found = [(name, live - ids, ids - live - unfinished) for name, ids in parts.items()]
        missing = [f"{len(lost)} passages are missing from the {name}" for name, lost, _ in found if lost]
        return missing + [f"{len(stray)} stray passages in the {name}" for name, _, stray in found if stray]

    def vectors_of(self, ids: Sequence[str]) -> Vector:
        """The (n, d) passage vectors of `ids`, in that order."""
        return self._vectors.get(ids)

    def close(self) -> None:
        """Releases the files."""
        self._vectors.close()
        self._catalogue.close()
