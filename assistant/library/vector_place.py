"""Where a library's vectors are: in its folder or on a Chroma server. The catalogue remembers it.

On a server, each generation is a collection of its own, named after an id that the library gives itself.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Collection
from pathlib import Path

from assistant.errors import LibraryMismatch
from assistant.library.database import Database
from assistant.library.vector_server import ServerVectors, VectorServer
from assistant.library.vectors import Vectors


class VectorPlace:
    """Opens, makes and deletes the vectors of each generation where they belong."""

    def __init__(self, path: Path, catalogue: Database, server: VectorServer | None, *, may_move: bool) -> None:
        """The library in the folder `path` shall have its vectors on `server`, or in the folder without one.

        `may_move` says that a rebuild is about to bring them there; otherwise they must be there.
        """
        self._path = path
        self._catalogue = catalogue
        self._server = server
        self._may_move = may_move
        self._absent = False

    @property
    def wanted(self) -> str:
        """The address of the server they shall be on; empty for the folder."""
        return str(self._server or "")

    @property
    def remembered(self) -> str:
        """The address of the server they were put on; empty for the folder."""
        return self._catalogue.meta("vectors") or ""

    @property
    def moving(self) -> bool:
        """Whether a rebuild brings them here from where they cannot be written to."""
        return self._may_move and (self._absent or bool(self.remembered) != bool(self._server))

    def name(self, generation: int) -> str:
        """Folder, or server and collection, of a generation."""
        at = self.remembered
        return f"{at}, collection {self._collection(generation)}" if at else str(self._folder(generation))

    def begin(self) -> dict[str, str]:
        """Makes a new library's place; what to note in the catalogue when that is done."""
        self.make(1)
        return {"vectors": self.wanted}

    def open(self, generation: int) -> Vectors:
        """The present vectors. Raises LibraryMismatch when they are not where they shall be, as far as noted here."""
        at = self.remembered
        if bool(at) != bool(self._server) and not self._may_move:
            raise LibraryMismatch(
                f"The vectors of the library at {self._path} are on the Chroma server {at}: set ASSISTANT_CHROMA_URL,"
                " or embed the articles again, into the folder, with: article-assistant rebuild"
                if at
                else f"The vectors of the library at {self._path} are in its folder, not on the Chroma server"
                f" {self.wanted}: unset ASSISTANT_CHROMA_URL, or embed the articles again, onto the server, with:"
                " article-assistant rebuild"
            )
        if at:
            return ServerVectors(self._server or VectorServer(at), self._collection(generation))
        return Vectors(self._folder(generation))

    def check(self, vectors: Vectors) -> None:
        """Raises LibraryMismatch when the server holds none of this library, LibraryUnreachable when it cannot say."""
        if self._server is None or not isinstance(vectors, ServerVectors):
            return
        try:
            vectors.check()
        except LibraryMismatch as error:
            self._absent = True
            if not self._may_move:
                raise LibraryMismatch(f"{error} (the library {self._path} was put on {self.remembered})") from error

    # The generation that a rebuild makes

    def open_next(self, generation: int) -> Vectors:
        """Its vectors, where they are wanted."""
        if self._server:
            return ServerVectors(self._server, self._collection(generation))
        return Vectors(self._folder(generation))

    def has(self, generation: int) -> bool:
        """Whether it is there already."""
        if self._server is None:
            return self._folder(generation).exists()
        vectors = ServerVectors(self._server, self._collection(generation))
        try:
            vectors.check()
        except LibraryMismatch:
            return False
        finally:
            vectors.close()
        return True

    def make(self, generation: int) -> None:
        """Makes it, empty."""
        if self._server is None:
            shutil.rmtree(self._folder(generation), ignore_errors=True)
            return
        if self._catalogue.meta("library") is None:
            self._catalogue.set_meta({"library": uuid.uuid4().hex})
        vectors = ServerVectors(self._server, self._collection(generation))
        try:
            vectors.make()
        finally:
            vectors.close()

    def arrived(self) -> None:
        """Notes that the rebuild is finished."""
        self._may_move = self._absent = False

    def sweep(self, vectors: Vectors, kept: Collection[int]) -> None:
        """Deletes this library's other generations from the server."""
        if isinstance(vectors, ServerVectors):
            vectors.delete_others(self._collection(""), [self._collection(generation) for generation in kept])

    def _folder(self, generation: int) -> Path:
        return self._path / f"vectors-{generation}"

    def _collection(self, generation: int | str) -> str:
        return f"article-assistant-{self._catalogue.meta('library')}-{generation}"
