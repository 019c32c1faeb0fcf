"""The screen of the collection, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.screens import open_screen


def test_library_lists_the_articles(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = open_screen("library", sample_library, monkeypatch).dataframe[0].value
    assert list(table.columns) == ["Title", "Outlet", "Published"]
    assert len(table) == 12
