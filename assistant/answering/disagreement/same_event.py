"""Whether two sentences of different stories tell of one event: what is compared otherwise is no disagreement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answering.disagreement.intervals import PEOPLE, PHYSICAL, role_stems
from assistant.answering.disagreement.speakers import quoted_words
from assistant.answering.disagreement.values import SAID_ON, Value, dates, names
from assistant.answering.evidence import Evidence
from assistant.answering.names import missing_share
from assistant.answering.question import Question, is_yes_or_no
from assistant.dates import last_ordinal
from assistant.library.words import analyse

if TYPE_CHECKING:
    from assistant.answering.disagreement.finding import Stated

# Cosine from which two sentences are one in two wordings, whatever else they name.
ONE_SENTENCE = 0.85
# Reports that contradict each other are never so many times apart: what is, is something else.
BEYOND = 100
# Articles further apart than this, in days, tell of one event only when they say so.
APART = 60
_WHERE = re.compile(r"\b(?:in|at|near|outside|on|off)(?: the)?\s$")
_QUOTE_SHARED = 0.7


def tell_of_one_event(  # noqa: PLR0911 (a reason each)
    question: Question, kind: str, one: Stated, other: Stated
) -> bool:
    """Whether what two sentences state can be compared."""
    a, b = one.evidence, other.evidence
    if a.hit.article_id == b.hit.article_id or one.value.measure != other.value.measure:
        return False
    if kind == "speaker":
        mine, theirs = quoted_words(a.text), quoted_words(b.text)
        return len(mine & theirs) >= _QUOTE_SHARED * min(len(mine), len(theirs))
    if a.hit.story == b.hit.story:  # a copy with another wording
        return True
    if one.value.role != other.value.role or not _count_alike(one, other):
        return False  # of 412 passengers 38 were injured
    if not (_about(question, a) and _about(question, b)):
        return False
    if kind != "time" and not _days_meet(a, b):
        return False
    apart = float(a.vector @ b.vector) < ONE_SENTENCE and _elsewhere(question, one, other)
    return not apart and _near_in_time(kind, one, other)


def _count_alike(one: Stated, other: Stated) -> bool:
    """False where two figures can hardly be of one thing: people and something else, or a hundred times as much."""
    a, b = one.value, other.value
    far = a.low > 0 and b.low > 0 and max(a.low, b.low) > BEYOND * min(a.high, b.high)
    if far and a.measure not in ("date", "clock"):  # noon is no hundred times five past twelve at night
        return False
    mine, theirs = (value.words - role_stems().keys() for value in (a, b))  # "47 dead" are people
    return not (mine and theirs) or (PEOPLE in mine) == (PEOPLE in theirs)


def _about(question: Question, one: Evidence) -> bool:
    """Whether a sentence's passage or title has all names of the question, in one of their forms.

    Its years aside, which may be told by the article's date alone: there is no evidence without them.
    """
    told = f"{one.hit.title} {one.hit.text}"
    names = tuple(name for name in question.written_names if name not in question.years)
    if is_yes_or_no(question.text):  # "Were 31 people hurt?": that figure is what is in question
        names = tuple(name for name in names if not name[0].isdigit())
    return question.names - question.years <= set(analyse(told)) or missing_share(names, told) == 0


def _days_meet(a: Evidence, b: Evidence) -> bool:
    """False when both sentences name days and no day of one is a day of the other."""
    mine, theirs = (_days_of(one) for one in (a, b))
    pairs = [(x, y) for x in mine for y in theirs if x.measure == y.measure]
    return not pairs or any(x.agrees(y) for x, y in pairs)


def _days_of(one: Evidence) -> list[Value]:
    """The days a sentence names, but not those on which somebody said so."""
    stated = dates(one.text, one.hit.published_at)
    return [day for day in stated if not SAID_ON.search(one.text[: day.start])]


def _elsewhere(question: Question, one: Stated, other: Stated) -> bool:
    """Whether the sentences name places of their own and share none of them."""
    known = frozenset(question.words) | one.value.words | other.value.words
    mine, theirs = (_places(stated.evidence, known) for stated in (one, other))
    if not (mine and theirs):
        return False
    return not (mine & other.passage_words or theirs & one.passage_words)


def _places(one: Evidence, known: frozenset[str]) -> frozenset[str]:
    found = [name for name in names(one.text, known) if _WHERE.search(one.text[: name.start])]
    return frozenset(stem for name in found for stem in name.words)


def _near_in_time(kind: str, one: Stated, other: Stated) -> bool:
    days = [last_ordinal(stated.evidence.hit.published_at) for stated in (one, other)]
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) <= APART:
        return True
    if one.value.measure in PHYSICAL or one.value.measure == "born":
        return True
    if kind == "time":  # what both tell in hindsight
        return _in_hindsight(one.value, days[0]) and _in_hindsight(other.value, days[1])
    named = [dates(stated.evidence.text, stated.evidence.hit.published_at) for stated in (one, other)]
    return any(x.measure == y.measure and x.agrees(y) for x in named[0] for y in named[1])


def _in_hindsight(value: Value, published: int) -> bool:
    return value.measure == "date" and value.high < published - APART
