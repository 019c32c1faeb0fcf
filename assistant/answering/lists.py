"""A list is told whole, with the line that leads to it: "The union demands:" and what stands below."""

from __future__ import annotations

import re

from assistant.types import Hit, Span

_LEADS = re.compile(r":[\"”’)]?$")
_MARK = r"(?:[-*•–·]|\d{1,2}[.)])\s{1,4}"
_MARKED = re.compile(rf"\s{{0,20}}{_MARK}")
_BETWEEN = re.compile(rf"[;,]?[^\S\n]{{0,20}}\n\s{{0,20}}{_MARK}")
# What leads to a site's own list, not to what is reported.
_OF_THE_SITE = re.compile(
    r"^\W*(?:related|read (?:more|also|next)|see also|also (?:on|in)|more (?:on|from|stories|news)|share|follow|tags"
    r"|topics|sources|references|contact|subscribe|watch|listen)\b",
    re.IGNORECASE,
)
# Items of a list: a colon may also lead to a single line of something else, and nobody reads more in an answer.
FEWEST, MOST = 2, 12


def whole_lists(hit: Hit) -> list[range]:
    """The places of a hit's sentences, in order: each by itself, a list's with the line that leads to it together."""
    texts = [hit.text_of(span) for span in hit.sentences]
    found: list[range] = []
    place = 0
    while place < len(texts):
        end = place + 1
        if _LEADS.search(texts[place]) and not _OF_THE_SITE.match(texts[place]):
            while end < len(texts) and _MARKED.fullmatch(_line_before(hit, end)):
                end += 1
        if not FEWEST <= end - place - 1 <= MOST:
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


def _line_before(hit: Hit, place: int) -> str:
    """What stands in a sentence's line before it, "" where another sentence does."""
    gap = hit.text_of(Span(hit.sentences[place - 1].end, hit.sentences[place].start))
    return gap.rpartition("\n")[2] if "\n" in gap else ""
