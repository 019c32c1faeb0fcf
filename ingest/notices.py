"""What an article says of itself: corrections, clarifications, editors' notes.

They stay in its text: a line that only looks like one is the report's, and nothing of a report may be lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.furniture import LIST_ITEM, is_report

_ARTICLE = r"(?:article|story|report|piece|post|column|review|dispatch|page|headline|caption|photo caption|item)"
_WRONG = r"(?:(?:incorrectly|wrongly|mistakenly|erroneously)|said|stated|misstated|gave|named|misspelled|misidentified)"
# "An earlier version of the bill" is reported of; one of "this article", or one that "misstated", is the page's.
_VERSION = rf"an? (?:earlier|previous|original) version (?:of (?:this|the) {_ARTICLE}|{_WRONG})\b"
_CHANGED = r"(?:updated|amended|corrected|revised|clarified|republished|reworded)"
# How a notice begins, letter case, bullets and brackets aside.
_NOTICE = re.compile(
    r"(?:corrections?|clarifications?|correction and clarification|(?:editors?[’']?s?|publisher[’']s) note)"
    r"(?: \([^()]{1,40}\)| (?:appended|added))?\s*[:.–—-].*"
    rf"|{_VERSION}.*"
    rf"|(?:update[ds]?|updates)\b[^:]{{0,40}}:(?=.*\b{_ARTICLE}\b).*"
    rf"|this {_ARTICLE} (?:was|has been|is) (?:[a-z]+ ){{0,2}}{_CHANGED}\b.*"
    rf"|this {_ARTICLE} (?:corrects|clarifies)\b.*"
    rf"|(?:editing|because of|owing to|due to) .{{0,40}}\berror\b(?=.*\b(?:{_VERSION}|this {_ARTICLE}\b)).*",
    re.IGNORECASE,
)
# Set above a notice as a heading.
_HEADING = re.compile(
    r"(?:corrections?(?: and clarifications?)?|clarifications?|editors?[’']?s?[’']? note)\s*:?", re.IGNORECASE
)
# A notice is short; what is longer tells something.
LONGEST = 120


def is_notice(line: str) -> bool:
    """Whether in a line the article speaks of itself."""
    return len(line.split()) <= LONGEST and bool(_NOTICE.fullmatch(_plain(line)))


def notices_of(lines: Sequence[str]) -> str | None:
    """The notices among the lines, a line each; None where there are none."""
    notices: list[str] = []
    headed = False
    for line in lines:
        if _HEADING.fullmatch(_plain(line)):
            headed = True
            continue
        if is_notice(line) or (headed and is_report(line) and len(line.split()) <= LONGEST):
            notices.append(line)
        headed = False
    return "\n".join(notices) or None


def _plain(line: str) -> str:
    return LIST_ITEM.sub("", line, count=1).strip(" *_([")
