"""What the tests of the page share."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import QUIET, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """Each AppTest would read what every installed package says of itself, for a component that it might hold."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        scanned = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scanned)
        yield


@pytest.fixture(autouse=True)
def _as_the_page_is_run() -> None:
    """What Streamlit is told where nothing else is asked for."""
    from streamlit import config

    config.set_option("server.address", "127.0.0.1")
    config.set_option("runner.postScriptGC", False)


@pytest.fixture(scope="module")
def sample_library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy for each file of tests: what the page keeps beside it is seen by every page, of other workers too."""
    return shutil.copytree(sample_library, tmp_path_factory.mktemp("own") / "library")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser without a window; each test opens pages of its own in it."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()
