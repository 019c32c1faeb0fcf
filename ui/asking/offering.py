"""Questions to be asked on a click: looked for in the background, and each was asked before it is offered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from functools import partial

import streamlit as st

from assistant.types import Article, Filter
from ui.asking.suggesting import in_turn, same
from ui.asking.turns import ANSWERING
from ui.page.ending import Worker, is_at_work
from ui.page.messages import told
from ui.page.opening import Opened

MANY = 3
# Questions that are tried, at most, for each that is wanted: asking takes a tenth of a second.
TRIED = 3
# Seconds between two looks whether questions were found, or whether nobody waits for an answer any more.
WAIT = 0.05


class Offering:
    """At most `many` questions, other than those `asked`, that these articles answer; looked for from the start on.

    Those that come `first`, then in turn from each of the articles. Whoever asks something meanwhile comes first.
    """

    def __init__(
        self,
        opened: Opened,
        articles: Sequence[Article],
        asked: Collection[str] = (),
        *,
        first: Sequence[str] = (),
        many: int = MANY,
        where: Filter | None = None,
    ) -> None:
        """Begins to look."""
        self.failed = False
        self._found: tuple[str, ...] = ()
        self._stopped = threading.Event()
        # What is found is kept for long. The assistant and the articles are the thread's alone, which lets go of them
        # when it ends: a language model that is no longer chosen must not stay in memory.
        look = partial(self._look, opened, articles, asked, first=first, many=many, where=where)
        self._thread = Worker(partial(self._run, look), "offering", self._stopped.set)
        self._thread.start()

    def questions(self, meanwhile: Callable[[], object]) -> tuple[str, ...]:
        """Those found, once all are; until then `meanwhile` is called now and then, which may raise."""
        while self._thread.is_alive():
            meanwhile()
            self._thread.join(WAIT)
        return self._found

    def _run(self, look: Callable[[], tuple[str, ...]]) -> None:
        try:
            self._found = look()
        except Exception as error:  # noqa: BLE001 - told where somebody asks; `told` logs what nobody foresaw
            told(error)
            self.failed = True

    def _look(
        self,
        opened: Opened,
        articles: Sequence[Article],
        asked: Collection[str],
        *,
        first: Sequence[str],
        many: int,
        where: Filter | None,
    ) -> tuple[str, ...]:
        opened.warming.join()
        ids, tried = {article.article_id for article in articles}, set(map(same, asked))
        limit = len(tried) + TRIED * many
        found: list[str] = []
        for question in (*first, *in_turn(articles)):
            while is_at_work(ANSWERING) and not self._stopped.is_set():
                self._stopped.wait(WAIT)
            if self._stopped.is_set() or len(found) == many or len(tried) == limit:
                break
            if same(question) in tried:
                continue
            tried.add(same(question))
            answer = opened.quoting.ask(question, where=where, refusal=opened.preferences.refusal)
            if ids.intersection(citation.article_id for citation in answer.citations):
                found.append(question)
        return tuple(found)


def offered(
    opened: Opened,
    articles: Sequence[Article],
    asked: Collection[str] = (),
    *,
    first: Sequence[str] = (),
    many: int = MANY,
    where: Filter | None = None,
) -> tuple[str, ...]:
    """What an `Offering` finds, which is looked for once for all tabs; none where that failed, which may work again."""
    library, refusal = opened.assistant.library.path, opened.preferences.refusal
    known_by = repr(([article.version for article in articles], sorted(asked), first, many, where, refusal))
    look = partial(Offering, opened, articles, asked, first=first, many=many, where=where)
    offering = _offering(str(library), known_by, look)
    # To look into its state is where Streamlit stops a script, if somebody asks or leaves.
    found = offering.questions(lambda: "turns" in st.session_state)
    if offering.failed:
        _offering.clear(str(library), known_by, look)
    return found


@st.cache_resource(show_spinner=False, max_entries=64)
def _offering(
    library: str,  # noqa: ARG001 (what the cache knows it by)
    known_by: str,  # noqa: ARG001
    _look: Callable[[], Offering],
) -> Offering:
    return _look()
