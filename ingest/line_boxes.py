"""What stands in boxes between and below the paragraphs of a page: other articles' summaries, polls, captions."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from ingest.furniture import OPENINGS, TEASERS
from ingest.line_page import Page, Values

# A headline has more words than a menu's entry or a name.
NAME_WORDS = 4
# So many lines at most stand between a poll's question and its button, and so many words at most are in each.
POLL_LINES, POLL_WORDS = 7, 14
# A sentence of so many words that stands on a page twice, and no oftener, is no refrain and no answer.
AGAIN_WORDS, TWICE = 8, 2

# The button of a poll, its heading, or how many took part.
_POLL = re.compile(
    r"(?:(?:(?:cast )?(?:your )?votes?(?: now| here)?|(?:reader |quick |take (?:our|the) )?poll|submit(?: vote)?"
    r"|(?:see|view|show) (?:the )?results|umfrage|abstimmen|(?:zum )?ergebnis(?: anzeigen)?|sondage|votez?"
    r"|voir les résultats|encuesta|votar?|ver resultados|sondaggio|risultati|enquete|stem(?:men)?"
    r"|bekijk (?:de )?(?:uitslag|resultaten)|sonda|ankieta|głosuj|rösta|omröstning|visa resultat|stem nå|afstemning"
    r"|avstemning|anketa|hlasovat|anket|oy ver|sondaj|votează"
    r"|\d[\d.,]* (?:votes|stimmen|votos|voti|stemmen|röster|głosów)))[.:!]?",
    re.IGNORECASE,
)


def boxes(page: Page, found: dict[str, Values], brief: Values) -> dict[str, Values]:
    """By name, (n,) of each line; `found` is told of it alone, `brief` how much shorter than the report's it is."""
    summary = _summaries(page, found["words"])
    return {
        "summary_brief": summary * brief,
        "summary_single": summary * (found["inner_stops"] == 0),
        "polled": _polled(page, found["words"]),
        "again": _again(page, found["words"]),
    }


def _summaries(page: Page, words: Values) -> Values:
    """Whether a sentence is the first below a headline, or a headline that asks, where others' headlines are opened.

    They are until a sentence without a headline above it.
    """
    summaries = np.zeros(len(page.lines))
    opened = headline = False
    for place, line in enumerate(page.lines):
        if TEASERS.fullmatch(line) or (OPENINGS.fullmatch(line) and not page.sentence[place]):
            opened, headline = True, False
        elif page.sentence[place]:
            asks = line.endswith("?") and words[place] > NAME_WORDS
            summaries[place] = opened and (asks or headline)
            opened, headline = opened and (asks or headline), asks
        else:
            headline = headline or (not page.site[place] and words[place] > NAME_WORDS)
    return summaries


def _polled(page: Page, words: Values) -> Values:
    """Whether a sentence is a poll's question or choice: as short as the lines between it and a poll's button."""
    polled = np.zeros(len(page.lines))
    told = (place for place, line in enumerate(page.lines) if not page.sentence[place] and _POLL.fullmatch(line))
    for place in told:
        for run in (range(place - 1, place - POLL_LINES - 1, -1), range(place + 1, place + POLL_LINES + 1)):
            near = [one for one in run if 0 <= one < len(page.lines)]
            many = next((many for many, one in enumerate(near) if words[one] > POLL_WORDS), len(near))
            asked = [number for number, one in enumerate(near[:many], 1) if page.lines[one].endswith("?")]
            polled[near[: max(asked, default=0)]] = 1
    return polled * page.sentence


def _again(page: Page, words: Values) -> Values:
    """Whether a sentence stands on the page twice, as a caption does below a picture and its enlargement."""
    counts = Counter(page.lines)
    twice = np.array([counts[line] == TWICE for line in page.lines], dtype=bool)
    return np.asarray(twice * page.sentence * (words >= AGAIN_WORDS), dtype=np.float64)
