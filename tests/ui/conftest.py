"""What the tests of the page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """What is cached outlives an AppTest."""
    import streamlit as st

    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
