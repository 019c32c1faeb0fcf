"""Signing in with an OpenID Connect provider, which the section [auth] of Streamlit's secrets.toml names."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.errors import SettingsError
from ui.page import ALWAYS_SIGN_IN, HOST, NEVER_SIGN_IN
from ui.page.messages import TAGLINE, error_line
from ui.wording.text import escape_label

_SHARED = ("redirect_uri", "cookie_secret")
_PROVIDERS = ("client_id", "client_secret", "server_metadata_url")


def check_set_up() -> None:
    """Raises SettingsError, which says what is missing, where nobody could sign in."""
    auth, several = _auth(), providers()
    missing = [key for key in _SHARED if not auth.get(key)]
    for name in several or [""]:
        missing += [f"{name}.{key}".lstrip(".") for key in _PROVIDERS if not _provider(auth, name).get(key)]
    if missing:
        raise SettingsError(f"Sign-in is not set up: the section [auth] of secrets.toml lacks {', '.join(missing)}.")
    if importlib.util.find_spec("authlib") is None:
        raise SettingsError("Sign-in needs the package authlib: pip install 'article-assistant[signin]'.")


def is_needed() -> bool:
    """Whether the page is shown to who is signed in only."""
    return NEVER_SIGN_IN not in sys.argv and (ALWAYS_SIGN_IN in sys.argv or bool(_auth()) or _is_unreadable())


def is_owner_here() -> bool:
    """Whether nobody but who runs the page reaches it: files and servers of this machine may be named."""
    return st.get_option("server.address") == HOST and not is_needed()


def is_signed_in() -> bool:
    """Whether the provider has said who this is."""
    return bool(st.user.to_dict().get("is_logged_in"))


def person() -> str:
    """Who is signed in, by the provider's own name for them; "" where nobody needs to be.

    Not the e-mail address: that may pass to another person.
    """
    return f"{st.user['iss']} {st.user['sub']}" if is_needed() else ""


def providers() -> list[str]:
    """The names of the providers; "" is the name of one that stands in the section itself."""
    auth = _auth()
    named = [name for name, one in auth.items() if isinstance(one, Mapping) and "client_id" in one]
    return [*([""] if "client_id" in auth else []), *named]


def show_sign_in() -> None:
    """All that is seen before it: a button for each provider."""
    st.html("<script>window.articleAssistant?.keepWanted()</script>", unsafe_allow_javascript=True)
    with st.container(key="welcome", horizontal_alignment="center"):
        st.html(f'<div class="aa-welcome"><h1>Article assistant</h1><p>{TAGLINE}</p></div>')
        if _is_unreadable():
            st.html(error_line("Nobody can sign in: secrets.toml cannot be read. Mend it and reload this page."))
        for name in providers():
            label = f"Sign in with {escape_label(name)}" if name else "Sign in"
            st.button(label, key=f"sign-in-{name}", type="primary", on_click=st.login, args=(name or None,))


def go_on() -> None:
    """Leads whoever has just signed in to where they were going before."""
    if is_needed():
        st.html("<script>window.articleAssistant?.goToWanted()</script>", unsafe_allow_javascript=True)


def show_sign_out() -> None:
    """The way out, where there was one in."""
    if is_needed():
        st.button("Sign out", key="sign-out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def _is_unreadable() -> bool:
    """Whether there are secrets that cannot be read: a slip of the pen must not open the page to everybody."""
    return any(Path(path).exists() for path in st.get_option("secrets.files")) and not st.secrets.load_if_toml_exists()


def _auth() -> Mapping[str, Any]:
    """The section [auth]; empty where there is none."""
    return st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}


def _provider(auth: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return auth[name] if name else auth
