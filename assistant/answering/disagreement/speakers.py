"""Who is quoted with which words."""

from __future__ import annotations

import re

from assistant.answering.disagreement.values import Value, names
from assistant.library.words import analyse

_QUOTED = re.compile(r"[“\"]([^”\"]{12,})[”\"]")
_SAYING = re.compile(r"\b(?:said|says|told|added|according to|declared|insisted|warned)\b")


def speaker_of(text: str) -> Value | None:
    """The speaker of a sentence with words in quotation marks, which are its `measure`; None without either."""
    quoted = _QUOTED.search(text)
    told = _SAYING.search(text, quoted.end()) or _SAYING.search(text) if quoted else None
    if quoted is None or told is None:
        return None
    outside = [name for name in names(text) if not quoted.start() <= name.start < quoted.end()]
    return min(outside, key=lambda name: abs(name.start - told.start()), default=None)


def quoted_words(text: str) -> frozenset[str]:
    """The stems of a sentence's words in quotation marks."""
    return frozenset(stem for match in _QUOTED.finditer(text) for stem in analyse(match[1]))
