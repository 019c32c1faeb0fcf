"""A crash at each step of the library's write order, one at a time: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.library import Library, NewArticle
from assistant.library.catalogue import Catalogue
from assistant.library.vectors import Vectors
from assistant.library.words import Words
from ingest import ingest
from tests.fakes import HashEncoder

STEPS = [
    (Catalogue, "begin"),
    (Vectors, "upsert"),
    (Words, "replace"),
    (Catalogue, "flip"),
    (Vectors, "delete"),
    (Catalogue, "finish"),
]


class Crash(BaseException):
    """Nothing in the code under test catches this."""


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_replacement_that_crashes_leaves_one_whole_version(
    owner: type, step: str, when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Harbour to reopen\n\nThe harbour will reopen on Monday.\n", encoding="utf-8")
    ingest([file], Library(tmp_path / "library", create=True), HashEncoder())
    file.write_text("Harbour stays shut\n\nThe harbour will stay shut until June.\n", encoding="utf-8")
    library = Library(tmp_path / "library")
    (old,) = library.articles()
    real = getattr(owner, step)

    def crash(*args: object, **kwargs: object) -> None:
        if when == "after":
            real(*args, **kwargs)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, crash)
        with pytest.raises(Crash):
            ingest([file], library, HashEncoder())
    reopened = Library(tmp_path / "library")
    assert reopened.faults() == []
    (article,) = reopened.articles()
    assert "Monday" in article.text or "June" in article.text
    ingest([file], reopened, HashEncoder())
    (article,) = reopened.articles()
    assert "June" in article.text
    kept = reopened.article(old.article_id, old.version)
    assert kept is not None
    assert kept.text == old.text
    assert reopened.faults() == []


def test_one_that_is_interrupted_again_keeps_others_from_writing_until_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Harbour to reopen\n\nThe harbour will reopen on Monday.\n", encoding="utf-8")
    library, add, stored = Library(tmp_path / "library", create=True), Library.add, []

    def interrupted(self: Library, articles: Sequence[NewArticle]) -> None:
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)
        add(self, articles)
        stored.append(len(articles))

    monkeypatch.setattr(Library, "add", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            ingest([tmp_path / "a.txt"], library, HashEncoder())
        assert stored == [1]
    finally:
        signal.signal(signal.SIGINT, before)
    assert library.counts()["articles"] == 1
    assert library.faults() == []
    library.close()
