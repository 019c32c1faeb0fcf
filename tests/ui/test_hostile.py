"""Hostile articles in the real page: their text is shown as text, nothing of it runs, nobody else is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import NARROW, ask, opened, served
from tests.ui.hostile import EVIL, QUESTIONS, hostile_library
from ui.page.navigation import _SCREENS
from ui.wording.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

# What only hostile text could have put there.
PLANTED = (
    '.stApp :is(img:not([src^="data:"], [src^="blob:"]), iframe, object, embed, .katex, [onerror], [onload], [onclick],'
    ' [onmouseover], a[href^="javascript"], a[href^="data"], svg[onload], [style*="evil"])'
)
TURNING = r"/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000e-\u001f\u007f-\u009f]/"

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(hostile_library(tmp_path_factory.mktemp("hostile") / "library")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, url, NARROW) as page:
        page.get_by_text("What would you like to know?").wait_for()
        yield page


def assert_harmless(page: Page) -> None:
    """Whatever is on the screen now is text, and no wider than the window."""
    page.wait_for_timeout(500)
    assert page.locator(PLANTED).count() == 0
    # Only of what is shown: Streamlit's own styles and scripts hold such characters.
    assert not page.evaluate(f"{TURNING}.test(document.querySelector('.stApp').innerText)")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert page.title() != "run"


@pytest.mark.slow
def test_an_answer_shows_what_it_cites(page: Page) -> None:
    assert_harmless(page)
    for town, question in QUESTIONS.items():
        ask(page, question)
        assert "apples were picked" in page.locator(".aa-answer").last.inner_text()
        title = page.locator(".aa-latest .aa-card h4").first.text_content() or ""
        assert f"Apples in {town} {harmless(EVIL[town])}".split() == title[1:].split()  # behind the citation's number
    assert_harmless(page)
    page.get_by_role("button", name="Export").click()
    for kind in ("HTML", "Markdown", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind, exact=True).click()
        text = download.value.path().read_text("utf-8")
        assert harmless(text) == text
        assert kind != "HTML" or not re.search("<(script|img|svg|iframe)", text)
    page.keyboard.press("Escape")
    for name in ("Conversations", "Download this answer", "This answer is wrong"):
        page.get_by_role("button", name=name).last.click()
        page.get_by_role("dialog").wait_for()
        assert_harmless(page)
        page.keyboard.press("Escape")
    page.goto(page.locator(".aa-read a").first.evaluate("link => link.href"))
    page.locator(".aa-article").wait_for()
    assert_harmless(page)


@pytest.mark.parametrize("name", [name for _, _, name in _SCREENS[1:]])
def test_a_screen_shows_text(browser: Browser, url: str, name: str) -> None:
    with opened(browser, f"{url}/{name}", NARROW) as page:
        page.locator(".st-key-header").wait_for()
        page.wait_for_load_state("networkidle")
        assert_harmless(page)
