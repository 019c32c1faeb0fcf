"""The screens of the evaluations and the settings in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import NARROW, opened, served, until
from tests.ui.test_accessible import faults
from tests.ui.test_eval_commands import LINES, write
from ui.settings.preferences import load_preferences, preferences_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def page(browser: Browser, own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The screen of the evaluations."""
    monkeypatch.setenv("ASSISTANT_RUNS", str(tmp_path / "runs"))
    with served(own_library) as url, opened(browser, f"{url}/evaluations") as page:
        yield page


@pytest.mark.slow
def test_a_set_is_run_and_its_report_is_read_in_both_themes_and_widths(
    page: Page, own_library: Path, tmp_path: Path
) -> None:
    page.get_by_role("combobox", name="Question set").click()
    page.get_by_role("option", name="Another file").click()
    page.get_by_label("Its path").fill(str(write(tmp_path / "mine.jsonl", LINES)))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("2 questions asked; stored as").wait_for()
    plot = page.get_by_role("img", name="Risk and coverage")
    plot.wait_for()

    def ink() -> str:
        return str(plot.locator("text").first.evaluate("text => getComputedStyle(text).fill"))

    inks: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        until(page, lambda: ink() not in inks)
        inks.append(ink())
    worst = page.locator("details", has_text=str(LINES[0]["question"]))
    worst.locator("summary").click()
    worst.get_by_text("left 98 people injured").wait_for()
    assert not faults(page, "a report")
    page.set_viewport_size(NARROW)
    until(page, lambda: bool(page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]))

    def fits() -> bool:
        box = plot.bounding_box()
        return bool(box and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"])

    until(page, fits)
    page.get_by_role("link", name="Settings").click()
    page.get_by_text("Strict", exact=True).click()
    until(page, lambda: load_preferences(own_library).refusal == "strict")
    page.reload()
    assert page.get_by_role("radio", name="Strict").is_checked()
    preferences_path(own_library).unlink()
