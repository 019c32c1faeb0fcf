"""What the report draws: risk and coverage, recall at k, time to answer, a measure by kind, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from evals.compare import Comparison
from evals.estimates import Estimate, Values, estimate
from evals.report.svg import BAD, GOOD, RUN_COLOURS, Plot, draw_plot
from evals.report.wording import label
from evals.run import EvalRun, risks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Runs are told apart by more than their colour.
DASHES = ("solid", (0, (6, 2)), (0, (2, 2)), (0, (6, 2, 2, 2)), (0, (4, 1)), (0, (1, 1)))
MARKERS = "osD^vP"
# Of the questions that changed so many of each end are drawn.
CHANGES_DRAWN = 12


class Series(NamedTuple):
    """A run in the report: its letter, and its place among the runs, which gives its colour, dashes and marker."""

    letter: str
    place: int
    run: EvalRun

    @property
    def line(self) -> dict[str, Any]:
        """How matplotlib draws its lines."""
        return {"color": RUN_COLOURS[self.place], "linestyle": DASHES[self.place], "label": self.letter}

    @property
    def dots(self) -> dict[str, Any]:
        """How matplotlib draws its dots."""
        return {"color": RUN_COLOURS[self.place], "marker": MARKERS[self.place], "linestyle": "none"}


def risk_coverage_plot(series: Sequence[Series]) -> Plot:
    """Each run's risk-coverage curve (`evals.risk_coverage`), with a dot where it stands as it is set."""

    def draw(axes: Axes) -> None:
        for one in series:
            axes.plot(*zip(*one.run.risk_coverage, strict=True), **one.line)
            axes.plot(*_standing(one.run), markersize=7, clip_on=False, **one.dots)
        axes.set(xlabel="coverage: share of the questions answered", ylabel="risk: share of these wrong")
        axes.set(xlim=(0, 1), ylim=(0, None))

    words = [
        f"{one.letter} answers {coverage:.0%} of the questions, {risk:.0%} of these wrong;"
        f" area under the curve {one.run.summary['aurc']}"
        for one in series
        for coverage, risk in [_standing(one.run)]
    ]
    return draw_plot("Risk and coverage", words, draw, legend=len(series) > 1)


def recall_plot(series: Sequence[Series]) -> Plot | None:
    """Mean recall of the evidence after 1, 2, ... hits, with 95 % bands; None where no question has gold."""
    curves = [(one, curve) for one in series if (curve := _recall_curve(one.run))]
    if not curves:
        return None

    def draw(axes: Axes) -> None:
        for one, curve in curves:
            mean, low, high = _columns(curve)
            ranks = np.arange(1, len(mean) + 1)
            axes.plot(ranks, mean, marker=MARKERS[one.place], markersize=4, **one.line)
            axes.fill_between(ranks, low, high, color=RUN_COLOURS[one.place], alpha=0.12, linewidth=0)
        axes.set(xlabel="k: hits read", ylabel="recall of the evidence", ylim=(None, 1.01))
        axes.set_xticks(range(1, 11))

    words = [
        f"{one.letter}: {', '.join(f'{curve[k - 1]} at {k}' for k in (1, 5, 10) if k <= len(curve))}"
        for one, curve in curves
    ]
    return draw_plot("Recall at k", words, draw, legend=len(series) > 1)


