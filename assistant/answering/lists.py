"""A list is told whole, with the line that leads to it: "The union demands:" and what stands below."""

from __future__ import annotations

import re

from assistant.types import Hit, Span

_LEADS = re.compile(r":[\"”’)]*$")
_MARK = r"(?:[-*•–·]|\d{1,2}[.)])\s+"
_MARKED = re.compile(rf"(?:^|\n)\s*{_MARK}$")
_BETWEEN = re.compile(rf"[;,]?\s*\n\s*{_MARK}")
# Items of a list, at least: a colon may also lead to a single line of something else.
FEWEST = 2


def whole_lists(hit: Hit) -> list[range]:
    """The places of a hit's sentences, in order: each by itself, a list's with the line that leads to it together."""
    texts = [hit.text[span.start - hit.start : span.end - hit.start] for span in hit.sentences]
    found: list[range] = []
    place = 0
    while place < len(texts):
        end = place + 1
        if _LEADS.search(texts[place]):
            while end < len(texts) and _MARKED.search(_gap(hit, end)):
                end += 1
        if end - place <= FEWEST:
            end = place + 1
        found.append(range(place, end))
        place = end
    return found


def spoken(text: str) -> str:
    """A list as one sentence, "The union demands: 9 percent; two free weekends."; any other text as it is."""
    lead, *items = _BETWEEN.split(text)
    if not items:
        return text
    told = f"{lead} {'; '.join(items)}"
    return told if told.endswith((".", "!", "?")) else f"{told.rstrip(' ;,')}."


def _gap(hit: Hit, place: int) -> str:
    before: Span = hit.sentences[place - 1]
    return hit.text[before.end - hit.start : hit.sentences[place].start - hit.start]
