"""What `eval` shows of a run, a comparison, the gate and a benchmark, as rich renderables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.benchmarks.result import Result
from evals.compare import LATENCY, Comparison, MeasureChange, QuestionChange
from evals.estimates import FEWEST
from evals.gate import Floors
from evals.report.wording import interval, label, number
from evals.run import LESS_IS_BETTER, EvalRun
from ui.commands.terminal import plain

STYLES = {"better": "green", "worse": "red", "changed": "bold", "": "dim"}
# So many questions of each sort are shown; the rest is counted, and --json lists all.
QUESTIONS_SHOWN = 5


def run_view(run: EvalRun) -> RenderableType:
    """The summary of a run: each measure's mean, its interval, how many questions it concerns; then kind by kind."""
    unanswerable = sum(not row.answerable for row in run.rows)
    latency = f"{run.latency['p50_ms']:.0f} ms (p50), {run.latency['p95_ms']:.0f} ms (p95)"
    if "cold_ms" in run.latency:
        latency += f", {run.latency['cold_ms'] / 1000:.1f} s from a new process"
    table = Table(
        title=f"{Path(run.question_set).name} on {run.articles} articles",
        caption=f"{len(run.rows)} questions, {unanswerable} of them unanswerable; ask took {latency}",
    )
    table.add_column("measure")
    for name in ("mean", "95 % interval", "n"):
        table.add_column(name, justify="right")
    for name, one in run.summary.items():
        shown = f"{label(name)}{' (less is better)' if name in LESS_IS_BETTER else ''}"
        table.add_row(shown, number(name, one.mean), interval(name, one), str(one.n))
    return Group(table, _kinds(run), *(plain(note, style="dim") for note in run.notes))


def _kinds(run: EvalRun) -> Table:
    """A column a kind, with how many questions it has; a row a measure that some question of some kind has."""
    table = Table(title="by kind")
    table.add_column("measure")
    for kind in run.kinds:
        count = sum(row.kind == kind for row in run.rows)
        table.add_column(f"{kind.replace('_', ' ')}\n({count})", justify="right")
    # Within a kind every abstention is right, or every one is wrong.
    for name in [name for name in run.summary if name != "abstention_precision"]:
        means = [one.get(name) for one in run.kinds.values()]
        if any(one and one.n for one in means):
            table.add_row(label(name), *(f"{one.mean:.2f}" if one and one.mean is not None else "" for one in means))
    return table


def runs_view(runs: Sequence[EvalRun]) -> Table:
    """A line a run: what was asked of what, and the two figures that say most."""
    table = Table()
    # A run is named by its id: that is never cut, however narrow the terminal.
    table.add_column("run", no_wrap=True)
    for name in ("questions", "articles", "commit"):
        table.add_column(name, justify="left" if name == "commit" else "right", overflow="fold")
    for name in ("hit@5", "answer_points"):
        table.add_column(label(name), justify="right")
    for run in runs:
        figures = [run.summary.get(name) for name in ("hit@5", "answer_points")]
        shown = [number("", one.mean if one else None) for one in figures]
        table.add_row(run.id, str(len(run.rows)), str(run.articles), run.made_with["commit"] or "–", *shown)
    return table


def gate_view(run: EvalRun, floors: Floors, before: Floors | None) -> RenderableType:
    """Each guarded measure beside its floor, and beside the floor that was there before, if it was just pinned."""
    table = Table(title=f"Floors of {Path(run.question_set).name}")
    table.add_column("measure")
    for name in ("measured", "floor", *(["before"] if before else [])):
        table.add_column(name, justify="right")
    for name, floor in floors.floors.items():
        one = run.summary.get(name)
        former = [number(name, before.floors.get(name))] if before else []
        table.add_row(label(name), number(name, one.mean if one else None), number(name, floor), *former)
    return table


