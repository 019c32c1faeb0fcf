"""What the tests of the page share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import QUIET, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """What is cached outlives an AppTest."""
    import streamlit as st
    from streamlit import config

    config.set_option("server.address", "127.0.0.1")  # as the page is run where nothing else is asked for
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def own_library(sample_library: Path, tmp_path: Path) -> Path:
    """A copy of the sample library for a test that writes beside it: others read the shared one at the same time."""
    return shutil.copytree(sample_library, tmp_path / "own" / "library")