def latency_plot(series: Sequence[Series]) -> Plot:
    """The share of the questions answered within a time, which is the distribution of `Row.milliseconds`."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

        for one in series:
            axes.ecdf([row.milliseconds for row in one.run.rows], **one.line)
        axes.set(xscale="log", xlabel="milliseconds", ylabel="share of the questions", ylim=(0, 1.01))
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axes.xaxis.set_minor_locator(NullLocator())

    words = [
        f"{one.letter}: half within {one.run.latency['p50_ms']:.0f} ms, 95 % within {one.run.latency['p95_ms']:.0f} ms"
        for one in series
    ]
    return draw_plot("Time to answer", words, draw, legend=len(series) > 1)


def kind_plot(series: Sequence[Series], measure: str) -> Plot | None:
    """A measure's mean and interval for each kind of question; None where no kind has it."""
    measured = [
        (kind, {one.letter: at for one in series if (at := one.run.kinds.get(kind, {}).get(measure)) and at.n})
        for kind in dict.fromkeys(kind for one in series for kind in one.run.kinds)
    ]
    kinds = [(kind, figures) for kind, figures in measured if figures]
    if not kinds:
        return None

    def draw(axes: Axes) -> None:
        for one in series:
            offset = (one.place - (len(series) - 1) / 2) * 0.6 / len(series)
            heights = [i + offset for i, (_, figures) in enumerate(kinds) if one.letter in figures]
            mean, low, high = _columns(figures[one.letter] for _, figures in kinds if one.letter in figures)
            axes.hlines(heights, low, high, color=RUN_COLOURS[one.place], alpha=0.6)
            axes.plot(mean, heights, markersize=6, clip_on=False, label=one.letter, **one.dots)
        axes.set(xlim=(0, 1), ylim=(len(kinds) - 0.5, -0.5))
        axes.set_yticks(range(len(kinds)), [kind.replace("_", " ") for kind, _ in kinds])
        axes.grid(visible=False, axis="y")

    words = [
        f"{kind.replace('_', ' ')}: {', '.join(f'{letter} {at} of {at.n}' for letter, at in figures.items())}"
        for kind, figures in kinds
    ]
    height = 0.8 + (0.22 + 0.13 * len(series)) * len(kinds)
    return draw_plot(label(measure).capitalize(), words, draw, legend=len(series) > 1, height=height)


def change_plot(comparison: Comparison) -> Plot:
    """The questions that got better, then those that got worse, each from its deciding measure's value to the next."""
    changes = sorted((*comparison.better, *comparison.worse), key=lambda one: (one.before - one.after, one.id))
    most = [*changes[:CHANGES_DRAWN], *changes[CHANGES_DRAWN:][-CHANGES_DRAWN:]]

    def draw(axes: Axes) -> None:
        for height, one in enumerate(most):
            colour, marker = (GOOD, ">") if one.after > one.before else (BAD, "<")
            axes.hlines(height, one.before, one.after, color=colour, linewidth=2)
            axes.plot(one.before, height, marker="o", markersize=3, color=colour, linestyle="none", clip_on=False)
            axes.plot(one.after, height, marker=marker, markersize=7, color=colour, linestyle="none", clip_on=False)
        axes.set(xlim=(0, 1), ylim=(len(most) - 0.5, -0.5), xlabel="the measure that decides, before and after")
        # An id may hold what the font lacks, or what would be read as mathematics.
        names = [one.id.encode("ascii", "replace").decode()[:24] for one in most]
        axes.set_yticks(range(len(most)), names, parse_math=False)
        axes.grid(visible=False, axis="y")

    words = [f"{one.id}: {label(one.measure)} {one.before:.2f} to {one.after:.2f}" for one in most]
    return draw_plot("Changes by question", words, draw, legend=False, height=0.9 + 0.24 * len(most))


def _standing(run: EvalRun) -> tuple[float, float]:
    """The share of the questions that was answered, and the share of these that is wrong (0 without any)."""
    _, errors = risks(run.rows)
    wrong = [error for row, error in zip(run.rows, errors, strict=True) if row.status == "answered"]
    return len(wrong) / len(run.rows), sum(wrong) / len(wrong) if wrong else 0.0


def _recall_curve(run: EvalRun) -> list[Estimate]:
    """Recall after rank 1, 2, ..., over the questions with gold; empty without any."""
    return [estimate(column) for column in zip(*(row.found for row in run.rows if row.found), strict=True)]


def _columns(estimates: Iterable[Estimate]) -> Values:
    """Means, lower and upper ends, as three rows of an array."""
    return np.array([one[:3] for one in estimates], dtype=np.float64).reshape(-1, 3).T
