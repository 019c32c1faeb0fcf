"""The results of the benchmarks as a Markdown page: figures with intervals, and our lead on each peer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.result import OURS, Result, System
from evals.estimates import Estimate
from evals.readme_tables import table

INTRODUCTION = """\
# Results

Written by `article-assistant eval benchmark`, last by `{command}`; do not edit. A section says when it was measured.

{machine}, {cores} cores, Python {python}; {packages}.

A figure is a mean (or the statistic named) with its 95 % bootstrap interval. Below a peer's figure stands our lead
on it: ours less the peer's, paired over the same items, with its interval; **bold** where zero lies outside and six
items or more were measured.
The data sets belong to others and are no part of this project; each section says what was measured over.
"""

HEADING = "\n## "


def results_page(results: Sequence[Result], made_with: dict[str, Any], day: str, command: str, before: str = "") -> str:
    """The page; `day` is the date of the run, `command` the line that made it.

    `before` is the page as it was: sections of other benchmarks stay as they are, and where they are.
    """
    packages = ", ".join(f"{name} {version}" for name, version in made_with["packages"].items())
    head = INTRODUCTION.format(**{**made_with, "packages": packages}, command=command)
    _, *kept = before.split(HEADING)
    sections = {section.partition("\n")[0]: section for section in kept}
    sections |= {
        f"{one.benchmark}: {one.task}": _section(one, f"{day}, commit {made_with['commit']}") for one in results
    }
    return HEADING.join([head, *(f"{section.rstrip()}\n" for section in sections.values())])


def _section(result: Result, when: str) -> str:
    measures = list(dict.fromkeys(name for system in result.systems for name in system.figures))
    most = max((one.n for system in result.systems for one in system.figures.values()), default=0)
    heads = [f"{name} ({result.better[name]} is better)" if name in result.better else name for name in measures]
    lines = [f"{result.benchmark}: {result.task}", "", f"{result.of}. {when}.", ""]
    lines += [_line(["system", *heads]), _line(["---"] + ["---:"] * len(heads))]
    lines += [_line([system.name, *(_cell(system, name, most) for name in measures)]) for system in result.systems]
    lines += ["", *(f"- {note}" for note in result.notes)]
    return "\n".join(lines)


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


def retrieval_table(page: str, measure: str = "ndcg@10") -> str:
    """The retrieval sections of a page of results as one table: our figure on each set, and our lead on each other."""
    rows: dict[str, dict[str, str]] = {}
    for section in page.split(HEADING)[1:]:
        title, _, body = section.partition("\n")
        name, _, task = title.partition(": ")
        if task != "retrieval":
            continue
        head, _, *lines = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("|")]
        for system, *cells in lines:
            cell = cells[head.index(measure) - 1]
            if system == OURS:
                rows[name] = {OURS: cell}
            elif system.startswith(OURS):
                rows[name + system.removeprefix(OURS)] = {OURS: cell.partition("<br>")[0]}
            else:
                rows[name][system] = cell.partition("<br>")[2].replace("ours ", "")
    peers = list(dict.fromkeys(system for row in rows.values() for system in row if system != OURS))
    found = [[name, row[OURS], *(row.get(peer, "") for peer in peers)] for name, row in rows.items()]
    return table([measure, OURS, *(f"lead on {peer}" for peer in peers)], found)
