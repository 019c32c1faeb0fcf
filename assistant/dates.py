"""Which days a question means: the dates it states, and words such as "last week" as of the day it is asked."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{0}>(?:19|20)\d\d)"
_COUNT = r"\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten"
_UNIT = "hour|day|week|month|year"
# 18 April 2025, April 18, 2025, 2025-04-18, April 2025. A year alone says more often what happened than what was
# published, and a day without its year may be of any.
_STATED = re.compile(
    rf"\b(?:{_DAY.format(1)} (?P<month1>{_MONTH})\.?,? {_YEAR.format(1)}"
    rf"|(?P<month2>{_MONTH})\.? {_DAY.format(2)},? {_YEAR.format(2)}"
    rf"|{_YEAR.format(3)}-(?P<month3>\d\d)-(?P<day3>\d\d)"
    rf"|(?P<month4>{_MONTH})\.?,? {_YEAR.format(4)})\b",
    re.IGNORECASE | re.ASCII,  # else a dotted capital I of another script is an i here and none in lower case
)
_RELATIVE = re.compile(
    r"\b(?:(?P<near>today|tonight|(?:the day before )?yesterday)"
    r"|(?P<which>this|last|past|previous) (?P<unit>week|month|year|weekend)|(?:at|over) the (?P<weekend>weekend)"
    rf"|(?P<count>{_COUNT}) (?P<units>{_UNIT})s? ago|(?:last|past|previous) (?P<many>{_COUNT}|few) (?P<span>{_UNIT})s?"
    rf"|(?:(?:on|this|since|until|after|before) |(?P<before>last ))(?P<weekday>{'|'.join(_WEEKDAYS)}))\b",
    re.IGNORECASE | re.ASCII,
)
# 18 April, April 18 and "in March" are those of the last twelve months.
_YEARLESS = re.compile(
    rf"\b(?:{_DAY.format(1)} (?:of )?(?P<month1>{_MONTH})|(?P<month2>{_MONTH})\.? {_DAY.format(2)}(?!\d| ?[%\w])"
    rf"|(?:in|during|since|until|after|before|this|last|of)(?: early| mid| late)?[ -](?P<month3>{_MONTH}))\b"
    r"(?!\.?,? (?:19|20)\d\d)",
    re.IGNORECASE | re.ASCII,
)
# What stands before a time and opens it on one side.
_SINCE = re.compile(
    r"\b(?P<word>since|after|until|till|by|before)(?: (?:the|last|early|mid|late|about|around))*[ -]$", re.IGNORECASE
)
_RECENT = re.compile(
    r"\b(?:this (?:week|month|year|season|spring|summer|autumn|fall|winter)|recent|recently|latest|newest|currently|now"
    r"|today|yesterday)\b",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"\b(?:latest|newest|current(?:ly)?|so far|to date|now|at the moment|these days)\b|(?<!was )(?<!were )\bstill\b"
    r"|^(?:and |so )?(?:is|are|has|have|can|may) (?!it true\b)(?!.*\bever\b)",
    re.IGNORECASE,
)
# Words that ask for what is newest before what is older.
_NEWEST = re.compile(r"\b(?:latest|newest|recent|recently|lately|what(?:[’']s| is| has been) new)\b", re.IGNORECASE)
_COUNTS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())} | {
    "a": 1,
    "an": 1,
}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# "the last few days"
_FEW = 4


class Period(NamedTuple):
    """Days as ordinals (`date.toordinal`), both included."""

    since: int
    until: int


class Meant(NamedTuple):
    """A period and the words of the question that mean it."""

    words: str
    period: Period


def periods_in(question: str, as_of: date) -> list[Period]:
    """The periods that a question means, in the order of their words, which count from `as_of`."""
    return [meant.period for meant in times_in(question, as_of)]


def times_in(question: str, as_of: date) -> list[Meant]:
    """The same with the words they come from: "since Monday" is from that day to `as_of`, "before March" up to it.

    A day or month without its year is the latest up to `as_of`. A year alone means none.
    """
    found: list[Meant] = []
    end = 0
    readings = ((_STATED, _stated), (_RELATIVE, _relative), (_YEARLESS, _latest))
    matches = [(match, read) for pattern, read in readings for match in pattern.finditer(question)]
    for match, read in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        period = read(match, as_of) if match.start() >= end else None
        if period is None:
            continue
        end = match.end()
        before = _SINCE.search(question[: match.start()])
        start = before.start() if before else match.start()
        period = opened_at(period, question[start:].split(maxsplit=1)[0], as_of)
        if period:
            found.append(Meant(question[start:end], period))
    return found


def opened_at(period: Period, word: str, as_of: date) -> Period | None:
    """What "since", "after", "until" or "before" a period means, the first two up to `as_of`; the period for others.

    None where nothing is left of it.
    """
    ends = {
        "since": (period.since, as_of.toordinal()),
        "after": (period.until + 1, as_of.toordinal()),
        "until": (1, period.until),
        "before": (1, period.since - 1),
    }
    since, until = ends.get(word.lower(), period)
    return Period(since, until) if 1 <= since <= until else None


def means_recent(question: str) -> bool:
    """Whether a question is about what is new: "this week", "recently", "latest"."""
    return recent_words(question) is not None


def recent_words(question: str) -> str | None:
    """The first word that says so."""
    found = _RECENT.search(question)
    return found[0] if found else None


def asks_newest_first(question: str) -> bool:
    """Whether a question wants the newest told first: "the latest", "recently", "what's new"."""
    return _NEWEST.search(question) is not None


def asks_how_it_stands(question: str) -> bool:
    """Whether a question asks what holds now: "the latest", "the current toll", "Is it still shut?"."""
    return _STANDS.search(question.strip()) is not None


def around(periods: Sequence[Period], as_of: int | None, days: int) -> Period | None:
    """The days from `days` before the first period to `days` after the last, none after `as_of`.

    Without periods those up to `as_of`; None without either, and where none are left.
    """
    if not periods:
        return Period(max(1, as_of - days), as_of) if as_of else None
    since = max(1, min(period.since for period in periods) - days)
    until = min(max(period.until for period in periods) + days, date.max.toordinal())
    found = Period(since, min(until, as_of) if as_of else until)
    return found if found.since <= found.until else None  # what is still to come has no articles yet


def check_date(stated: str, name: str) -> None:
    """Raises ValueError unless `stated` is a year, a month or a day that exists, as ISO 8601 writes it."""
    first = stated + {4: "-01-01", 7: "-01"}.get(len(stated), "") if isinstance(stated, str) else ""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", first, re.ASCII) and date.fromisoformat(first):
            return
    except ValueError:
        pass  # 30 February
    raise ValueError(f"{name} is {stated!r}; write a date such as 2025-03-22, 2025-03 or 2025.")


def ordinal(stated: str | None) -> int | None:
    """The day of an ISO date of any precision, the first day of a month or year; None where there is none."""
    if not stated:
        return None
    try:
        return date.fromisoformat(stated[:10] + {4: "-01-01", 7: "-01"}.get(len(stated), "")).toordinal()
    except ValueError:
        return None


def asking_day(as_of: int | None) -> date:
    """The day a question is asked: that of the ordinal `as_of`, without one the asker's own."""
    return date.fromordinal(as_of) if as_of else date.today()  # noqa: DTZ011


