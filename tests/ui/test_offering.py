"""Questions that are offered: looked for once, behind whoever asks something."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.types import Article
from tests.ui.test_reruns import counting
from ui.asking.offering import Offering, offered
from ui.asking.turns import ANSWERING
from ui.page.ending import Worker
from ui.page.opening import Opened, open_assistant

KHARKIV, OFF_TOPIC = "How many people were injured in Kharkiv?", "Who won the 2022 World Cup?"


@pytest.fixture
def opened(own_library: Path) -> Opened:
    found = open_assistant(own_library)
    found.warming.join()
    return found


def articles(opened: Opened) -> list[Article]:
    return opened.assistant.articles()


def test_what_nothing_answers_is_not_asked_again(opened: Opened) -> None:
    with counting() as counts:
        assert offered(opened, articles(opened)[:1], first=[OFF_TOPIC], where=None, many=1) != (OFF_TOPIC,)
        once = counts["searched"]
        assert once
        offered(opened, articles(opened)[:1], first=[OFF_TOPIC], where=None, many=1)
        assert counts["searched"] == once


def test_what_failed_is_tried_again(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    found = articles(opened)
    with monkeypatch.context() as patch:
        patch.setattr(opened.quoting, "ask", None)
        assert offered(opened, found, first=[KHARKIV], many=1) == ()
    assert offered(opened, found, first=[KHARKIV], many=1) == (KHARKIV,)


def test_what_is_kept_of_them_holds_no_assistant(opened: Opened) -> None:
    own = opened._replace(quoting=Assistant(opened.assistant.library, opened.assistant.encoder))
    offering, gone = Offering(own, articles(own), first=[KHARKIV], many=1), weakref.ref(own.quoting)
    assert offering.questions(lambda: None) == (KHARKIV,)
    del own
    gc.collect()
    assert gone() is None


def test_whoever_asks_comes_first(opened: Opened) -> None:
    answered = threading.Event()
    Worker(answered.wait, ANSWERING).start()
    with counting() as counts:
        offering = Offering(opened, articles(opened), first=[KHARKIV], many=1)
        waits: list[int] = []

        def meanwhile() -> None:
            waits.append(counts["searched"])
            if len(waits) == 10:
                answered.set()

        assert offering.questions(meanwhile) == (KHARKIV,)
        assert waits[:10] == [0] * 10
        assert counts["searched"]


def test_who_has_seen_enough_does_not_wait(opened: Opened) -> None:
    answered = threading.Event()
    Worker(answered.wait, ANSWERING).start()

    def leave() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        Offering(opened, articles(opened), first=[KHARKIV], many=1).questions(leave)
    answered.set()
