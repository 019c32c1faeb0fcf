"""The real page in a real browser: what a person does, and that nothing beyond this machine is contacted."""

from __future__ import annotations

import os
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from assistant.errors import SettingsError
from assistant.library import Library
from evals.keeping import kept_path
from evals.question_set import load_question_set
from tests.llm_server import serving
from tests.ui.browser import NARROW, WIDE, ask, come_to_rest, opened, served, until
from ui.page import HOST
from ui.serving import any_free_port, command, is_up, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def url(sample_library: Path) -> Iterator[str]:
    with served(sample_library) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, url) as page:
        page.get_by_text("What would you like to know?").wait_for()
        yield page


def test_a_taken_port_is_refused_by_number(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} is taken"):
            serve(tmp_path, port, open_browser=False)


def in_view(page: Page, selector: str) -> bool:
    """Whether every line of an element's text lies within the window with nothing on top of it."""
    return bool(
        page.evaluate(
            """selector => {
                const text = document.createRange();
                text.selectNodeContents(document.querySelector(selector));
                return [...text.getClientRects()].every(line => document
                    .elementFromPoint((line.left + line.right) / 2, (line.top + line.bottom) / 2)?.closest(selector));
            }""",
            selector,
        )
    )


def test_a_citation_leads_to_its_sentence(page: Page, sample_library: Path, tmp_path: Path) -> None:
    ask(page, "How many people were injured in Kharkiv?")
    page.locator(".aa-latest mark").first.wait_for()
    link = page.locator("a.aa-cite").last
    target = "#" + str(link.get_attribute("href")).removeprefix("#")
    link.click()
    sentence = page.locator(target)
    assert "aa-followed" in str(sentence.get_attribute("class"))
    until(page, lambda: in_view(page, target))
    quote = sentence.inner_text()
    library = Library(sample_library)
    assert any(quote in article.text for article in library.articles())
    library.close()
    assert quote in page.locator(".aa-answer").inner_text()
    page.screenshot(path=tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000


def resting_place(page: Page, link: Locator) -> float:
    """How far down the window a link is, once the page has stopped moving."""
    places = [-1.0, -2.0]
    while places[-1] != places[-2]:
        page.wait_for_timeout(400)
        box = link.bounding_box()
        places.append(box["y"] if box else -1.0)
    return places[-1]


@pytest.mark.slow
def test_an_older_citation_brings_its_sources_back_and_leaves_the_conversation_where_it_is(page: Page) -> None:
    questions = ["How many people were injured in Kharkiv?", "How long did the Kremlin meeting last?"]
    for question in [*questions, "Who won the 2022 World Cup?", "What did Rubio say about mediation?", questions[1]]:
        ask(page, question)
    assert page.locator(".aa-group:visible").count() == 1
    link = page.locator('a[href="#t1-c1"]').first
    before = -1.0
    while not 0 <= before < WIDE["height"]:  # the newest turn comes late into view and takes the window back
        page.wait_for_timeout(1500)
        link.scroll_into_view_if_needed()
        before = resting_place(page, link)
    link.click()
    until(page, lambda: in_view(page, "#t1-c1"))
    after = resting_place(page, link)
    assert after == before

    assert page.locator(".aa-group:visible").inner_text().startswith("Sources of “How many people were injured")
    ask(page, "What does Ukraine want to preserve?")
    page.locator(".aa-latest:visible").wait_for()
    assert page.locator(".aa-group:visible").count() == 1
    until(page, lambda: in_view(page, "#t6 p"))


def test_what_the_articles_do_not_hold_is_said_plainly(page: Page) -> None:
    ask(page, "Who won the 2022 World Cup?")
    answer = page.locator(".aa-answer").last
    assert "The articles do not answer this question." in answer.inner_text()
    assert answer.locator("li").count() == 3
    assert answer.locator("li a[href^='article?a=']").count() == 3


def test_an_example_asks_on_a_click(page: Page) -> None:
    page.get_by_role("button", name="What does Ukraine want to preserve?").click()
    page.locator(".aa-caption").wait_for()
    assert "territorial integrity" in page.locator(".aa-answer").inner_text()


def test_an_answer_is_kept_as_a_test_question(page: Page, sample_library: Path) -> None:
    ask(page, "How many people were injured in Kharkiv?")
    thumb = page.get_by_role("button", name="This answer is right", exact=True)
    assert thumb.inner_text().startswith("thumb_up")  # the name of the icon in its font
    thumb.click()
    page.get_by_role("status").get_by_text("Kept as a test question").wait_for()
    page.get_by_role("button", name="This answer is wrong", exact=True).click()
    dialog = page.get_by_role("dialog", name="What is right?")
    dialog.get_by_text("A sentence of the articles answers it").click()
    dialog.get_by_text("Children were among the injured").click()
    dialog.get_by_role("button", name="Keep").click()
    page.locator(".aa-kept-wrong").wait_for()
    assert dialog.count() == 0
    (question,) = load_question_set(kept_path(sample_library))
    assert question.gold[0].quote.startswith("Children were among the injured")


def test_a_narrow_window_holds_everything(page: Page) -> None:
    page.set_viewport_size(NARROW)
    ask(page, "How long did the Kremlin meeting last?")
    link = page.locator("a.aa-cite").first
    resting_place(page, link)  # until then Streamlit is still on its way to the end of the page
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert in_view(page, ".aa-caption")
    link.click()
    # Long enough for Streamlit, which follows the end of the page, to have scrolled back if it meant to.
    page.wait_for_timeout(1000)
    assert in_view(page, "#t1-c1")


def test_both_themes_are_readable(page: Page) -> None:
    ask(page, "How many people were injured in Kharkiv?")

    def brightness() -> list[list[float]]:
        """Of the text and its ground, in the page and in a marked sentence."""
        found: list[list[float]] = page.evaluate(
            """() => [".stApp", ".aa-passage mark"].map(selector => {
                const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
                const style = getComputedStyle(document.querySelector(selector));
                return [style.color, style.backgroundColor].map(colour => {
                    canvas.fillStyle = colour;
                    canvas.fillRect(0, 0, 1, 1);
                    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
                    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
                });
            })"""
        )
        return found

    page.emulate_media(color_scheme="light")
    until(page, lambda: brightness()[0][1] > 0.9)
    until(page, lambda: all(abs(text - ground) > 0.45 for text, ground in brightness()))
    page.emulate_media(color_scheme="dark")
    until(page, lambda: brightness()[0][1] < 0.2)
    until(page, lambda: all(abs(text - ground) > 0.45 for text, ground in brightness()))

    def colour(selector: str, of: str) -> str:
        return str(page.locator(selector).first.evaluate(f"found => getComputedStyle(found).{of}"))

    assert colour(":has(> .st-key-header)", "backgroundColor") == colour(".stApp", "backgroundColor")
    accent = colour("a.aa-cite", "color")
    page.get_by_role("button", name="Dates").click()
    until(page, lambda: colour('button[aria-expanded="true"]', "color") == accent)
    assert colour(".aa-histogram span", "backgroundColor") == accent  # outside the app, where its scheme is not set


@pytest.mark.slow
def test_a_conversation_outlives_a_reload_is_copied_and_exported(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "How many people were injured in Kharkiv?")
    page.get_by_role("button", name="Copy", exact=True).click()
    copied = "struck the city of Kharkiv. [1]"
    until(page, lambda: bool(page.evaluate("navigator.clipboard.readText()").endswith(copied)))
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML", exact=True).click()
    assert 'href="#t1-c1"' in download.value.path().read_text("utf-8")
    page.keyboard.press("Escape")
    other = "Who won the 2022 World Cup?"
    ask(page, other)
    page.get_by_role("button", name="Download this answer").first.click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Markdown").click()
    text = download.value.path().read_text("utf-8")
    assert copied.partition(" [")[0] in text
    assert other not in text
    page.keyboard.press("Escape")
    said = page.locator(".aa-said").inner_text()
    page.reload()
    page.locator(".aa-caption").first.wait_for()
    assert page.locator(".aa-said").inner_text() == said
    page.get_by_role("button", name="Conversations").click()
    dialog = page.get_by_role("dialog", name="Conversations")
    dialog.get_by_role("button", name="How many people were injured in Kharkiv?").first.wait_for()
    page.keyboard.press("Escape")


def test_an_article_is_read_whole_and_its_citations_are_walked_through_by_key(page: Page) -> None:
    ask(page, "What did Rubio say about mediation?")
    page.locator(".aa-latest .aa-read a").first.wait_for()
    with page.context.expect_page() as opened:
        page.locator(".aa-latest .aa-read a").first.click()
    article = opened.value
    article.locator(".aa-steps [role=status]").get_by_text("1 of").wait_for()
    marks = article.locator(".aa-article mark")
    count = marks.count()
    until(article, lambda: in_view(article, "mark.aa-followed"))
    for number in (2, 1):
        article.keyboard.press("n" if number == 2 else "p")
        assert (
            article.locator(".aa-steps [role=status]").inner_text().startswith(f"{(number - 1) % count + 1} of {count}")
        )
    article.close()


def test_a_source_leads_to_what_rests_on_it(page: Page) -> None:
    ask(page, "How many people were killed in Sumy?")
    cited = page.locator(".aa-latest mark", has_text="34 people").first
    cited.wait_for()
    number = str(cited.get_attribute("id")).partition("-c")[2]
    page.locator(".aa-latest").get_by_label(f"What rests on source {number}", exact=True).click()
    (resting,) = page.locator(".aa-rests").all_inner_texts()
    assert "34 people" in resting
    assert page.url.count("#") == 0


def test_a_filter_has_a_link(page: Page, url: str) -> None:
    page.get_by_role("button", name="Outlets").click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox").fill("Meridian")
    page.keyboard.press("Enter")
    page.locator(".aa-where").wait_for()
    assert page.url == f"{url}/?outlets=Meridian+Daily"
    page.reload()
    page.locator(".aa-where").get_by_text("Only Meridian Daily").wait_for()


def test_a_story_leads_to_its_articles_without_loading_the_page_anew(browser: Browser, url: str) -> None:
    with opened(browser, f"{url}/library") as page:
        page.get_by_text("Stories", exact=True).click()
        page.get_by_text("2 articles · Northline Wire").click()
        page.evaluate("window.stillThere = true")
        page.get_by_role("link", name="U.S. may abandon mediation within days").click()
        page.locator(".aa-article").wait_for()
        assert "/article?a=" in page.url
        assert page.evaluate("window.stillThere")
        page.go_back()
        page.get_by_text("Stories", exact=True).wait_for()


def test_that_an_answer_was_stopped_is_said_only_when_none_comes(page: Page) -> None:
    come_to_rest(page)
    seen = """() => {
        let line = document.querySelector(".st-key-stopped");
        if (!line) {
            line = document.createElement("p");
            line.className = "st-key-stopped";
            document.querySelector(".stMain").append(line);
        }
        return line.checkVisibility({ visibilityProperty: true });
    }"""
    assert not page.evaluate(seen)  # what came of it may be drawn a moment after the script has ended
    until(page, lambda: bool(page.evaluate(seen)))


@pytest.mark.slow
def test_an_answer_that_takes_too_long_is_stopped_and_asked_again(browser: Browser, sample_library: Path) -> None:
    with serving() as server:
        server.waits = 30.0
        environment = os.environ | {"ASSISTANT_LLM": server.spec, "ASSISTANT_LIBRARY": str(sample_library)}
        port = any_free_port()
        process = subprocess.Popen(command(port), env=environment)
        try:
            page = browser.new_page()
            while not is_up(port):
                page.wait_for_timeout(100)
            page.goto(f"http://{HOST}:{port}")
            page.get_by_test_id("stChatInputTextArea").fill("How many people were injured in Kharkiv?")
            page.keyboard.press("Enter")
            while not server.requests:
                page.wait_for_timeout(100)
            page.get_by_test_id("stChatInputStopButton").click()
            again = page.get_by_role("button", name="Try again")
            again.wait_for()
            assert "Stopped before there was an answer." in page.locator(".st-key-stopped").inner_text()
            server.waits, server.replies = 0.0, []
            again.click()
            page.locator(".aa-caption").wait_for()
            assert "98 people were injured" in page.locator(".aa-answer").inner_text()
            page.close()
        finally:
            process.terminate()
            process.wait(30)
