"""Vectors on a Chroma server: `chroma run`, Chroma's distributed deployment, or its cloud.

Chroma 1.5 facts this rests on: its client waits for ever unless its session is told not to; a server's writes are
seen by every client at once; a server that was killed and restarted has every write it confirmed, under the same
collection ids; the client raises httpx errors, its own, ValueError and bare Exception, with the server's whole answer
as the text.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import LibraryError, LibraryMismatch, LibraryUnreachable
from assistant.library.vectors import Vectors, check_space, configuration

TENANT, DATABASE = "default_tenant", "default_database"
# Rows in one request, and answers to one: what Chroma Cloud allows (docs.trychroma.com/cloud/quotas-limits).
ROWS = 300
# Seconds for a connection, and for an answer; 300 rows go in within one on a laptop.
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 30.0


@dataclass(frozen=True, slots=True)
class VectorServer:
    """Where a Chroma server is, and the token it asks for, which is never shown."""

    url: str
    tenant: str = TENANT
    database: str = DATABASE
    token: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        usual = (self.tenant, self.database) == (TENANT, DATABASE)
        return self.url if usual else f"{self.url} (tenant {self.tenant}, database {self.database})"


class ServerVectors(Vectors):
    """Passage vectors by passage id, in one collection of a server.

    Nothing is contacted before the first use. Every method raises LibraryUnreachable, in one line, when the server does
    not answer or refuses, and LibraryMismatch when it has no such collection; the next call tries anew.
    """

    # A connection is there in tens of milliseconds.
    opened = True

    def __init__(self, server: VectorServer, collection: str) -> None:
        """Names the collection; `make` makes it."""
        self._server = server
        self._name = collection
        self._client: Any = None
        self._collection = None
        self._batch = ROWS

    def make(self) -> None:
        """Makes the collection, empty: one that is there already is deleted first."""
        from chromadb.errors import NotFoundError

        with self._asking() as client:
            self._check_database(client)
            with suppress(NotFoundError):
                client.delete_collection(self._name, **self._place())
            client.create_collection(self._name, configuration=configuration(), **self._place())
        self._collection = None

    def check(self) -> None:
        """Raises what a search would raise."""
        with self._using():
            pass

    def delete_others(self, prefix: str, kept: Collection[str]) -> None:
        """Deletes the collections whose names begin with `prefix`, but for the `kept` ones."""
        from chromadb.errors import NotFoundError

        with self._asking() as client:
            names: list[str] = []
            while page := client.list_collections(limit=ROWS, offset=len(names), **self._place()):
                names += [collection.name for collection in page]
            for name in names:
                if name.startswith(prefix) and name not in kept:
                    with suppress(NotFoundError):
                        client.delete_collection(name, **self._place())

    def close(self) -> None:
        """Ends the connections; the next call makes new ones."""
        if self._client is not None:
            self._disconnect()
        self._client = self._collection = None

    @contextmanager
    def _using(self) -> Iterator[Any]:
        from chromadb.api.models.Collection import Collection as ChromaCollection
        from chromadb.errors import NotFoundError

        with self._asking() as client:
            try:
                collection = self._collection
                if collection is None:
                    model = client.get_collection(self._name, **self._place())
                    collection = ChromaCollection(client=client, model=model, embedding_function=None)
                    check_space(collection, str(self._server))
                    self._collection = collection
                yield collection
            except NotFoundError as error:
                self._check_database(client)
                raise LibraryMismatch(
                    f"The Chroma server at {self._server} has no collection {self._name}: set ASSISTANT_CHROMA_URL to"
                    " the one that has, or embed the articles again with: article-assistant rebuild"
                ) from error

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """The client; what goes wrong with it is told in one line."""
        try:
            if self._client is None:
                self._client = _client(self._server)
                # Also when this is dropped without `close`; the client itself has no way to end its connections.
                self._disconnect = weakref.finalize(self, self._client._session.close)  # noqa: SLF001
            yield self._client
        except LibraryError:
            self.close()
            raise
        except Exception as error:
            self.close()
            raise LibraryUnreachable(_told(self._server, error)) from error

    def _check_database(self, client: Any) -> None:
        """Raises Chroma's NotFoundError; that a collection is missing may mean that its database is."""
        client.get_database(self._server.database, tenant=self._server.tenant)

    def _place(self) -> dict[str, str]:
        return {"tenant": self._server.tenant, "database": self._server.database}


def _client(server: VectorServer) -> Any:
    """A connection of its own, without the four requests that `chromadb.HttpClient` begins with and never times out."""
    from chromadb.api.fastapi import FastAPI
    from chromadb.config import Settings, System

    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.url,
        chroma_server_http_port=0,  # the URL has it
        chroma_server_ssl_enabled=server.url.startswith("https:"),
        chroma_server_headers={"X-Chroma-Token": server.token} if server.token else None,
    )
    client = System(settings).instance(FastAPI)
    client._session.timeout = (CONNECT_SECONDS, ANSWER_SECONDS, ANSWER_SECONDS, CONNECT_SECONDS)  # noqa: SLF001
    return client


def _told(server: VectorServer, error: Exception) -> str:
    """One line: what happened, and what to do."""
    from chromadb.errors import ChromaError, NotFoundError

    response = getattr(error.__context__, "response", None)
    status = error.code() if isinstance(error, ChromaError) else getattr(response, "status_code", None)
    kept = "What is stored is kept; try again"
    if status in (401, 403):
        asked = "refuses the token; check" if server.token else "asks for a token; set"
        return f"The Chroma server at {server} {asked} ASSISTANT_CHROMA_TOKEN."
    if isinstance(error, NotFoundError):
        return (
            f"The Chroma server at {server.url} has no database {server.database!r} of a tenant {server.tenant!r};"
            " check ASSISTANT_CHROMA_DATABASE and ASSISTANT_CHROMA_TENANT."
        )
    if isinstance(error, ChromaError):
        return f"The Chroma server at {server} says: {_short(str(error), server)}. {kept}."
    if status is not None or type(error).__name__ == "JSONDecodeError":
        answer = f" (HTTP {status})" if status else ""
        return (
            f"What answers at {server} is not a Chroma server, or one in trouble{answer}; check ASSISTANT_CHROMA_URL."
        )
    reason = _short(str(error), server) or type(error).__name__
    return (
        f"The Chroma server at {server} does not answer ({reason}); start it, or check ASSISTANT_CHROMA_URL."
        f" {kept} when it answers."
    )


def _short(text: str, server: VectorServer) -> str:
    line = " ".join(text.split())[:200].rstrip(".")
    return line.replace(server.token, "...") if server.token else line
