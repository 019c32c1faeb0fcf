"""Signing in: who must, who is let in, and that each sees their own conversations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from click.testing import CliRunner

from assistant.errors import SettingsError
from tests.oidc_server import providing
from tests.ui.browser import ask, come_to_rest, opened, served
from tests.ui.screens import open_page
from tests.ui.test_accessible import faults
from ui.cli import main
from ui.page import HOST
from ui.serving import any_free_port, is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

KHARKIV = "How many people were injured in Kharkiv?"


@pytest.fixture
def fresh_secrets() -> Iterator[None]:
    """Streamlit reads its secrets once in a process."""
    st.secrets._reset()
    yield
    st.secrets._reset()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "0"])
def test_others_too(host: str) -> None:
    assert not is_loopback(host)


def test_an_address_that_is_none() -> None:
    with pytest.raises(SettingsError, match="'no where' is no address"):
        is_loopback("no where")


@pytest.mark.usefixtures("fresh_secrets")
@pytest.mark.parametrize(
    ("secrets", "lacks"),
    [
        ("", "redirect_uri, cookie_secret, client_id, client_secret, server_metadata_url."),
        ('[auth]\nredirect_uri="x"\ncookie_secret="x"\n[auth.okta]\nclient_id="x"\n', "okta.client_secret, okta.ser"),
    ],
)
def test_no_page_for_others_without_a_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: str, lacks: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if secrets:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
    run = CliRunner().invoke(main, ["page", "--host", "0.0.0.0", "--library", str(tmp_path)])
    assert run.exit_code == 2
    assert run.stderr.startswith("Error: At 0.0.0.0 others can reach the page. Sign-in is not set up: ")
    assert lacks in run.stderr
    assert run.stderr.endswith("--without-sign-in.\n")
    assert run.stderr.count("\n") == 1


@pytest.mark.usefixtures("fresh_secrets")
def test_a_slip_in_the_secrets_opens_the_page_to_nobody(
    own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.write_text('[auth]\nredirect_uri="x"\nand a slip\n')
    shown = open_page(own_library, monkeypatch)
    assert not shown.chat_input
    assert any("Nobody can sign in" in str(element.proto.body) for element in shown.get("html"))


def sign_in(page: Page, person: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=person).click()
    page.get_by_text("What would you like to know?").wait_for()


@pytest.fixture(scope="module")
def url(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page behind a provider that knows two people."""
    folder, port = tmp_path_factory.mktemp("signed"), any_free_port()
    with providing() as provider:
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "secrets.toml").write_text(provider.secrets(f"http://{HOST}:{port}"))
        with served(sample_library, port, folder) as address:
            yield address


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_nothing_is_seen_before_and_after_it(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        for name in ("library", "evaluations", "settings", "article"):
            page.goto(f"{url}/{name}")
            page.get_by_role("button", name="Sign in").wait_for()
            assert page.locator(".st-key-header").count() == page.get_by_test_id("stChatInput").count() == 0
        page.goto(url)
        page.get_by_role("button", name="Sign in").wait_for()
        assert not faults(page, "signing in")
        sign_in(page, "Ada")
        ask(page, KHARKIV)
        page.wait_for_url("**/?c=*")
        address = page.url
        page.reload()
        page.get_by_text("98 people were injured").first.wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in").wait_for()
        page.goto(address)
        page.get_by_role("button", name="Sign in").wait_for()
        assert page.get_by_text("98 people").count() == 0
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Ada").click()
        page.wait_for_url(address)
        page.get_by_text("98 people were injured").first.wait_for()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_each_sees_their_own_conversations(browser: Browser, url: str) -> None:
    with opened(browser, url) as ada, opened(browser, url) as bo:
        sign_in(ada, "Ada")
        ask(ada, KHARKIV)
        ada.wait_for_url("**/?c=*")
        sign_in(bo, "Bo")
        bo.get_by_role("button", name="Conversations").click()
        bo.get_by_text("There are no conversations yet.").wait_for()
        bo.goto(ada.url)
        bo.get_by_text("What would you like to know?").wait_for()
        bo.wait_for_url(f"{url}/")
        # What one keeps as a test question is not told to the other, who asks the same.
        ada.get_by_role("button", name="This answer is right", exact=True).click()
        ada.locator(".aa-kept-right").wait_for()
        ask(bo, KHARKIV)
        bo.reload()
        bo.locator(".aa-latest .aa-card").first.wait_for()
        come_to_rest(bo)
        assert bo.locator(".aa-kept").count() == 0
        for person, sets in ((ada, 1), (bo, 0)):
            person.goto(f"{url}/evaluations")
            person.get_by_role("combobox", name="Question set").click()
            person.get_by_role("option", name="sample.jsonl").wait_for()
            assert person.get_by_role("option", name="library-questions").count() == sets