def last_ordinal(stated: str | None) -> int | None:
    """The last day of an ISO date of any precision: that of "2025-03" is 31 March."""
    day = ordinal(stated)
    if day is None or stated is None or len(stated) >= 10:
        return day
    first = date.fromordinal(day)
    return _month(first).until if len(stated) == 7 else first.replace(month=12, day=31).toordinal()


def _stated(match: re.Match[str], _as_of: date) -> Period | None:
    found = _fields(match)
    month = int(found["month"]) if found["month"].isdigit() else _MONTHS[found["month"]]
    return _day_or_month(int(found["year"]), month, found.get("day"))


def _latest(match: re.Match[str], today: date) -> Period | None:
    """A day or month without its year: the latest that has begun."""
    found = _fields(match)
    month = _MONTHS[found["month"]]
    if "day" not in found and found["month"] in ("may", "march") and not re.search("M[a-z]+$", match[0]):
        return None  # "by march", "may"
    year = today.year - ((month, int(found.get("day", 1))) > (today.month, today.day))
    return _day_or_month(year, month, found.get("day"))


def _fields(match: re.Match[str]) -> dict[str, str]:
    return {key.rstrip("1234"): value.lower() for key, value in match.groupdict().items() if value}


def _day_or_month(year: int, month: int, day: str | None) -> Period | None:
    try:
        if day is None:
            return _month(date(year, month, 1))
        only = date(year, month, int(day)).toordinal()
    except ValueError:  # 31 April
        return None
    return Period(only, only)


def _relative(match: re.Match[str], today: date) -> Period | None:
    try:
        return _counted(_fields(match), today)
    except (ValueError, OverflowError):  # before the first of all years
        return None


def _counted(word: dict[str, str], today: date) -> Period | None:  # noqa: PLR0911 (a kind of words each)
    now = today.toordinal()
    if "near" in word:
        return _ending(now - {"yesterday": 1, "the day before yesterday": 2}.get(word["near"], 0), 1)
    if "weekday" in word:
        gap = (today.weekday() - _WEEKDAYS[word["weekday"]]) % 7
        return _ending(now - (gap or 7 * ("before" in word)), 1)
    if "units" in word:
        length = _DAYS.get(word["units"], 1)
        day = now - (0 if word["units"] == "hour" else _number(word["count"]) * length)
        return _ending(day + length // 2, length // 2 * 2 + 1)
    if "many" in word:
        count = _number(word["many"])
        return _ending(now, -(-count // 24) + 1 if word["span"] == "hour" else count * _DAYS[word["span"]])
    if "weekend" in word or word["unit"] == "weekend":
        # The last that has begun; the one before on a Saturday or Sunday, if it is the last.
        gap = (today.weekday() - 5) % 7
        return _ending(now - gap - 7 * (word.get("which") in ("last", "previous") and gap < 2) + 1, 2)
    if word["which"] == "past" or (word["which"], word["unit"]) == ("this", "week"):
        # Up to today: who asks on a Monday what happened this week means the days before, too.
        return _ending(now, _DAYS[word["unit"]])
    if word["unit"] == "week":
        # The seven days before those, and some on either side: nobody counts from Monday to Sunday. But on a Monday or
        # Tuesday the Sunday before is of last week to everybody.
        until = max(now - 3, now - today.weekday() - 1)
        return _ending(until, until - (now - 13) + 1)
    if word["unit"] == "month":
        return _month(today if word["which"] == "this" else today.replace(day=1) - timedelta(days=1))
    year = today.year - (word["which"] != "this")
    return Period(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.get(word, _FEW)


def _ending(day: int, length: int) -> Period:
    """So many days that end with `day`. Raises ValueError before the first of all years."""
    date.fromordinal(day - length + 1)
    return Period(day - length + 1, day)


def _month(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first.toordinal(), first.toordinal() + calendar.monthrange(day.year, day.month)[1] - 1)
