"""The page for everybody: what axe finds on its screens, and that the keyboard alone is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.ui.browser import NARROW, WIDE, ask, come_to_rest, opened, served
from ui.page.navigation import _SCREENS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser, Page, ViewportSize

    Look = tuple[Literal["light", "dark"], ViewportSize]

# By rule, what of Streamlit's own breaks it and nothing of ours can change: the field for files is both there and
# not there for a screen reader, and the table has a column to choose rows by, which it leaves without a name.
THEIRS = {
    "presentation-role-conflict": '[data-testid="stFileUploaderDropzone"]',
    "empty-table-header": '[data-testid="stDataFrame"] th',
}
VIOLATIONS = """theirs => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.map(rule => {
    const ours = node => !(theirs[rule.id] && document.querySelector(node.target[0])?.matches(theirs[rule.id]));
    return {...rule, nodes: rule.nodes.filter(ours)};
}))"""

LOOKS: list[Look] = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def url(sample_library: Path) -> Iterator[str]:
    with served(sample_library) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, url) as page:
        page.emulate_media(reduced_motion="reduce")
        page.get_by_text("What would you like to know?").wait_for()
        yield page


def faults(page: Page, name: str) -> list[str]:
    """What axe finds in each theme and width, each in a line that begins with the `name` of what is shown."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    come_to_rest(page)
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.wait_for_timeout(400)
        found += [
            f"{name}, {scheme}, {size['width']}: {rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
            for rule in page.evaluate(VIOLATIONS, THEIRS)
            for node in rule["nodes"]
        ]
    return found


def test_asking(page: Page) -> None:
    assert not faults(page, "nothing asked")
    ask(page, "How many people were killed in Sumy?")
    page.locator(".aa-disagree").wait_for()
    assert not faults(page, "a disagreement")
    page.get_by_role("button", name="This answer is wrong").click()
    page.get_by_role("dialog").wait_for()
    assert not faults(page, "correcting")
    page.keyboard.press("Escape")
    ask(page, "Who won the 2022 World Cup?")
    assert not faults(page, "an abstention")
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("dialog").wait_for()
    assert not faults(page, "conversations")
    page.goto(page.locator(".aa-read a").first.evaluate("link => link.href"))
    page.locator(".aa-article").wait_for()
    assert not faults(page, "an article")


@pytest.mark.parametrize("name", [name for _, _, name in _SCREENS[1:]])
def test_screen(browser: Browser, url: str, name: str) -> None:
    with opened(browser, f"{url}/{name}") as page:
        page.emulate_media(reduced_motion="reduce")
        page.locator(".st-key-header").wait_for()
        page.wait_for_load_state("networkidle")
        assert not faults(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    def tab_to(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"The keyboard does not reach {selector}.")

    tab_to('[data-testid="stChatInputTextArea"]')
    page.keyboard.type("How many people were injured in Kharkiv?")
    page.keyboard.press("Enter")
    page.locator(".aa-caption").wait_for()
    come_to_rest(page)
    tab_to("a.aa-cite")
    page.keyboard.press("Enter")
    page.locator("mark.aa-followed").wait_for()
    assert page.locator("mark.aa-followed").get_attribute("id") == "t1-c1"
