"""The screen of the settings, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.screens import open_screen


def test_each_level_of_refusal_tells_what_was_measured(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    levels = open_screen("settings", sample_library, monkeypatch).radio(key="refusal")
    assert levels.options == ["Strict", "Balanced", "Eager"]
    assert levels.value == "balanced"