def result_view(result: Result) -> RenderableType:
    """A benchmark's systems beside each other; under a peer's figure our lead on it, starred where it is no chance."""
    measures = list(dict.fromkeys(name for system in result.systems for name in system.figures))
    most = max((one.n for system in result.systems for one in system.figures.values()), default=0)
    table = Table(
        title=f"{result.benchmark}: {result.task}",
        caption=f"{result.of}; * we differ by more than chance",
        show_lines=True,
    )
    table.add_column("system")
    for name in measures:
        less = f"\n({result.better[name]} is better)" if name in result.better else ""
        table.add_column(f"{name}{less}", justify="right")
    for system in result.systems:
        cells = []
        for name in measures:
            lead = system.lead.get(name)
            led = f"\nours {lead.mean:+.3f}{'*' if lead.differs() else ''}" if lead and lead.n else ""
            one = system.figures.get(name)
            cells.append(f"{one}{f', n {one.n:,}' if one.n < most else ''}{led}" if one else "")
        table.add_row(system.name, *cells)
    return Group(table, *(plain(note, style="dim") for note in result.notes))


def comparison_view(comparison: Comparison) -> RenderableType:
    """What differs from one run to the next, what moved and by how much; one line where nothing did."""
    return Group(*_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[RenderableType]:
    for warning in comparison.warnings:
        yield plain(warning, style="yellow")
    for name, before, after in comparison.setup:
        yield plain(f"{label(name)}: {before} → {after}", style="dim")
    for ids, what in (
        (comparison.only_before, f"only in {comparison.before}"),
        (comparison.only_after, f"only in {comparison.after}"),
        (comparison.edited, "with other words or gold"),
    ):
        if ids:
            yield plain(f"Not compared, {what}: {len(ids)} ({_some(ids)})", style="yellow")
    if comparison.same:
        yield plain(f"No difference: {comparison.compared} questions, every answer and every measure the same.")
        return
    yield _measures(comparison)
    yield from _questions("Worse", comparison.worse, "red")
    yield from _questions("Better", comparison.better, "green")
    if comparison.reworded:
        count = len(comparison.reworded)
        yield plain(f"Reads differently, neither better nor worse: {count} ({_some(comparison.reworded)})")


def _measures(comparison: Comparison) -> Table:
    moved = [one for one in comparison.measures if one.moved]
    still = [label(one.measure) for one in comparison.measures if not one.moved]
    table = Table(
        title=f"{comparison.before} → {comparison.after}, {comparison.compared} questions",
        caption=f"paired; better or worse where zero is outside the interval and at least {FEWEST} moved"
        + (f"\nthe same: {', '.join(still)}" if still else ""),
    )
    table.add_column("measure")
    for name in ("before", "after", "difference", "95 % interval", "n", "moved"):
        table.add_column(name, justify="right")
    table.add_column("")
    for one in moved:
        table.add_row(*_cells(one), style=STYLES[one.verdict])
    return table


def _cells(one: MeasureChange) -> list[str]:
    name = one.measure
    arrow = "▲" if one.after > one.before else "▼"
    return [
        label(name) if name != LATENCY else f"{label(name)} a question",
        number(name, one.before),
        number(name, one.after),
        number(name, one.difference.mean, sign=True),
        interval(name, one.difference, sign=True),
        str(one.difference.n),
        str(one.moved),
        f"{arrow} {one.verdict}" if one.verdict else "",
    ]


def _questions(title: str, changes: Sequence[QuestionChange], style: str) -> Iterator[RenderableType]:
    if not changes:
        return
    yield Text()
    yield plain(f"{title}: {len(changes)}", style=f"bold {style}")
    for one in changes[:QUESTIONS_SHOWN]:
        moved = f"{label(one.measure)} {number(one.measure, one.before)} → {number(one.measure, one.after)}"
        yield plain(f"{one.id}: {one.question}", style="bold").append(f"  {moved}", style="not bold dim")
        yield plain(one.before_text, "  before: ", style="dim")
        yield plain(one.after_text, "  after:  ")
    if len(changes) > QUESTIONS_SHOWN:
        yield plain(f"and {len(changes) - QUESTIONS_SHOWN} more; --json lists them all", style="dim")


def _some(ids: Sequence[str]) -> str:
    """The first few ids."""
    return ", ".join(ids[:QUESTIONS_SHOWN]) + (", ..." if len(ids) > QUESTIONS_SHOWN else "")
