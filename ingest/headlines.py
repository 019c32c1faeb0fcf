"""Which line of a page that was copied whole is its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.date_lines import read_date_line
from ingest.furniture import LIST_ITEM, SECTION, is_furniture, is_statement
from ingest.head import is_note
from ingest.line_features import long_words
from ingest.line_words import ASKS, SITE, SMALL
from ingest.page_byline import is_role_line, prefixed_byline
from ingest.site_lines import STAMP

# Menu entries are shorter than headlines.
HEADLINE_WORDS = 5
# Of a headline's long words its report has more than such a share.
TOLD_SHARE = 0.25
# And more than such a share of so many as it has of another line's.
BEST_SHARE = 0.5
# A headline with its standfirst stands so many lines above byline and date at most.
ABOVE_NOTES = 3
# So many short lines below each other are a menu: what stands above it is no headline of what is told below.
MENU, MENU_WORDS = 3, 4

_WORD = re.compile(r"\w+")
# "You are here: Home > Local > Halden", "Home / Terminals"
_TRAIL = re.compile(r"(?:[^>›»/]{1,40} ?(?:>>?|›|») ?){1,6}[^>›»/]{1,60}|(?:\S[^/]{0,30} / ){2,6}[^/]{1,40}")


def headline_place(lines: Sequence[str], site: Sequence[bool], first: int, report: Sequence[str]) -> int:
    """The place of the headline among the lines above the first sentence; the number of lines where none reads as one.

    It is what is set twice running, else the first that tells of what the report tells, else the first of many words.
    """
    places = [place for place in range(first) if not (site[place] or _is_other(lines[place]))]
    twice = [
        place
        for place, below in pairwise(places)
        if lines[place] == lines[below] and _is_wordy(lines[place], HEADLINE_WORDS)
    ]
    if twice:
        return twice[0]
    wordy = [place for place in places if _is_wordy(lines[place], HEADLINE_WORDS)]
    told = long_words(" ".join(report))
    words = {place: long_words(lines[place]) for place in wordy}
    some_told = [place for place, some in words.items() if some & told]
    most = max((len(some & told) for some in words.values()), default=0)
    telling = [
        place for place, some in words.items() if len(some & told) > max(TOLD_SHARE * len(some), BEST_SHARE * most)
    ]
    if found := _above_notes(lines, some_told, _below_menus(lines, telling or wordy, first)):
        return _above_standfirst(lines, found[0], wordy, places)
    short = [place for place in places if _is_wordy(lines[place], 2)]
    return next(iter(short), len(lines))


def is_anchor(line: str) -> bool:
    """Whether a line states who wrote something, or when: it stands below a headline."""
    stamp = bool(STAMP.fullmatch(line)) and any(char.isalpha() for char in line)
    noted = prefixed_byline(line, "") or (is_note(line) and not is_furniture(line))
    return stamp or bool(noted) or is_role_line(line) or bool(read_date_line(line, days_first=True))


def _below_menus(lines: Sequence[str], telling: Sequence[int], first: int) -> list[int]:
    """The places from which on no menu stands before the next one with a note below it."""
    begin = 0
    for number, (place, below) in enumerate(pairwise(telling), 1):
        between = lines[place + 1 : below]
        entries = (line for line in between if not (is_statement(line) or is_furniture(line)))
        menu = sum(len(line.split()) <= MENU_WORDS for line in entries) >= MENU
        noted = any(is_anchor(line) for line in lines[below:first])
        if menu and noted and not any(is_anchor(line) for line in between):
            begin = number
    return list(telling[begin:])


def _above_notes(lines: Sequence[str], candidates: Sequence[int], found: Sequence[int]) -> Sequence[int]:
    """What was found or, where that stands below a byline or date only, the candidates right above those."""
    for noted in (place for place in range(found[0] if found else 0) if is_anchor(lines[place])):
        if above := [place for place in candidates if noted - ABOVE_NOTES <= place < noted]:
            return above
    return found


def _above_standfirst(lines: Sequence[str], place: int, wordy: Sequence[int], places: Sequence[int]) -> int:
    """The place of the headline where what stands at `place` may be its standfirst: what is wordy right above it.

    A shorter line is it where the standfirst ends as a sentence, or where it is no name of a part of the site: one
    with small letters in it, and notes right below the standfirst.
    """
    while place - 1 in wordy:
        place -= 1
    above, below = lines[place - 1] if place else "", lines[place + 1] if place + 1 < len(lines) else ""
    noted = is_anchor(below) or (place + 2 < len(lines) and is_anchor(lines[place + 2]) and len(below.split()) <= 6)
    if place - 1 not in places or not noted or above.isupper() or SECTION.fullmatch(above):
        return place
    words = above.split()
    said = any(word.islower() and word.casefold() not in SMALL for word in words[1:])
    standfirst = is_statement(lines[place]) and len(words) >= 2
    return (
        place - 1
        if standfirst or (said and len(words) >= 3 and any(word.casefold() in SMALL for word in words))
        else place
    )


def _is_wordy(line: str, least: int) -> bool:
    return len(_WORD.findall(line)) >= least and " " in line


def _is_other(line: str) -> bool:
    """Whether a line is a list's entry, a table's row, a trail to the page or a note, or asks for something."""
    asks = bool(ASKS.match(line)) and bool(SITE.search(line)) and len(line.split()) <= 8
    entry = bool(LIST_ITEM.match(line)) or "|" in line or bool(_TRAIL.fullmatch(line))
    return (
        entry or asks or is_note(line) or bool(prefixed_byline(line, "")) or bool(read_date_line(line, days_first=True))
    )
