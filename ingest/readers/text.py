"""Plain text."""

from __future__ import annotations

from itertools import groupby

from ingest.document import Document
from ingest.furniture import LIST_ITEM

# Lines of a hard-wrapped paragraph, all but its last, are about this long.
SHORTEST, LONGEST = 45, 100


def read_text(text: str) -> Document:
    """The text, its hard-wrapped paragraphs each in one line; cleaning and describing find what its lines state."""
    blocks = [list(lines) for filled, lines in groupby(text.split("\n"), key=lambda line: bool(line.strip())) if filled]
    return Document(body="\n\n".join(" ".join(block) if _is_wrapped(block) else "\n".join(block) for block in blocks))


def _is_wrapped(block: list[str]) -> bool:
    """Whether lines without a gap between them are one paragraph: all of a length, broken inside sentences.

    Where letters have no case a line does not show that it goes on, and headlines would be joined: none is.
    """
    lines = [line.strip() for line in block]
    if len(lines) < 2 or any(LIST_ITEM.match(line) for line in block) or any("|" in line for line in lines):
        return False
    of_a_length = all(SHORTEST <= len(line) <= LONGEST for line in lines[:-1]) and len(lines[-1]) <= LONGEST
    broken = sum(line[-1:].isalnum() or line[-1:] in ",;-–—" for line in lines[:-1])
    goes_on = sum(line[:1].islower() or line[:1].isdigit() for line in lines[1:])
    cased = any(line.upper() != line.lower() for line in lines)
    return cased and of_a_length and broken >= len(lines[:-1]) / 2 and goes_on >= len(lines[1:]) / 3
