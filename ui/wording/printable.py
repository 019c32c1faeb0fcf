"""Text for a terminal: what could move its cursor, clear it or turn it round is shown instead of done."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

# All but plain ASCII and the line breaks of a layout: what may have to be escaped, found quickly in a long text.
_DOUBTFUL = re.compile(r"[^ -~\n]")


def printable(text: str) -> str:
    r"""The text with white space as single spaces and control and format characters escaped: "\x1b[2J"."""
    spaced = " ".join(text.split())
    return "".join(char.encode("unicode_escape").decode() if _is_dangerous(char) else char for char in spaced)


def printable_json(value: Any, *, indent: int | None = 2) -> str:
    r"""JSON that shows letters as they are and escapes what `printable` does: read back, it is the same value.

    `json.dumps` by itself leaves C1 controls (which terminals obey), what turns the direction, and lone surrogates
    (which no stream can encode) as they are.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _DOUBTFUL.sub(lambda found: json.dumps(found[0])[1:-1] if _is_dangerous(found[0]) else found[0], text)


def _is_dangerous(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")
