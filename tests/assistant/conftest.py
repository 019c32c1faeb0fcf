"""What the tests of answers share."""

from __future__ import annotations

import pytest

from assistant.embedding import SentenceTransformerEncoder


@pytest.fixture(scope="session")
def bundled() -> SentenceTransformerEncoder:
    """The bundled embedding model, loaded once for each worker."""
    return SentenceTransformerEncoder()
