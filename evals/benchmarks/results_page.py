"""The results of the benchmarks as a Markdown page: figures with intervals, and our lead on each peer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.result import Result, System
from evals.estimates import Estimate
from evals.readme_tables import table

INTRODUCTION = """\
# Results

Written by `{command}`; do not edit.

{day}, commit {commit}, {machine}, {cores} cores, Python {python}; {packages}.

A figure is a mean (or the statistic named) with its 95 % bootstrap interval. Below a peer's figure stands our lead
on it: ours less the peer's, paired over the same items, with its interval; **bold** where zero lies outside and six
items or more were measured.
The data sets belong to others and are no part of this project; each section says what was measured over.
"""


def results_page(results: Sequence[Result], made_with: dict[str, Any], day: str, command: str) -> str:
    """The page; `day` is the date of the run, `command` the line that made it."""
    packages = ", ".join(f"{name} {version}" for name, version in made_with["packages"].items())
    parts = [INTRODUCTION.format(**{**made_with, "packages": packages}, day=day, command=command)]
    return "\n".join(parts + [_section(result) for result in results])


def _section(result: Result) -> str:
    measures = list(dict.fromkeys(name for system in result.systems for name in system.figures))
    most = max((one.n for system in result.systems for one in system.figures.values()), default=0)
    heads = [f"{name} ({result.better[name]} is better)" if name in result.better else name for name in measures]
    lines = [f"## {result.benchmark}: {result.task}", "", f"{result.of}.", ""]
    lines += [_line(["system", *heads]), _line(["---"] + ["---:"] * len(heads))]
    lines += [_line([system.name, *(_cell(system, name, most) for name in measures)]) for system in result.systems]
    lines += ["", *(f"- {note}" for note in result.notes)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(system: System, measure: str, most: int) -> str:
    """The figure, with n where it is over fewer items than others of the table, and below it our lead."""
    if measure not in system.figures:
        return ""
    lead, one = system.lead.get(measure), system.figures[measure]
    return f"{one}{f', n {one.n:,}' if one.n < most else ''}" + (f"<br>{lead_text(lead)}" if lead and lead.n else "")


def lead_text(lead: Estimate) -> str:
    """Such as "ours +0.081 [+0.030, +0.130]", bold where zero lies outside."""
    text = f"ours {lead.mean:+.3f} [{lead.low:+.3f}, {lead.high:+.3f}]"
    return f"**{text}**" if lead.differs() else text


def retrieval_table(results: Sequence[Result], measure: str = "ndcg@10") -> str:
    """The retrieval benchmarks in one table: our figure on each set, and our lead on each other system beside it."""
    found = [result for result in results if result.task == "retrieval"]
    peers = list(dict.fromkeys(one.name for result in found for one in result.systems if one.lead))
    rows = []
    for result in found:
        by_name = {one.name: one for one in result.systems}
        first = result.systems[0]
        leads = [by_name[peer].lead.get(measure) if peer in by_name else None for peer in peers]
        cells = [lead_text(lead).replace("ours ", "") if lead and lead.n else "" for lead in leads]
        rows.append([f"{result.benchmark} ({result.of})", str(first.figures[measure]), *cells])
    return table([f"{measure}", "ours", *(f"lead on {peer}" for peer in peers)], rows)
