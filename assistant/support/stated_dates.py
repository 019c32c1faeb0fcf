"""The days, months and years a text speaks of, and whether others speak of the same."""

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
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DATE = re.compile(
    rf"""\b(?:
    (?P<y1>{_YEAR})-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)
    |(?P<d2>{_DAY})\s(?:of\s)?(?P<m2>{_MONTH})\b\.?(?:,?\s(?P<y2>{_YEAR})\b)?
    |(?P<m3>{_MONTH})\.?\s(?:the\s)?(?P<d3>{_DAY})(?![\d:%]|,\d)(?:,?\s(?P<y3>{_YEAR})\b)?
    |(?P<m4>{_MONTH})\.?,?\s(?:of\s)?(?P<y4>{_YEAR})\b
    |(?P<decade>{_YEAR})s\b
    |(?P<y5>{_YEAR})(?![\d%]|[.,]\d|\s(?:people|men|women|dollars|euros|percent|km|miles|kilomet))
    |(?P<weekday>{"|".join(_WEEKDAYS)})s?\b
    |(?P<m6>january|february|april|june|july|august|september|october|november|december|(?-i:March|May)
      |(?<=in\s)(?:may|march)|(?<=since\s)(?:may|march)|(?<=until\s)(?:may|march))\b
    |(?P<near>today|tonight|yesterday|tomorrow)\b
    |(?P<which>last|this|next)\s(?P<unit>month|year)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MONEY = re.compile(r"[$€£]\s?$")


class Day(NamedTuple):
    """What a text states of a date: any of year, month (1 to 12), day, weekday (Monday is 0), or a decade's year.

    `near` is a word such as "yesterday" that says nothing without the day it was written.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    near: str | None = None


def dates_in(text: str) -> tuple[list[Day], str]:
    """What `text` states of dates, in order, and the text with those words blanked out, character for character."""
    found, rest = [], text
    for match in _DATE.finditer(text):
        if _MONEY.search(text[: match.start()]):
            continue
        values = {key.rstrip("123456"): value for key, value in match.groupdict().items() if value}
        if "which" in values:
            day = Day(near=f"{values['which']} {values['unit']}".lower())
        elif "near" in values:
            day = Day(near=values["near"].lower())
        elif "weekday" in values:
            day = Day(weekday=_WEEKDAYS[values["weekday"].lower()])
        elif "decade" in values:
            day = Day(decade=int(values["decade"]))
        else:
            month = values.get("m")
            number = re.match(r"\d+", values["d"]) if "d" in values else None
            day = Day(
                int(values["y"]) if "y" in values else None,
                None if month is None else int(month) if month.isdigit() else _MONTHS[month.lower()],
                int(number[0]) if number else None,
            )
        found.append(day)
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    return found, rest


def resolve(days: Sequence[Day], published_at: str | None) -> list[Day]:
    """The days as somebody reads them who knows when the article was published, and that day itself.

    "Friday" is the last one up to the day of publication or the next one after it; a day without its year is the
    nearest such day; "yesterday" counts from that day. Without a full date of publication they stay as they are.
    """
    try:
        published = date.fromisoformat((published_at or "")[:10])
    except ValueError:
        year = re.match(r"\d{4}", published_at or "")
        return [*days, Day(int(year[0]))] if year else list(days)
    found = [_full(published)]
    for one in days:
        found.append(one)
        if one.weekday is not None:
            back = (published.weekday() - one.weekday) % 7
            found += [_full(published - timedelta(back)), _full(published + timedelta(7 - back))]
        elif one.near in {"today", "tonight", "yesterday", "tomorrow"}:
            found.append(_full(published + timedelta({"yesterday": -1, "tomorrow": 1}.get(one.near, 0))))
        elif one.near:
            found.append(_counted(one.near, published))
        elif one.year is None and one.month and one.day:
            years = (published.year - 1, published.year, published.year + 1)
            candidates = [day for day in (_valid(year, one.month, one.day) for year in years) if day]
            if candidates:
                found.append(_full(min(candidates, key=lambda day: abs(day - published))))
        elif one.year is None and one.month:
            found.append(one._replace(year=published.year - (one.month > published.month)))
    return found


def stated(one: Day, evidence: Sequence[Day], numbers: frozenset[float]) -> bool:
    """Whether all that `one` says of a date is said in the evidence; `numbers` are values it states as such."""
    if one.near:
        return any(one.near == other.near for other in evidence)
    if one.decade is not None:
        return any(other.decade == one.decade or (other.year or 0) // 10 * 10 == one.decade for other in evidence)
    if one.year is not None and one.month is None and float(one.year) in numbers:
        return True
    years = {other.year for other in evidence}
    return any(_covers(other, one, years) for other in evidence)


def _covers(other: Day, one: Day, years: set[int | None]) -> bool:
    for part in ("month", "day", "weekday"):
        wanted, there = getattr(one, part), getattr(other, part)
        if wanted is not None and wanted != there:
            return False
    if one.year is None or one.year == other.year:
        return True
    # "on 18 April", and elsewhere "in 2025"
    return other.year is None and (other.month is not None) and one.year in years


def _full(day: date) -> Day:
    return Day(day.year, day.month, day.day, day.weekday())


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _counted(near: str, published: date) -> Day:
    which, unit = near.split()
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return Day(published.year + step)
    months = published.year * 12 + published.month - 1 + step
    return Day(months // 12, months % 12 + 1)
