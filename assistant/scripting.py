"""Functions for scripts: an assistant's methods on the library that the settings name, opened once and kept open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.answer import Answer, Earlier, Refusal
from assistant.assistant import EVIDENCE_HITS, Assistant
from assistant.library import Library
from assistant.settings import Settings, load_settings
from assistant.types import Filter, Hit


def retrieve(
    query: str,
    k: int = 5,
    *,
    where: Filter | None = None,
    as_of: str | None = None,
    neighbours: int = 0,
    library: str | Path | None = None,
) -> list[Hit]:
    """`Assistant.retrieve` on the library at `library`, or the one the settings name; kept open for the next call."""
    return _assistant(library).retrieve(query, k, where=where, as_of=as_of, neighbours=neighbours)


def retrieve_many(
    queries: Iterable[str],
    k: int = 5,
    *,
    where: Filter | None = None,
    as_of: str | None = None,
    neighbours: int = 0,
    library: str | Path | None = None,
) -> list[list[Hit]]:
    """`Assistant.retrieve_many` on the library at `library`, or the one the settings name; kept open."""
    return _assistant(library).retrieve_many(queries, k, where=where, as_of=as_of, neighbours=neighbours)


async def aretrieve(
    query: str,
    k: int = 5,
    *,
    where: Filter | None = None,
    as_of: str | None = None,
    neighbours: int = 0,
    library: str | Path | None = None,
) -> list[Hit]:
    """`retrieve` for asynchronous programs: opening and searching happen in a thread."""
    return await asyncio.to_thread(retrieve, query, k, where=where, as_of=as_of, neighbours=neighbours, library=library)


def ask(
    question: str,
    *,
    where: Filter | None = None,
    as_of: str | None = None,
    history: Sequence[Earlier] = (),
    ignore_time: bool = False,
    refusal: Refusal | float | None = None,
    passages: int = EVIDENCE_HITS,
    library: str | Path | None = None,
) -> Answer:
    """`Assistant.ask` on the library at `library`, or the one the settings name; kept open for the next call."""
    return _assistant(library).ask(
        question,
        where=where,
        as_of=as_of,
        history=history,
        ignore_time=ignore_time,
        refusal=refusal,
        passages=passages,
    )


def _assistant(library: str | Path | None) -> Assistant:
    settings = load_settings()
    path = Path(library) if library else settings.library
    return _open(path.expanduser().absolute(), settings)


@lru_cache(maxsize=4)
def _open(path: Path, settings: Settings) -> Assistant:
    return Assistant.of(Library(path, server=settings.vector_server), settings)
