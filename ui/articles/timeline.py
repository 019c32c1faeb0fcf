"""How many articles there are of each time, as bars over days, weeks or months and as a chart of them. No Streamlit."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from assistant.dates import ordinal
from assistant.library.listing import Entry

Unit = Literal["day", "week", "month"]
# Days that the articles span, up to which a bar stands for a day, or for a week.
DAYS_BY_DAY, DAYS_BY_WEEK = 62, 430
# Labels of the axis: so many stand beside each other on a telephone.
LABELS = 6
# Months from one label to the next, beyond a month.
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


class Bar(NamedTuple):
    """How many articles are dated from `since` up to the day before `until`."""

    since: date
    until: date
    articles: int


def bars_of(entries: Sequence[Entry]) -> tuple[Unit, list[Bar]]:
    """How many articles each day, week or month has, whichever fits the time they span; empty ones are left out."""
    days = [date.fromordinal(day) for one in entries if (day := ordinal(one.published_at))]
    span = (max(days) - min(days)).days if days else 0
    unit: Unit = "day" if span <= DAYS_BY_DAY else "week" if span <= DAYS_BY_WEEK else "month"
    counts = Counter(_beginning(day, unit) for day in days)
    return unit, [Bar(since, _next(since, unit), count) for since, count in sorted(counts.items())]


def labels(unit: Unit, bars: Sequence[Bar]) -> list[tuple[date, list[str]]]:
    """The days that the axis below the bars is labelled at and the lines of each label, at most LABELS of them.

    Bars of a day are labelled by day, others by month, or by year where there are many. The year stands where it
    begins, and with the first label.
    """
    first, end = bars[0].since, bars[-1].until
    if unit == "day":
        days = (end - first).days
        found = [first + timedelta(days=day) for day in range(0, days, math.ceil(days / LABELS))]
    else:
        months = range(_month(first), _month(end - timedelta(days=1)) + 1)
        step = next((step for step in _MONTHS if len(months) <= step * LABELS), _MONTHS[-1])
        found = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        found = [day for day in found if day >= first]
        if step >= 12:
            return [(day, [str(day.year)]) for day in found]
    years = [day.year for day in found]
    new = [not place or year != years[place - 1] for place, year in enumerate(years)]
    named = [f"{day.day} {day:%b}" if unit == "day" else f"{day:%b}" for day in found]
    return [
        (day, [name, *([str(day.year)] if is_new else [])]) for day, name, is_new in zip(found, named, new, strict=True)
    ]


def chart(unit: Unit, bars: Sequence[Bar]) -> dict[str, Any]:
    """The bars as a Vega-Lite chart."""
    # With an hour: a date alone is one in Greenwich, which is another day elsewhere.
    values = [
        {"since": f"{bar.since}T00:00:00", "until": f"{bar.until}T00:00:00", "articles": bar.articles} for bar in bars
    ]
    named = "Week of" if unit == "week" else unit.capitalize()
    form = "%B %Y" if unit == "month" else "%-d %B %Y"
    return {
        "data": {"values": values},
        "height": 110,
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": {"field": "since", "type": "temporal", "title": None, "axis": _axis(unit, bars)},
            "x2": {"field": "until"},
            "y": {
                "field": "articles",
                "type": "quantitative",
                "title": None,
                "axis": {"tickMinStep": 1, "tickCount": 3},
            },
            "y2": {"datum": 0},
            "tooltip": [
                {"field": "since", "type": "temporal", "title": named, "format": form},
                {"field": "articles", "type": "quantitative", "title": "Articles"},
            ],
        },
    }


def _axis(unit: Unit, bars: Sequence[Bar]) -> dict[str, Any]:
    """The labels by their place: what Vega writes by itself are hours below few days, and no year below many."""
    found = labels(unit, bars)
    hours = 12 if unit == "day" else 0  # below the middle of its bar
    return {
        "grid": False,
        "labelOverlap": True,
        "labelFlush": False,
        "labelPadding": 6,
        "values": [{"year": day.year, "month": day.month, "date": day.day, "hours": hours} for day, _ in found],
        "labelExpr": f"{json.dumps([lines for _, lines in found])}[round(datum.index * {len(found) - 1})]",
    }


def _month(day: date) -> int:
    """The months since the year 0."""
    return 12 * day.year + day.month - 1


def _beginning(day: date, unit: Unit) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == "week" else day


def _next(since: date, unit: Unit) -> date:
    if unit == "month":
        return (since + timedelta(days=31)).replace(day=1)
    return since + timedelta(days=7 if unit == "week" else 1)
