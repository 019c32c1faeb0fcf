"""The report's page: what is shown of the runs, filled into `page.html.j2`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.errors import DataError, QuestionSetError
from evals.compare import DECIDING, LATENCY, PLACES, Comparison, MeasureChange, compare, setup
from evals.estimates import FEWEST, Estimate, estimate
from evals.report.plots import Series, change_plot, kind_plot, latency_plot, recall_plot, risk_coverage_plot
from evals.report.svg import RUN_COLOURS
from evals.report.wording import MEANINGS, interval, label, number
from evals.run import EvalRun, Row

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_RUNS = len(RUN_COLOURS)
# Measures drawn kind by kind, and measures that say nothing within a kind.
BY_KIND = ("recall@5", "citation_recall", "answer_points")
WHOLE_SET = frozenset({"abstention_precision", "aurc", LATENCY})
QUESTIONS_SHOWN = 25
# What makes an answer wholly right.
GRADED_BY = DECIDING[:3]


class Line(NamedTuple):
    """A line of the summary: each run's figure, and the last run against the first where they can be paired."""

    measure: str
    figures: list[Estimate | None]
    change: MeasureChange | None


def report_html(runs: Sequence[EvalRun]) -> str:
    """One HTML file of `report_body`. It loads nothing and runs no script. Same runs, same bytes."""
    body = report_body(runs)
    return _pages().get_template("page.html.j2").render(last=runs[-1], body=body)


def report_style() -> str:
    """The style sheet of `report_body`."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def report_body(runs: Sequence[EvalRun]) -> str:
    """What the report shows of the runs, in the order given, as HTML; the last is compared with the first.

    Everything from articles, questions and answers is escaped. Raises DataError on no runs, and on more than
    `MOST_RUNS`.
    """
    if not 0 < len(runs) <= MOST_RUNS:
        raise DataError(f"A report shows 1 to {MOST_RUNS} runs, not {len(runs)}; name as many.")
    series = [Series(ascii_uppercase[i], i, run) for i, run in enumerate(runs)]
    comparison, refusal = _compared(runs)
    return (
        _pages()
        .get_template("body.html.j2")
        .render(
            series=series,
            last=runs[-1],
            notes=_notes(series),
            lines=_lines(runs, comparison),
            comparison=comparison,
            refusal=refusal,
            plots=[plot for draw in (risk_coverage_plot, recall_plot, latency_plot) if (plot := draw(series))],
            change_plots=[change_plot(comparison)] if comparison and (comparison.better or comparison.worse) else [],
            kind_plots=[plot for measure in BY_KIND if (plot := kind_plot(series, measure))],
            whole_set=WHOLE_SET,
            worst=worst_rows(runs[-1]),
            graded_by=GRADED_BY,
            most=QUESTIONS_SHOWN,
            setup=_setup(runs),
            meanings=MEANINGS,
            fewest_moved=FEWEST,
        )
    )


def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"number": number, "interval": interval, "label": label, "place": _place, "moment": moment}
    return pages


def worst_rows(run: EvalRun) -> list[Row]:
    """The rows that are not wholly right, worst first.

    Worst is the least mean of answer points, citation recall and (where nothing answers the question) abstaining;
    among equals the most confident, then by id.
    """
    graded = [(grade, row) for row in run.rows if (grade := _grade(row)) < 1]
    return [row for _, row in sorted(graded, key=lambda one: (one[0], -one[1].confidence, one[1].id))]


def _grade(row: Row) -> float:
    values = [value for name in GRADED_BY if (value := row.measures.get(name)) is not None]
    return sum(values) / len(values) if values else 1.0


def _compared(runs: Sequence[EvalRun]) -> tuple[Comparison | None, str]:
    """The last run against the first, or why there is no such thing; neither of one run alone."""
    if len(runs) == 1:
        return None, ""
    try:
        return compare(runs[0], runs[-1]), ""
    except QuestionSetError as error:
        return None, str(error)


def _lines(runs: Sequence[EvalRun], comparison: Comparison | None) -> list[Line]:
    changes = {one.measure: one for one in comparison.measures} if comparison else {}
    summaries = [run.summary | {LATENCY: estimate([row.milliseconds for row in run.rows])} for run in runs]
    names = dict.fromkeys(name for summary in summaries for name in summary)
    return [Line(name, [summary.get(name) for summary in summaries], changes.get(name)) for name in names]


def _setup(runs: Sequence[EvalRun]) -> list[tuple[str, list[Any], bool]]:
    """What the runs were made with: name, each run's value, whether they differ."""
    made = [setup(run) for run in runs]
    rows = [(name, [one.get(name) for one in made]) for name in dict.fromkeys(name for one in made for name in one)]
    return [(name, values, name not in PLACES and any(one != values[0] for one in values)) for name, values in rows]


def _notes(series: Sequence[Series]) -> dict[str, list[Series]]:
    """Each note once, with the runs that have it."""
    notes: dict[str, list[Series]] = {}
    for one in series:
        for note in one.run.notes:
            notes.setdefault(note, []).append(one)
    return notes


def _place(source: str) -> str:
    """A source as short as it is still told apart: a file's name, a web address as it is."""
    return source if "://" in source else PurePath(source).name or source


def moment(created_at: str) -> str:
    """ISO time as a reader writes it: "22 November 2026, 08:30 UTC"."""
    moment = datetime.fromisoformat(created_at)
    return f"{moment.day} {moment:%B %Y, %H:%M} {moment.tzname() or ''}".rstrip()
