"""The screens of the evaluations and the settings in a real browser."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.ui.test_browser import NARROW, PATIENCE, QUIET, SERVE, WIDE, chromium
from tests.ui.test_eval_commands import LINES, write
from ui.preferences import preferences_path
from ui.serving import HOST, any_free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def page(sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The screen of the evaluations; it must ask this machine alone, and log no error."""
    path, port = chromium(), any_free_port()
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("ASSISTANT_RUNS", str(tmp_path / "runs"))
    command = [sys.executable, "-c", SERVE, str(sample_library), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    asked: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=QUIET) as running:
        page = running.new_page(viewport=WIDE)  # type: ignore[arg-type]
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://{HOST}:{port}/evaluations")
        yield page
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
    assert {urlsplit(one).hostname for one in asked if not one.startswith(("data:", "blob:"))} == {HOST}
    assert errors == []


def test_a_set_is_run_and_its_report_is_read_in_both_themes_and_widths(
    page: Page, sample_library: Path, tmp_path: Path
) -> None:
    page.get_by_role("combobox", name="Question set").click()
    page.get_by_role("option", name="Another file").click()
    page.get_by_label("Its path").fill(str(write(tmp_path / "mine.jsonl", LINES)))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("2 questions asked; stored as").wait_for()
    plot = page.get_by_role("img", name="Risk and coverage")
    plot.wait_for()
    inks = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        inks.append(plot.locator("text").first.evaluate("text => getComputedStyle(text).fill"))
    assert len(set(inks)) == 2, inks
    worst = page.locator("details", has_text=str(LINES[0]["question"]))
    worst.locator("summary").click()
    worst.get_by_text("left 98 people injured").wait_for()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    box = plot.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    page.get_by_role("link", name="Settings").click()
    page.get_by_text("Strict", exact=True).click()
    page.wait_for_timeout(1000)
    page.reload()
    assert page.get_by_role("radio", name="Strict").is_checked()
    preferences_path(sample_library).unlink()
