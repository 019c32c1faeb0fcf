"""A sentence as evidence, without a library."""

from __future__ import annotations

import numpy as np

from assistant.answering.evidence import FEATURES, Evidence
from assistant.types import Explanation, Hit, Span


def quoted(sentence: str) -> Evidence:
    """A sentence as evidence of an article of its own."""
    span = Span(0, len(sentence))
    hit = Hit(
        1, 1.0, "p", "a", "1", "a.txt", "Title", None, None, None, "s", (), *span, sentence, (span,),
        Explanation(None, None, None, None, 1.0),
    )  # fmt: skip
    return Evidence("S1.1", hit, span, sentence, "", frozenset(), np.zeros(1, np.float32), np.zeros(len(FEATURES)))
