"""The time a question means: its words for days and months, and the events of the library that it counts from."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Citation, TimeRange
from assistant.dates import Meant, Period, last_ordinal, opened_at, ordinal, recent_words, times_in
from assistant.types import Hit

# What was told up to so many days after a time may well be the report of it.
REPORTED_DAYS = 2
# Articles that name an event and lie further apart than this name several, or no single one.
EVENT_DAYS = 14
# Of so many passages those are looked at that name the event.
EVENT_HITS = 5
# A day that a sentence states for an event counts; a longer time does not.
ONE_DAY = 3

_EVENT = re.compile(
    r"\b(?P<word>since|after|before|until) the (?P<event>[^,;?.!]+?)"
    r"(?=[,;?.!]|$| (?:did|has|have|was|were|is|are)\b)",
    re.IGNORECASE,
)
# What stands before a time and says nothing without it; before "latest" stands what belongs to the word after it.
_LEFT_OVER = re.compile(r"(?:\b(?:on|in|at|during|from|of|for|over)\s+(?:the\s+)?)+$", re.IGNORECASE)
# Words that state a time themselves; the others count from the day of the question.
_STATED = re.compile(rf"\d|\b(?:{'|'.join(calendar.month_name[1:])})\b", re.IGNORECASE)
_ADJECTIVE = re.compile(r"latest|newest|recent", re.IGNORECASE)

# Words of a question for the news: nothing but these, and one of the first.
_NEWS = frozenset(
    """news headline headlines happen happens happened happening new latest newest overview summary summarise summarize
    recap digest briefing timeline going reported stories events""".split()
)
_AROUND_NEWS = frozenset(
    """what what's whats which who's is are was were has have been did do does the a an any all some me us i we you give
    tell show list please can could of on in about for from during to and this top main major biggest most important key
    articles reports know world today everything recent recently lately so far up""".split()
)

Search = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The time that a question means: `shown` to the reader, with its `words`, and the `events` it counts from.

    What retrieval does not read in the question itself are the events.
    """

    shown: TimeRange | None
    words: tuple[str, ...] = ()
    events: tuple[Period, ...] = ()

    def timeless(self, question: str) -> str:
        """The question without the words that count from the day it is asked ("yesterday"); "" where it has none."""
        relative = [words for words in self.words if not (_STATED.search(words) or recent_words(words))]
        return without_time(question, relative) if relative else ""


def asked_time(question: str, as_of: date, search: Search) -> AskedTime:
    """The time that a question asked on the day `as_of` means; `search` finds the articles that name an event."""
    meant = times_in(question, as_of)
    events: list[Meant] = []
    for found in _EVENT.finditer(question):
        # "since the talks last week": the week says it.
        day = None if times_in(found[0], as_of) else event_day(found["event"], search, as_of)
        if day and (period := opened_at(day, found["word"], as_of)):
            events.append(Meant(found[0], period))
    every = [*meant, *events]
    if not every:
        recent = recent_words(question)
        return AskedTime(TimeRange(recent) if recent else None, (recent,) if recent else ())
    since, until = min(one.period.since for one in every), max(one.period.until for one in every)
    words = tuple(one.words for one in every)
    shown = TimeRange(", ".join(words), _iso(since), _iso(until))
    return AskedTime(shown, words, tuple(one.period for one in events))


def names_time(question: str) -> bool:
    """Whether a question has words for a time, an event or what is new; which time that is, is not asked."""
    return bool(times_in(question, date.today()) or recent_words(question) or _EVENT.search(question))  # noqa: DTZ011


def asks_for_news(question: str, words: Sequence[str]) -> bool:
    """Whether a question asks what happened, of nothing in particular; `words` are those for its time."""
    rest = without_time(question, words).replace("’", "'")
    # "US" is no "us".
    said = [word if word.isupper() and len(word) > 1 else word.lower() for word in re.findall(r"[\w']+", rest)]
    return not _NEWS.isdisjoint(said) and set(said) <= _NEWS | _AROUND_NEWS


def without_time(question: str, words: Sequence[str]) -> str:
    """The question without the words that mean its time; as it is where nothing else would be left."""
    left = question
    for said in words:
        before, _, after = left.partition(said)
        left = (before if _ADJECTIVE.fullmatch(said) else _LEFT_OVER.sub("", before)) + re.sub(r"^['’]s\b", "", after)
    left = re.sub(r"\s+(?=[,;?.!])", "", " ".join(left.split())).lstrip(",; ")
    return left if re.search(r"\w", left) else question


def with_outside(shown: TimeRange | None, citations: Sequence[Citation]) -> TimeRange | None:
    """The range with the numbers of the citations whose article is dated outside it."""
    if shown is None:
        return None
    since, until = ordinal(shown.since) or 1, ordinal(shown.until) or date.max.toordinal()
    dated = [(one.number, day) for one in citations if (day := ordinal(one.published_at))]
    return replace(shown, outside=tuple(number for number, day in dated if not since <= day <= until + REPORTED_DAYS))


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day > 1 else None


def event_day(event: str, search: Search, as_of: date) -> Period | None:
    """The day of an event by the articles that name it; None where none does, or they lie too far apart to mean one.

    An article names it when its title or one sentence holds all its telling words. The day is the one that sentence
    states, else the article's.
    """
    from assistant.library.words import analyse, content_words

    words = set(content_words(event))
    days: list[int] = []
    for hit in search(event):
        published = last_ordinal(hit.published_at)
        if published is None or published > as_of.toordinal():
            continue
        told = [hit.text_of(span) for span in hit.sentences]
        naming = next((text for text in [*told, hit.title] if words <= set(analyse(text))), None)
        if naming is not None:
            stated = [p for p in _days_in(naming, date.fromordinal(published)) if p.until <= published]
            days.append(stated[0].since if stated else published)
    if not days or max(days) - min(days) > EVENT_DAYS:
        return None
    return Period(days[0], days[0])


def _days_in(sentence: str, published: date) -> list[Period]:
    return [one.period for one in times_in(sentence, published) if one.period.until - one.period.since < ONE_DAY]
