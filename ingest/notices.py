"""What an article says of itself: corrections, clarifications, editors' notes. No part of what it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.furniture import LIST_ITEM, is_report

_ARTICLE = r"(?:article|story|report|piece|post|column|review|dispatch|page|headline|caption|photo caption|item)"
_VERSION = rf"an? (?:earlier|previous|original) version(?: of (?:this|the) {_ARTICLE})?\b"
_CHANGED = r"(?:updated|amended|corrected|edited|revised|clarified|changed|removed|republished|reworded)"
# How a notice begins, letter case, bullets and brackets aside.
_NOTICE = re.compile(
    r"(?:corrections?|clarifications?|correction and clarification|(?:editors?[’']?s?|publisher[’']s) note)"
    r"(?: \([^()]{1,40}\)| (?:appended|added))?\s*[:.–—-].*"
    rf"|(?:(?:editing|due to|because of) .{{0,40}}\berror\b.{{0,20}}, )?{_VERSION}.*"
    rf"|(?:update[ds]?|updates)\b[^:]{{0,40}}:(?=.*\b{_ARTICLE}\b).*"
    rf"|th(?:is|e) {_ARTICLE} (?:was|has been|is) (?:[a-z]+ ){{0,2}}{_CHANGED}\b.*"
    rf"|this {_ARTICLE} (?:corrects|clarifies|has been corrected)\b.*"
    r"|(?:because of|owing to|due to) an? (?:editing|production|reporting|transcription|technical) error\b.*",
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


def split_notices(lines: Sequence[str]) -> tuple[str | None, list[str]]:
    """(the notices, a line each, None where there are none; the lines of the report)."""
    notices: list[str] = []
    kept: list[str] = []
    headed = False
    for line in lines:
        if _HEADING.fullmatch(_plain(line)):
            headed = True
            kept.append(line)
        elif is_notice(line) or (headed and is_report(line) and len(line.split()) <= LONGEST):
            if headed:
                kept.pop()
            notices.append(line)
            headed = False
        else:
            kept.append(line)
            headed = False
    return "\n".join(notices) or None, kept


def _plain(line: str) -> str:
    return LIST_ITEM.sub("", line, count=1).strip(" *_([")
