"""How cleanly a report comes out of text that was copied whole from a page: the project's own set, all events invented.

`evals/sets/saved_pages.jsonl` has a page a line, as somebody gets it who selects everything and pastes it: menus,
cookie notices, captions, teasers, comments and all. `report` has the numbers of the lines that are the report;
`either` those that may stay or go (headline, standfirst, headings). `title`, `byline`, `outlet`, `published_at` and
`updated_at` are what the page states of its report, as a reader who made none of the rules noted it. p01 to p34 are
one author's, who made the first rules; p35 to p50 are another's, p51 to p64 a third's and p65 to p74 a fourth's, each
read for the first time by rules and weights that were made without them. Those readings are in `FITTED` and `STATED`:
since then all pages have been looked at, and the weights are fitted on all of them.
"""

from __future__ import annotations

import html
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from assistant.embedding import Encoder
from assistant.errors import UnreadableArticle
from evals import SETS
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.extraction import trafilatura_text
from evals.benchmarks.group_statistics import Measure, Rows, compare_statistics, join
from evals.benchmarks.result import OURS, Limits, Progress, Result
from evals.estimates import Estimate, estimate
from ingest.cleaning import same_words
from ingest.describe import describe
from ingest.furniture import is_sentence
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.segmentation import split_sentences

SAVED_PAGES = SETS / "saved_pages.jsonl"
FIELDS = ("title", "byline", "outlet", "published_at", "updated_at")
# The number of the last page of each author's.
AUTHORS = {"first": 34, "second": 50, "third": 64, "fourth": 74}
COUNTED = (
    "Counted in sentences, over all pages together: precision is the share of those kept that are the report's, "
    "recall the share of the report's that are kept. Headlines, standfirsts and headings count as neither."
)
FITTED = (
    "All pages have been looked at, and the weights are fitted on them. Of the second author's pages, p35 to p50, the "
    "first reading had precision 0.719 and recall 0.921 (0.643 and 0.924 by the rules there were before any weights), "
    "of the third's, p51 to p64, 0.806 and 0.918, of the fourth's, p65 to p74, 0.877 and 1.000; what is "
    "kept and lost of a page by weights that were fitted "
    "without it, `python -m evals.fit_lines` prints."
)
STATED = (
    "... right: of the pages that state it, the share of which the same is told, letter case and punctuation aside, of "
    "days without the time. The rules were made on p01 to p50 and then mended on all; at their first reading of p51 to "
    "p74 they told right 20 of 24 titles, 17 of 23 bylines, 13 of 24 outlets, 20 of 21 days of publishing and 5 of 5 "
    "of updating, and wrong 4 titles, 1 byline and 3 outlets."
)
PEERS = (
    "trafilatura, which reads no plain text, has each line as a paragraph of a page. "
    '"lines that end" keeps those that end as a sentence does.'
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was copied; `report` and `either` are numbers of its lines, from 1.

    `stated` has by name of FIELDS what the page states, None where it states nothing.
    """

    id: str
    style: str
    text: str
    report: frozenset[int]
    either: frozenset[int]
    stated: Mapping[str, str | None]

    @property
    def author(self) -> str:
        """Whose it is: "first", "second", "third" or "fourth"."""
        return next(author for author, last in AUTHORS.items() if int(self.id[1:]) <= last)


class Kept(NamedTuple):
    """Sentences of the report that were kept, all that were kept, and all of the report."""

    right: int
    kept: int
    report: int


def read_saved_pages(path: Path = SAVED_PAGES) -> list[SavedPage]:
    """The pages of a set. Raises DataError, naming the file, when it cannot be read."""
    return [
        SavedPage(
            row["id"],
            row["style"],
            row["page"],
            frozenset(row["report"]),
            frozenset(row["either"]),
            {name: row[name] for name in FIELDS},
        )
        for row in read_rows(path)
    ]


def saved_pages(_data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:  # noqa: ARG001
    """Our reader and cleaning against taking other things for the report; nothing is embedded."""
    every = read_saved_pages()
    pages = drawn(every, limits.questions, lambda page: page.id)
    ways: dict[str, Callable[[str], str]] = {
        OURS: ingested,
        "trafilatura": _trafilatura,
        "lines that end": _lines_that_end,
        "all text": lambda text: read_text(text).body,
    }
    found: dict[str, list[Kept]] = {name: [] for name in ways}
    milliseconds: list[float] = []
    for done, page in enumerate(pages, 1):
        for name, way in ways.items():
            started = time.perf_counter()
            body = way(page.text)
            if name == OURS:
                milliseconds.append((time.perf_counter() - started) * 1000)
            found[name].append(kept_of(page, body))
        progress("cleaning", done, len(pages))
    whose: dict[str, Sequence[int]] = {"": range(len(pages))} | {
        f", {author} author": [row for row, page in enumerate(pages) if page.author == author] for author in AUTHORS
    }
    tables = [
        compare_statistics({name: _measures(mine, part) for name, mine in found.items()}, [[row] for row in rows])
        for part, rows in whose.items()
        if rows
    ]
    told = [stated_of(page.text) for page in pages]
    speed = f"Milliseconds a page, median: {median(milliseconds):.0f}"
    ours, *others = join(*tables)
    return Result(
        benchmark="saved_pages",
        task="keep the report of a page that was copied whole, and nothing else",
        of=f"{counted(len(pages), len(every), 'pages')}, {sum(one.report for one in found[OURS])} sentences of reports",
        systems=(replace(ours, figures=ours.figures | _right(pages, told)), *others),
        notes=(COUNTED, FITTED, STATED, _wrong(pages, told), PEERS, speed),
    )


def ingested(text: str) -> str:
    """What `ingest` would store of a saved page; nothing of one that it refuses."""
    try:
        return describe(read(text.encode(), ".txt")).body
    except UnreadableArticle:
        return ""


def stated_of(text: str) -> dict[str, str | None]:
    """What `ingest` would tell of a saved page, by name of FIELDS; nothing of one that it refuses."""
    try:
        described = describe(read(text.encode(), ".txt"))
    except UnreadableArticle:
        return dict.fromkeys(FIELDS)
    return {name: getattr(described, name) for name in FIELDS}


def is_same(name: str, told: str | None, stated: str | None) -> bool:
    """Whether what is told in a field is what the page states: the same words, or the same day."""
    if name.endswith("_at"):
        return (told or "")[:10] == (stated or "")[:10]
    return same_words(told or "") == same_words(stated or "")


def _right(pages: Sequence[SavedPage], told: Sequence[Mapping[str, str | None]]) -> dict[str, Estimate]:
    """By field, which share is told right of the pages that state it."""
    return {
        f"{name} right": estimate(
            [
                float(is_same(name, one[name], page.stated[name]))
                for page, one in zip(pages, told, strict=True)
                if page.stated[name]
            ]
        )
        for name in FIELDS
    }


def _wrong(pages: Sequence[SavedPage], told: Sequence[Mapping[str, str | None]]) -> str:
    """How often a field is told otherwise than the page states it, or though it states nothing."""
    wrong = {
        name: sum(
            bool(one[name]) and not is_same(name, one[name], page.stated[name])
            for page, one in zip(pages, told, strict=True)
        )
        for name in FIELDS
    }
    return "Told wrong, where nothing or something else is stated: " + ", ".join(f"{k} {n}" for k, n in wrong.items())


def kept_of(page: SavedPage, body: str) -> Kept:
    """The sentences of the body beside those of the report; one that is kept twice is right once."""
    report, either = (_sentences(lines_of(page.text, numbers)) for numbers in (page.report, page.either))
    kept = _sentences(body)
    right = (kept & report).total()
    return Kept(right, right + (kept - report - either).total(), report.total())


def lines_of(text: str, numbers: Collection[int]) -> str:
    """The lines of these numbers, hard-wrapped paragraphs joined as the reader joins them."""
    lines = [line if number in numbers else "" for number, line in enumerate(text.split("\n"), 1)]
    return read_text("\n".join(lines)).body


def _sentences(text: str) -> Counter[str]:
    """By their words, line by line: a dateline is set apart at the head of a text only."""
    lines = [line for line in text.split("\n") if line.strip()]
    words = (same_words(line[span.start : span.end]) for line in lines for span in split_sentences(line))
    return Counter(one for one in words if one)


def _measures(found: Sequence[Kept], part: str) -> dict[str, Measure]:
    counts = np.asarray(found, dtype=np.float64)

    def precision(rows: Rows) -> float:
        right, kept, _ = counts[rows].sum(axis=0)
        return float(right / kept) if kept else float("nan")

    def recall(rows: Rows) -> float:
        right, _, report = counts[rows].sum(axis=0)
        return float(right / report)

    return {f"precision{part}": precision, f"recall{part}": recall}


def _trafilatura(text: str) -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in read_text(text).body.split("\n") if line.strip())
    return trafilatura_text(f"<html><body>{paragraphs}</body></html>".encode())


def _lines_that_end(text: str) -> str:
    return "\n".join(line for line in read_text(text).body.split("\n") if is_sentence(line.strip()))
