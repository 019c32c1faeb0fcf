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
    r"\b(?:(?P<near>today|tonight|yesterday)|(?P<which>this|last|past|previous) (?P<unit>week|month|year)"
    r"|(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|ten) (?P<units>day|week|month|year)s? ago"
    rf"|(?:on|this|(?P<before>last)) (?P<weekday>{'|'.join(_WEEKDAYS)}))\b",
    re.IGNORECASE | re.ASCII,
)
_RECENT = re.compile(
    r"\b(?:this (?:week|month|year|season|spring|summer|autumn|fall|winter)|recent|recently|latest|newest|currently|now"
    r"|today|yesterday)\b",
    re.IGNORECASE,
)
_COUNTS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())} | {
    "a": 1,
    "an": 1,
}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class Period(NamedTuple):
    """Days as ordinals (`date.toordinal`), both included."""

    since: int
    until: int


def periods_in(question: str, as_of: date) -> list[Period]:
    """The periods that a question means, in no order; words such as "yesterday" count from `as_of`."""
    stated = [_stated(match) for match in _STATED.finditer(question)]
    relative = [_relative(match, as_of) for match in _RELATIVE.finditer(question)]
    return [period for period in stated + relative if period]


def means_recent(question: str) -> bool:
    """Whether a question is about what is new: "this week", "recently", "latest"."""
    return _RECENT.search(question) is not None


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


def ordinal(stated: str | None) -> int | None:
    """The day of an ISO date of any precision, the first day of a month or year; None where there is none."""
    if not stated:
        return None
    try:
        return date.fromisoformat(stated[:10] + {4: "-01-01", 7: "-01"}.get(len(stated), "")).toordinal()
    except ValueError:
        return None


def last_ordinal(stated: str | None) -> int | None:
    """The last day of an ISO date of any precision: that of "2025-03" is 31 March."""
    day = ordinal(stated)
    if day is None or stated is None or len(stated) >= 10:
        return day
    first = date.fromordinal(day)
    return _month(first).until if len(stated) == 7 else first.replace(month=12, day=31).toordinal()


def _stated(match: re.Match[str]) -> Period | None:
    found = {key.rstrip("1234"): value for key, value in match.groupdict().items() if value}
    year = int(found["year"])
    month = int(found["month"]) if found["month"].isdigit() else _MONTHS[found["month"].lower()]
    try:
        if "day" in found:
            day = date(year, month, int(found["day"])).toordinal()
            return Period(day, day)
        return _month(date(year, month, 1))
    except ValueError:  # 31 April
        return None


def _relative(match: re.Match[str], today: date) -> Period | None:
    try:
        return _counted(match, today)
    except (ValueError, OverflowError):  # before the first of all years
        return None


def _counted(match: re.Match[str], today: date) -> Period:  # noqa: PLR0911 (a kind of words each)
    word = {key: value.lower() for key, value in match.groupdict().items() if value}
    if "near" in word:
        day = today.toordinal() - (word["near"] == "yesterday")
        return Period(day, day)
    if "weekday" in word:
        gap = (today.weekday() - _WEEKDAYS[word["weekday"]]) % 7
        day = today.toordinal() - (gap or 7 * ("before" in word))
        return Period(day, day)
    if "units" in word:
        length = _DAYS[word["units"]]
        count = int(word["count"]) if word["count"].isdigit() else _COUNTS[word["count"]]
        day = today.toordinal() - count * length
        return Period(day - length // 2, day + length // 2)
    if word["which"] == "past" or (word["which"], word["unit"]) == ("this", "week"):
        # Up to today: who asks on a Monday what happened this week means the days before, too.
        return Period(today.toordinal() - _DAYS[word["unit"]] + 1, today.toordinal())
    now = word["which"] == "this"
    if word["unit"] == "week":
        # The seven days before those, and some on either side: nobody counts from Monday to Sunday.
        return Period(today.toordinal() - 13, today.toordinal() - 3)
    if word["unit"] == "month":
        return _month(today if now else today.replace(day=1) - timedelta(days=1))
    year = today.year - (not now)
    return Period(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())


def _month(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first.toordinal(), first.toordinal() + calendar.monthrange(day.year, day.month)[1] - 1)
