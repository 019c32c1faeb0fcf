"""What a sentence states, made comparable: ages, dates, times of day and names (amounts are in `amounts`).

A value is an interval, for words are not exact: "in April" may be any day of it. Two values agree where their
intervals meet.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.library.words import analyse, is_stop_word


@dataclass(frozen=True, slots=True)
class Value:
    """Something that a sentence states, as `text` there, from `start` on.

    `measure` is what values are compared within ("count", "percent", "hours", "date", "clock", "name" ...); `low` and
    `high` bound what it may mean. `words` are the stems of what an amount counts, or a name's own words; `role` is what
    happened to the people it counts ("killed").
    """

    text: str
    start: int
    measure: str
    low: float = 0.0
    high: float = 0.0
    words: frozenset[str] = frozenset()
    role: str | None = None

    def agrees(self, other: Value) -> bool:
        """Whether both may mean the same; names do where they share a word."""
        if self.measure == "name":
            return bool(self.words & other.words)
        return self.low <= other.high + 1e-9 and other.low <= self.high + 1e-9


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# "Jan" by itself is somebody.
_WHOLE_MONTH = "|".join(name.lower() for name in calendar.month_name if name)
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b\.?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_MONTH})\b\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year2>\d{{4}}))?"
    rf"|(?P<month3>{_MONTH})\b\.?,? (?P<year3>(?:1[0-9]|20)\d\d)\b"
    r"|(?P<year4>(?:1[0-9]|20)\d\d)(?P<decade>s)?\b(?! (?:people|men|women|[a-z]+s)\b)"
    rf"|(?P<month5>(?!may\b|march\b)(?:{_WHOLE_MONTH})|(?<=in )(?:may|march))\b"
    rf"|(?P<next>next )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    r"|(?P<near>today|tonight|this morning|yesterday|tomorrow)\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap])\.?m\b"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!\d)"
    r"|\b(?P<word>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
# Before the day on which somebody said so, which is not the day of what was said.
SAID_ON = re.compile(r"\b(?:said|says|told|announced|reported)\b[^,.;]{0,15}$")
_FUTURE = re.compile(r"\b(?:will|due|scheduled|planned|plans|next|is to|are to|begins|starts|opens|set (?:for|to))\b")
_AGE = re.compile(
    r"\b(\d{1,3})[- ]years?[- ]old\b|\baged? (?:of )?(\d{1,3})\b|, (\d{2}),|\b(\d{1,3}) years (?:old|of age)\b"
    r"|\bturn(?:s|ed|ing) (\d{1,3})\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w’'-]*[\w](?:\s+(?:(?:of|de|van|von|der|del|al|the)\s+)?[A-Z][\w’'-]*\w)*")
_TITLES = frozenset(
    "mr mrs ms dr sir lady mayor governor minister president prime secretary senator judge captain general chief"
    " director professor chairman chairwoman chancellor king queen prince princess bishop inspector the in on at a an"
    " after when police but and as it he she they".split()
)


def dates(text: str, published_at: str | None) -> list[Value]:
    """The days, months and years of a sentence as intervals of ordinals; weekdays count from when it was published.

    A day without a year is of the year of publication; where that is unknown, it is told as "day of year".
    """
    told = _day(published_at)
    future = bool(_FUTURE.search(text))
    found = []
    for match in _DATE.finditer(text):
        period = _period({key.rstrip("2345"): value for key, value in match.groupdict().items() if value}, told, future)
        if period:
            found.append(Value(match[0], match.start(), period[0], period[1], period[2]))
    return found


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated[:10]) if stated else None
    except ValueError:
        return None  # a month or a year


def _period(parts: dict[str, str], told: date | None, future: bool) -> tuple[str, float, float] | None:
    if "near" in parts or "weekday" in parts:
        return _near(parts, told, future)
    year = int(parts["year"]) if "year" in parts else told.year if told else None
    measure = "date" if year else "day of year"
    year = year or 2000
    try:
        if "month" not in parts:
            return measure, date(year, 1, 1).toordinal(), date(year + 9 * ("decade" in parts), 12, 31).toordinal()
        month = _MONTHS[parts["month"].lower()]
        if "day" in parts:
            return measure, (one := date(year, month, int(parts["day"])).toordinal()), one
        first = date(year, month, 1).toordinal()
        return measure, first, first + calendar.monthrange(year, month)[1] - 1
    except ValueError:  # 31 April
        return None


def _near(parts: dict[str, str], told: date | None, future: bool) -> tuple[str, float, float] | None:
    if told is None:
        return None
    if "near" in parts:
        shift = {"yesterday": -1, "tomorrow": 1}.get(parts["near"].lower(), 0)
    else:
        ahead = (_WEEKDAYS[parts["weekday"].lower()] - told.weekday()) % 7
        shift = ahead if future or "next" in parts else ahead - 7 * (ahead > 0)
    day = (told + timedelta(days=shift)).toordinal()
    return "date", day, day


def clock_times(text: str) -> list[Value]:
    """The times of day, in minutes from midnight."""
    found = []
    for match in _CLOCK.finditer(text):
        if match["word"]:
            minutes = 0 if match["word"].lower() == "midnight" else 720
        elif match["hour"]:
            minutes = int(match["hour"]) % 12 * 60 + int(match["minute"] or 0) + 720 * (match["half"].lower() == "p")
        else:
            minutes = int(match["hour24"]) * 60 + int(match["minute24"])
        found.append(Value(match[0], match.start(), "clock", minutes, minutes))
    return found


def ages(text: str, published_at: str | None) -> list[Value]:
    """The ages, as when the person must have been born where it is known when that was written, else in years."""
    told = _day(published_at)
    found = []
    for match in _AGE.finditer(text):
        if text[match.end() :].startswith(" when"):
            continue  # an age of another time
        years = int(next(group for group in match.groups() if group))
        if told:
            born = told.toordinal() - years * 365.25
            found.append(Value(str(years), match.start(), "born", born - 365.25 + 1, born))
        else:
            found.append(Value(str(years), match.start(), "age", years, years))
    return found


def names(text: str, known: frozenset[str] = frozenset()) -> list[Value]:
    """The names of a sentence without titles, dates and what consists of `known` stems (a question's) alone."""
    found = []
    for match in _NAME.finditer(text):
        plain = [word.strip("’'") for word in re.split(r"[\s]+", match[0])]
        plain = [word for word in plain if word.lower() not in _TITLES and word.lower() not in _MONTHS]
        plain = [word for word in plain if word.lower() not in _WEEKDAYS and not is_stop_word(word.lower())]
        stems = frozenset(analyse(" ".join(plain))) - known
        at_start = match.start() == 0 or text[match.start() - 2 : match.start()] in (". ", "! ", "? ")
        dateline = text[: match.start()].strip() == "("  # "(CNN)" or the like
        if stems and not dateline and not (at_start and len(plain) == 1 and len(match[0].split()) == 1):
            found.append(Value(match[0], match.start(), "name", words=stems))
    return found
