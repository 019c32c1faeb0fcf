"""The real page in a real browser, for the tests that need both."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from evals.bench_page import BROWSERS
from tests.needs import lacks
from ui.page import HOST
from ui.serving import any_free_port, is_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, ViewportSize

WIDE: ViewportSize = {"width": 1400, "height": 900}
NARROW: ViewportSize = {"width": 380, "height": 800}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Milliseconds, for a machine that has much else to do: the embedding model loads while the first question waits.
PATIENCE = 120_000

SERVE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
from pathlib import Path
from ui.serving import serve
sys.exit(serve(Path(sys.argv[1]), int(sys.argv[2]), open_browser=False))
"""


def chromium() -> str:
    """The browser's path; a missing one is skipped, but not in continuous integration."""
    return next(filter(None, map(shutil.which, BROWSERS)), "") or lacks("No Chromium is installed.")


@contextmanager
def served(library: Path, port: int | None = None, folder: Path | None = None) -> Iterator[str]:
    """The address of the page, started and stopped as the command line does, in the `folder`."""
    port = port or any_free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(library), str(port)], stdout=subprocess.PIPE, text=True, cwd=folder
    )
    assert process.stdout
    address = f"http://{HOST}:{port}"
    try:
        assert process.stdout.readline() == f"The page is at {address} (Ctrl-C ends it)\n"
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()
    assert not is_up(port)


@contextmanager
def opened(browser: Browser, url: str, viewport: ViewportSize = WIDE) -> Iterator[Page]:
    """The page in a context of its own; it must ask this machine only, log no error, open no dialog."""
    page = browser.new_page(viewport=viewport)
    asked: list[str] = []
    errors: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("dialog", dismissed)
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    yield page
    hosts = {urlsplit(address).hostname for address in asked if not address.startswith(("data:", "blob:"))}
    page.close()
    assert hosts == {HOST}
    assert errors == []


def ask(page: Page, question: str) -> None:
    """Asks in the page and waits for the answer, until nothing is drawn anew any more."""
    come_to_rest(page)
    answers = page.locator(".aa-caption")
    before = answers.count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    answers.nth(before).wait_for()
    come_to_rest(page)


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until it holds, for what a page does in answer without an element that comes."""
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("What was waited for did not come.")


def come_to_rest(page: Page) -> None:
    """Waits for the script's run to end: until then what it has yet to draw anew is dimmed, or there twice."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
