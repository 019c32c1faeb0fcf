"""The screen of one article, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest
from tests.ui.screens import SCREEN

FIRST = "Pumpkin wins\n\nA pumpkin of 612 kilos won the fair in Ulm on Sunday.\n"
SECOND = f"{FIRST}\nCorrection: an earlier version of this story said that it weighed 600 kilos.\n"


def shown(library: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> str:
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(library))
    page = AppTest.from_string(SCREEN.format(name="article"), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def test_a_version_that_was_replaced_can_be_read_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, library = tmp_path / "fair.txt", Library(tmp_path / "library", create=True)
    for text in (FIRST, SECOND):
        path.write_text(text, "utf-8")
        ingest([path], library, SentenceTransformerEncoder())
        if text == FIRST:
            (old,) = library.articles()
    (new,) = library.articles()
    library.close()
    live = shown(library.path, monkeypatch, a=new.article_id, s="0-8")
    assert "Correction: an earlier version" in live
    assert '<mark id="m1">' in live
    assert "was replaced" not in live
    before = shown(library.path, monkeypatch, a=old.article_id, v=old.version)
    assert "This version was replaced." in before
    assert "Correction" not in before
    assert "There is no such article" in shown(library.path, monkeypatch, a="x")
    assert "There is no such article" in shown(tmp_path / "nowhere", monkeypatch, a="x")
