"""What the articles can be narrowed down by: their dates, outlets and languages, each with how many there are."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from assistant.library.database import Database


class Facets(NamedTuple):
    """How many live articles there are of each date (as precise as stated, a day at most), outlet and language.

    Dates go upwards, the others by number, the most first. `undated` articles are in none of the dates.
    """

    dates: dict[str, int]
    outlets: dict[str, int]
    languages: dict[str, int]
    undated: int


def facets(database: Database) -> Facets:
    """The facets of the live articles."""
    rows = database.all(
        "SELECT substr(published_at, 1, 10) AS day, outlet, language, count(*) AS articles FROM articles"
        " WHERE state = 'live' GROUP BY 1, 2, 3"
    )
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for row in rows:
        for count, value in zip(counts, (row["day"], row["outlet"], row["language"]), strict=True):
            count[value or ""] += row["articles"]
    undated = counts[0].pop("", 0)
    outlets, languages = ({name: n for name, n in count.most_common() if name} for count in counts[1:])
    return Facets(dict(sorted(counts[0].items())), outlets, languages, undated)
