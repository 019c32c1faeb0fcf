"""How cleanly a report comes out of text that was copied whole from a page: the project's own set, all events invented.

`evals/sets/saved_pages.jsonl` has a page a line, as somebody gets it who selects everything and pastes it: menus,
cookie notices, captions, teasers, comments and all. `report` has the numbers of the lines that are the report;
`either` those that may stay or go (headline, standfirst, headings). p01 to p34 are one author's, who made the first
rules; p35 to p50 are another's, p51 to p64 a third's and p65 to p74 a fourth's, each read for the first time by rules
and weights that were made without them. Those readings are in `FITTED`: since then all pages have been looked at, and
the weights are fitted on all of them.
"""

from __future__ import annotations

import html
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
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
from ingest.cleaning import same_words
from ingest.describe import describe
from ingest.furniture import is_sentence
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.segmentation import split_sentences

SAVED_PAGES = SETS / "saved_pages.jsonl"
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
PEERS = (
    "trafilatura, which reads no plain text, has each line as a paragraph of a page. "
    '"lines that end" keeps those that end as a sentence does.'
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was copied; `report` and `either` are numbers of its lines, from 1."""

    id: str
    style: str
    text: str
    report: frozenset[int]
    either: frozenset[int]

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
        SavedPage(row["id"], row["style"], row["page"], frozenset(row["report"]), frozenset(row["either"]))
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
    return Result(
        benchmark="saved_pages",
        task="keep the report of a page that was copied whole, and nothing else",
        of=f"{counted(len(pages), len(every), 'pages')}, {sum(one.report for one in found[OURS])} sentences of reports",
        systems=join(*tables),
        notes=(COUNTED, FITTED, PEERS, f"Milliseconds a page, median: {median(milliseconds):.0f}"),
    )


def ingested(text: str) -> str:
    """What `ingest` would store of a saved page; nothing of one that it refuses."""
    try:
        return describe(read(text.encode(), ".txt")).body
    except UnreadableArticle:
        return ""


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
