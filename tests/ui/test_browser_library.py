"""Adding and removing articles in a real browser."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError as Late

from tests.conftest import SAMPLES
from tests.ui.browser import NARROW, PATIENCE, ask, opened, served, until
from ui.articles.uploads import uploads_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.timeout(360)


SELECT, OPEN = 17, 62  # pixels from the left


def click_first(page: Page, across: int, comes: Locator) -> None:
    """Clicks in the first row of the table until what is to come is there: the table is painted, and nothing tells when
    it is the one of the list that is shown."""
    table = page.get_by_test_id("stDataFrame")
    for _ in range(3):
        page.wait_for_timeout(1000)
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box
        page.mouse.click(box["x"] + across, box["y"] + 35 + 17)
        with suppress(Late):
            return comes.wait_for(timeout=PATIENCE / 4)
    pytest.fail("A click in the table does nothing.")


@pytest.mark.slow
def test_a_first_article_is_dropped_asked_about_and_removed(browser: Browser, tmp_path: Path) -> None:
    library, own = tmp_path / "library", tmp_path / "own"
    own.mkdir()
    (own / "rubio.txt").write_bytes((SAMPLES / "rubio-mediation.txt").read_bytes())
    with served(library) as url, opened(browser, url) as page:
        page.set_default_timeout(2 * PATIENCE)  # the whole embedding model loads
        page.get_by_text("No articles yet").wait_for()
        page.locator("input[type=file]").set_input_files(SAMPLES / "kharkiv-sumy-attacks.txt")
        page.get_by_text("What would you like to know?").wait_for()
        ask(page, "How many people were injured in Kharkiv?")
        assert "98 people were injured" in page.locator(".aa-answer").inner_text()

        page.get_by_role("button", name="Export").wait_for()  # the run has ended
        page.get_by_role("link", name="Library").click()
        page.get_by_label("or a folder, file or web address").fill(f"{own}{os.sep}")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text("1 added, 0 replaced").first.wait_for()  # on the page and in a toast
        page.get_by_text("2 articles · 2 stories").wait_for()

        assert [path.name for path in uploads_path(library).iterdir()] == ["kharkiv-sumy-attacks.txt"]
        page.get_by_placeholder("Search by title, outlet or file").fill("kharkiv")
        page.keyboard.press("Enter")
        page.get_by_text("1 of 2").wait_for()
        click_first(page, OPEN, page.get_by_role("heading", name="Cluster munitions hit Kharkiv"))
        assert "/article?a=" in page.url
        page.get_by_role("link", name="Library").click()
        page.get_by_placeholder("Search by title, outlet or file").fill("kharkiv")
        page.keyboard.press("Enter")
        page.get_by_text("1 of 2").wait_for()
        remove = page.get_by_role("button", name="Remove", exact=False)
        click_first(page, SELECT, remove)
        remove.click()
        page.get_by_role("button", name="Remove 1 article").click()
        page.get_by_text("0 of 1").wait_for()
        assert list(uploads_path(library).iterdir()) == []
        assert (own / "rubio.txt").exists()

        page.get_by_placeholder("Search by title, outlet or file").fill("")
        page.keyboard.press("Enter")
        again = page.get_by_role("button", name="Read again")
        click_first(page, SELECT, again)
        again.click()
        page.get_by_text("0 added, 0 replaced, 1 unchanged").first.wait_for()

        page.set_viewport_size(NARROW)
        until(page, lambda: bool(page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]))
