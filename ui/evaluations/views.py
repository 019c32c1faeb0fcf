"""What the screen of the evaluations shows, as functions from values to HTML, and the report that it mounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from assistant.errors import DataError
from evals.report import report_body, report_style
from evals.report.page import moment
from evals.report.wording import MEANINGS, interval, label, number
from evals.run import EvalRun
from evals.stored_runs import list_runs, load_run
from ui.evaluations.evaluating import Progress
from ui.wording.text import counted, escape

# The measures that say most, a column each.
SHOWN = ("hit@5", "answer_points", "citation_precision", "citation_recall", "abstention_recall")
# So many of the newest runs are listed.
LISTED = 50

# The report's style is for a document of its own, so here it has a shadow tree. What it shows is escaped by its
# templates. What is shown already is left alone, for its parts may have been opened.
_report = st.components.v2.component(
    "article_assistant_report",
    html='<article class="report"></article>',
    css=f"{report_style()}:host {{ --ground: var(--st-background-color); }}",
    js="""
export default ({ data, parentElement }) => {
  const place = parentElement.querySelector(".report");
  if (place.shown !== data) place.innerHTML = place.shown = data;
};
""",
)


class Stored(NamedTuple):
    """The newest stored runs, newest first, a line for each file that holds none, and how many older ones there are."""

    runs: list[EvalRun]
    broken: list[str]
    older: int


def stored_runs(folder: Path, shown: Callable[[EvalRun], bool] = lambda _: True) -> Stored:
    """The newest runs of a folder, those left out that are not to be `shown`."""
    runs, broken, names = [], [], list_runs(folder)[::-1]
    for name in names[:LISTED]:
        try:
            run = _loaded(folder, name, (folder / f"{name}.json").stat().st_mtime_ns)
            runs += [run] if shown(run) else []
        except (DataError, OSError) as error:
            broken.append(str(error))
    return Stored(runs, broken, len(names[LISTED:]))


@lru_cache(maxsize=2 * LISTED)
def _loaded(folder: Path, name: str, changed: int) -> EvalRun:  # noqa: ARG001 (part of what the cache knows it by)
    return load_run(name, folder)


def progress_line(progress: Progress) -> str:
    """How far a run is, in words."""
    if not progress.done:
        return "Loading the models…"
    if progress.done == progress.total:
        return f"All {counted(progress.total, 'question')} asked; measuring how long a new process takes…"
    left = progress.seconds_left
    rest = "" if left is None else f", about {left:.0f} s left" if left < 100 else f", about {left / 60:.0f} min left"
    return f"{progress.done} of {counted(progress.total, 'question')}{rest}"


def runs_table(runs: Sequence[EvalRun]) -> str:
    """A row a run: when, what was asked of what, and the measures that say most, with their 95 % intervals."""
    heads = "".join(
        f'<th scope="col" title="{escape(MEANINGS[name])}">{label(name).capitalize()}</th>' for name in SHOWN
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(moment(run.created_at))}<small>{escape(run.id)}</small></th>'
        f"<td>{escape(Path(run.question_set).name)}<small>{counted(len(run.rows), 'question')}</small></td>"
        f"{''.join(_figure(run, name) for name in SHOWN)}<td>{run.latency['p50_ms']:.0f} ms</td>"
        f'<td title="{escape(run.library)}">{escape(Path(run.library).name)}'
        f"<small>{counted(run.articles, 'article')}</small></td></tr>"
        for run in runs
    )
    return (
        '<div class="aa-runs" role="region" aria-label="Stored runs" tabindex="0"><table><thead><tr>'
        f'<th scope="col">When</th><th scope="col">Questions</th>{heads}<th scope="col">Time (p50)</th>'
        f'<th scope="col">Library</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _figure(run: EvalRun, name: str) -> str:
    one = run.summary.get(name)
    if one is None or not one.n:
        return "<td>–</td>"
    return f"<td>{number(name, one.mean)}<small>{interval(name, one)}</small></td>"


def show_report(runs: Sequence[EvalRun]) -> None:
    """The report of one run, or of two with what changed from the first to the second."""
    name = " ".join(f"{run.id} {run.questions_fingerprint} {run.library_fingerprint}" for run in runs)
    _report(data=_body(name, runs), key="report")


@st.cache_resource(show_spinner="Measuring and drawing…", max_entries=8)
def _body(name: str, _runs: Sequence[EvalRun]) -> str:  # noqa: ARG001 (what the cache knows it by)
    return report_body(_runs)
