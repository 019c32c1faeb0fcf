"""Evaluations: question sets run on the library, and the runs that are stored."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.settings import load_settings
from evals.keeping import is_anothers
from ui.evaluations import views
from ui.evaluations.evaluating import Evaluating, evaluating
from ui.evaluations.question_sets import offered_sets, set_name
from ui.page.messages import done_line, error_line, no_articles, section
from ui.page.navigation import header
from ui.page.opening import Opened
from ui.page.signing_in import is_owner_here, person
from ui.wording.text import escape, escape_label

A_FILE = "Another file"


@st.fragment(run_every=1.0)
def show_progress() -> None:
    """How far the run is, drawn anew each second; the whole page is once it has ended."""
    job = evaluating()
    progress = job.progress
    if progress is None:
        st.rerun()
    name, line = escape_label(progress.question_set.name), escape_label(views.progress_line(progress))
    st.progress(progress.done / max(1, progress.total), f"{name}: {line}")
    label = "Stopping…" if job.stopping else "Stop"
    st.button(label, key="stop", icon=":material/stop:", on_click=job.stop, disabled=job.stopping)


def show_choice(job: Evaluating, opened: Opened, library: Path) -> None:
    """Which set to run, and how the last run ended."""
    offered = offered_sets(library, person())
    with st.container(key="choose-set", horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Question set",
            [*map(str, offered), *([A_FILE] if is_owner_here() else [])],
            key="question-set",
            format_func=lambda one: one if one == A_FILE else set_name(Path(one)),
        )
        if chosen == A_FILE:
            chosen = st.text_input("Its path", key="question-set-path", placeholder="/path/to/questions.jsonl").strip()
        path = Path(chosen).expanduser()
        if st.button("Run", key="run", type="primary", icon=":material/play_arrow:", disabled=not chosen):
            job.start(path, library, opened.preferences)
            st.rerun()
    if job.ended:
        line = error_line(job.ended.line) if job.ended.failed else done_line(job.ended.line)
        st.html(line)


def show_runs(folder: Path, library: Path, newest: str) -> None:
    """The stored runs; of those that are chosen, one or two, the report. A `newest` that was not seen yet is chosen."""
    stored = views.stored_runs(folder, lambda run: not is_anothers(Path(run.question_set), library, person()))
    for line in stored.broken:
        st.html(error_line(line))
    if not stored.runs:
        if not stored.broken:
            st.html(f'<p class="aa-muted">No run is stored in {escape(str(folder))} yet.</p>')
        return
    st.html(views.runs_table(stored.runs))
    if stored.older:
        st.html(f'<p class="aa-muted">and {stored.older} older; article-assistant eval runs lists them all</p>')
    by_id = {run.id: run for run in stored.runs}
    state = st.session_state
    if newest in by_id and state.get("newest") != newest:
        state.newest, state.runs = newest, [newest]
    state.runs = [one for one in state.get("runs", list(by_id)[:1]) if one in by_id]
    chosen = st.multiselect("Look at one run, or compare two", list(by_id), key="runs", max_selections=2)
    if chosen:
        # An id begins with the time.
        views.show_report([by_id[one] for one in sorted(chosen)])


def show(opened: Opened | None, library: Path) -> None:
    """The screen. Raises SettingsError."""
    with header():
        pass
    if opened is None:
        st.html(no_articles(library))
        return
    job = evaluating()
    with st.container(key="evaluations"):
        st.html(
            section(
                "Run a question set",
                "Each question is asked of the library as the settings have it, and measured against its gold.",
            )
        )
        if job.progress:
            show_progress()
        else:
            show_choice(job, opened, library)
        st.html(section("Stored runs"))
        show_runs(load_settings().runs, library, job.ended.run if job.ended else "")
