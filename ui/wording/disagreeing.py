"""How sources that disagree are told of, in the page and on the command line alike."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Disagreement, Side
from ui.wording.text import counted, origin

_MARKS = {"": "", "earlier": "earlier figure", "superseded": "superseded", "corrected": "corrected since"}


def heading(one: Disagreement) -> str:
    """What there is to say of all sides: that they disagree, or that the newest has taken the others' place."""
    return "Reports changed, newest first" if one.settled else "The sources disagree, newest first"


def told_by(side: Side, citation: Citation) -> str:
    """Who states a side and when, how many carry it, and what became of it."""
    parts = [origin(citation.outlet, citation.published_at)]
    if side.outlets > 1:
        parts.append(f"{counted(side.outlets, 'outlet')}, {counted(side.origins, 'origin')}")
    return " · ".join([*parts, *([_MARKS[side.mark]] if side.mark else [])])


def side_marks(answer: Answer) -> dict[int, str]:
    """What became of what citations state, by number: "superseded"; those that stand are left out."""
    return {side.citation: _MARKS[side.mark] for one in answer.disagreements for side in one.sides if side.mark}
