"""The page, run by `article-assistant page`: what all its screens share, and the one that is asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.page import signing_in
from ui.page.navigation import screens


def main() -> None:
    """One run of the script."""
    st.set_page_config(page_title="Article assistant", layout="wide")
    here = Path(__file__).parent
    st.html(here / "style.css")
    st.html(f"<script>{(here / 'page.js').read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
    screen = st.navigation(screens(), position="hidden")
    if signing_in.is_needed() and not signing_in.is_signed_in():
        signing_in.show_sign_in()
    else:
        signing_in.go_on()
        screen.run()


main()
