"""Lines that state when a page was published and updated, in whatever order a site sets labels, days, times, places.

Only for pages that were copied whole, beside their headline: elsewhere a line with a day in it may tell of that day.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ingest.dates import LONGEST_NOTE, PUBLISHED, UPDATED, read_date

# Where a page's language is one of these, 11/03/2025 is the eleventh of March; in English it may be either.
DAYS_FIRST = frozenset("bg ca cs da de el es fi fr hr it nb nl nn no pl pt ro ru sk sl sr sv tr uk".split())
# Besides labels, days and times a line that states them has a place or names, so many words at most.
OTHER_WORDS = 7

_NUMERIC = r"(?<![\d./-])(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>[12]\d{3})(?![\d./-])"
_DAY = re.compile(
    # Nov. 5, 2023; 5 de mayo de 2023
    r"[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? [12]\d{3}\b"
    r"|\b\d{1,2}(?:\.|er|º|°|st|nd|rd|th)?[ -](?:de |d[’'])?[^\W\d_]{3,12}\.?,?[ -](?:del? )?[12]\d{3}\b"
    rf"|{_NUMERIC}|\b[12]\d{{3}}-\d\d-\d\d(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
)
_CLOCK = r"\b\d{1,2}(?: ?[:.h] ?\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?| ?[ap]\.?m\b\.?| ?h\b)(?: ?(?:uhr|uur|h)\b)?"
# India, Israel and Ireland all have an IST, and ET is of summer as well as of winter: of such a time the day is stated.
_ZONE = r"(?: ?\b(?:(?!IST)[A-Z]{2,4}T|UTC)(?:[+-]\d{1,2})?\b)?"
_TIME = re.compile(rf"(?i:{_CLOCK})(?: ?\b[A-Z]{{1,4}}T(?:[+-]\d{{1,2}})?\b)?")
_TIME_BEHIND = re.compile(rf"[ ,]*(?:at )?(?:(?i:{_CLOCK}){_ZONE})")
_LABEL = re.compile(rf"(?<![^\W\d_])(?:(?P<updated>{UPDATED})|(?P<published>{PUBLISHED}))(?![^\W\d_])", re.IGNORECASE)
_LABEL_RUN_ON = re.compile(rf"(?<=\d)(?=(?:{PUBLISHED}|{UPDATED}))", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SET_APART = re.compile(r" [-–—|·•] ")


class Stated(NamedTuple):
    """A day (ISO 8601, to the second where time and zone are stated) and its label: published, updated or none."""

    when: str
    label: str


def read_date_line(line: str, days_first: bool) -> list[Stated]:
    """The days that a line states, if it does little else; `days_first`: 11/03/2025 is in March."""
    if len(line) > LONGEST_NOTE:
        return []
    line = _LABEL_RUN_ON.sub(" ", line)  # "6 May 2024Updated: 7 May 2024"
    found = [(match, day) for match in _DAY.finditer(line) if (day := _read_day(match, days_first))]
    if not found:
        return []
    rest = _LABEL.sub(" ", _TIME.sub(" ", _DAY.sub(" ", line)))
    words = len(_WORD.findall(rest))
    ends = [0, *(match.end() for match, _ in found)]
    labels = [_label(line[begin:end]) for begin, end in zip(ends, (m.start() for m, _ in found), strict=False)]
    apart = any(labels) or bool(_TIME.search(line)) or bool(_SET_APART.search(line))
    if words > (OTHER_WORDS if apart else 1):
        return []
    return [Stated(_with_time(line, match, day), label) for (match, day), label in zip(found, labels, strict=True)]


def read_dates(lines: list[list[Stated]]) -> tuple[str | None, str | None]:
    """(published, updated) of lines in order; a day without a label is that of publishing or, above it, of updating."""
    stated = [one for line in lines for one in line]
    published = next((one.when for one in stated if one.label == "published"), None)
    updated = next((one.when for one in stated if one.label == "updated"), None)
    bare = next((one.when for one in stated if not one.label), None)
    if published is None:
        return bare, updated
    above = next((one.when for one, other in pairwise(stated) if not one.label and other.label == "published"), None)
    return published, updated or (above if above and above[:10] >= published[:10] else None)


def _read_day(match: re.Match[str], days_first: bool) -> str | None:
    if match["first"] is None or not days_first:
        return read_date(match.group())
    return read_date(f"{match['year']}-{int(match['second']):02}-{int(match['first']):02}")


def _label(before: str) -> str:
    found = [label.lastgroup or "" for label in _LABEL.finditer(before)]
    return found[-1] if found else ""


def _with_time(line: str, match: re.Match[str], day: str) -> str:
    """The day with the time behind it where that has a zone."""
    behind = _TIME_BEHIND.match(line, match.end())
    timed = read_date(f"{match.group()}{behind.group()}") if behind and match["first"] is None else None
    return timed if timed and timed.startswith(day) else day
