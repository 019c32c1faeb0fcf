"""What the articles can be narrowed down by: dates, outlets, languages, sections, each with how many there are."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from assistant.library.database import Database


class Facets(NamedTuple):
    """How many live articles there are of each date (as precise as stated, a day at most), outlet, language, section.

    Dates go upwards, the others by number, the most first. `undated` articles are in none of the dates.
    """

    dates: dict[str, int]
    outlets: dict[str, int]
    languages: dict[str, int]
    undated: int
    sections: dict[str, int] = {}  # noqa: RUF012 (nobody changes it)


def facets(database: Database) -> Facets:
    """The facets of the live articles."""
    rows = database.all(
        "SELECT substr(published_at, 1, 10) AS day, outlet, language, section, count(*) AS articles FROM articles"
        " WHERE state = 'live' GROUP BY 1, 2, 3, 4"
    )
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    for row in rows:
        for count, value in zip(counts, row[:4], strict=True):
            count[value or ""] += row["articles"]
    undated = counts[0].pop("", 0)
    outlets, languages, sections = ({name: n for name, n in count.most_common() if name} for count in counts[1:])
    return Facets(dict(sorted(counts[0].items())), outlets, languages, undated, sections)
