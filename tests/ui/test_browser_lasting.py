"""What lasts beyond a window and a process, in a real browser: filters in the address, follow-ups, conversations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import ask, come_to_rest, opened, served
from ui.serving import any_free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SUMY = "How many people were killed in Sumy?"
DEMANDS = "What does Russia demand of Ukraine?"
KHARKIV = "How many people were injured in Kharkiv?"
# What a turn shows, wherever it is shown: its question and answer, the numbers, sources and marks.
SHOWN = ".aa-question, .aa-said, .aa-disagree, .aa-abstained, .aa-caption, .aa-kept, .aa-latest"

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def url(sample_library: Path) -> Iterator[str]:
    with served(sample_library) as address:
        yield address


def outlets(page: Page) -> list[str]:
    """Where the sources of the last answer are from, and when."""
    return page.locator(".aa-latest .aa-origin").all_inner_texts()


@pytest.mark.slow
def test_a_range_of_dates_has_a_link_and_answers_keep_to_it(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        page.get_by_text("What would you like to know?").wait_for()
        page.get_by_role("button", name="Dates").click()
        page.get_by_role("slider").first.press("ArrowRight")
        page.get_by_text("Only from April 2025").wait_for()
        page.keyboard.press("Escape")
        ask(page, DEMANDS)
        page.get_by_text("Only: from April 2025").wait_for()
        assert outlets(page)
        assert not [origin for origin in outlets(page) if "March 2025" in origin]
        address = page.url
    assert "dates=April+2025&dates=December+2025" in address
    with opened(browser, f"{url}/?{address.partition('?')[2].partition('&c=')[0]}") as other:
        other.get_by_text("Only from April 2025").first.wait_for()
        other.get_by_role("button", name="Clear").click()
        other.get_by_text("Only from April 2025").wait_for(state="detached")
        assert "dates" not in other.url
        ask(other, DEMANDS)
        assert all("March 2025" in origin for origin in outlets(other))


@pytest.mark.slow
def test_an_outlet_and_dates_together_and_what_is_not_here(browser: Browser, url: str) -> None:
    asked = "outlets=Meridian+Daily&outlets=The+Nowhere+Times&dates=April+2025&dates=December+2025"
    with opened(browser, f"{url}/?{asked}") as page:
        page.get_by_text("The address asks for outlets that are not here: The Nowhere Times.").wait_for()
        page.get_by_text("Only from April 2025; Meridian Daily").wait_for()
        ask(page, SUMY)
        assert {origin.partition(",")[0] for origin in outlets(page)} == {"Meridian Daily"}


@pytest.mark.slow
def test_a_follow_up_is_answered_in_its_context(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        page.get_by_text("What would you like to know?").wait_for()
        ask(page, SUMY)
        ask(page, "And in Kharkiv?")
        page.get_by_text("Understood as: How many people were killed in Kharkiv?").wait_for()
        answer = page.locator(".aa-answer").last
        assert "One person was killed" in answer.inner_text()
        link = answer.locator("a.aa-cite").first
        link.click()
        sentence = page.locator("mark.aa-followed")
        assert str(sentence.get_attribute("id")).startswith("t2-")
        assert sentence.inner_text() in answer.inner_text()


@pytest.mark.slow
def test_a_conversation_is_the_same_after_the_process_was_started_anew(browser: Browser, sample_library: Path) -> None:
    port = any_free_port()
    with served(sample_library, port) as url, opened(browser, url) as page:
        page.get_by_text("What would you like to know?").wait_for()
        for question in (KHARKIV, "And in Sumy?", "Who won the 2022 World Cup?", SUMY):
            ask(page, question)
        page.get_by_role("button", name="This answer is right", exact=True).first.click()
        page.locator(".aa-kept-right").wait_for()
        come_to_rest(page)
        address, shown = page.url, page.locator(SHOWN).all_inner_texts()
        links = page.locator("a.aa-cite").evaluate_all("links => links.map(link => [link.hash, link.title])")
    assert "?c=" in address
    with served(sample_library, port), opened(browser, address) as again:
        again.locator(".aa-latest .aa-card").first.wait_for()
        come_to_rest(again)
        assert again.locator(SHOWN).all_inner_texts() == shown
        assert again.locator("a.aa-cite").evaluate_all("links => links.map(link => [link.hash, link.title])") == links
        ask(again, "And in Kharkiv?")
        again.get_by_text("Understood as: How many people were killed in Kharkiv?").wait_for()
