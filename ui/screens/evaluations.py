"""Evaluations: the runs that are stored."""

from __future__ import annotations

from pathlib import Path

from ui.navigation import header
from ui.opening import Opened


def show(opened: Opened | None, library: Path) -> None:  # noqa: ARG001
    """The screen."""
    with header():
        pass
