"""What articles are added with: files dropped into the page, or a path on this machine, and how far that is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.library import Library
from assistant.library.records import source_of
from assistant.settings import load_settings
from ingest import IngestReport
from ingest.readers import KINDS
from ingest.web import is_address
from ui.articles.adding import Adding, Progress, adding
from ui.articles.uploads import keep_uploads
from ui.page.messages import error_line, told
from ui.page.opening import Opened, open_assistant
from ui.page.signing_in import is_owner_here, person
from ui.wording.text import counted, escape, ingest_line, place_name

# Skipped files that a report names before it only counts them.
SKIPPED_SHOWN = 50


def show_adder(opened: Opened | None, library: Path, *, first: bool = False) -> None:
    """The ways to add articles; while they are being added how far that is, afterwards what came of it.

    With `first`, the page is drawn anew as soon as there are any articles.
    """
    job = adding(library)
    if job.running:
        _show_progress(job, opened if first else None)
        return
    with st.container(key="adder"):
        _show_inputs(opened, library)
    if failed := st.session_state.pop("not_added", ""):
        st.html(error_line(failed))
    if job.report or job.error:
        with st.container(key="report", horizontal=True):
            st.html(report_view(job.report, stopped=job.stopped) if job.report else error_line(job.error))
            st.button("Close", key="forget-report", icon=":material/close:", type="tertiary", on_click=job.forget)


def add(paths: Sequence[Path | str], opened: Opened | None, library: Path) -> None:
    """Begins to add the files under the paths; makes the library where there is none yet.

    What goes wrong is noted for the run that follows.
    """
    try:
        settings = load_settings()
        if opened is None:
            Library(library, create=True, server=settings.vector_server).close()
            opened = open_assistant(library)
        assistant = opened.assistant
        adding(library).start(paths, assistant.library, assistant.encoder, settings)
    except Exception as error:  # noqa: BLE001 - a page must not end in a traceback; `told` logs it
        st.session_state.not_added = told(error)


def _show_inputs(opened: Opened | None, library: Path) -> None:
    # Whoever else reaches the page must not read this machine's files by it.
    dropped, *named = st.columns([3, 2] if is_owner_here() else 1, gap="medium")
    with dropped:
        st.file_uploader(
            "Add articles",
            type=list(KINDS),
            accept_multiple_files=True,
            max_upload_size=max(1, int(load_settings().max_file_mb)),
            key=_uploader(),
            on_change=_add_uploads,
            args=(opened, library),
        )
    for column in named:
        with column, st.form("add-path", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "or a folder, file or web address",
                key="added-path",
                placeholder="/home/me/articles",
            )
            st.form_submit_button("Add", on_click=_add_path, args=(opened, library))


def _uploader() -> str:
    """The uploader's key: another after each upload, so that it is empty again."""
    return f"upload-{st.session_state.setdefault('uploads', 0)}"


def _add_uploads(opened: Opened | None, library: Path) -> None:
    files = st.session_state[_uploader()]
    st.session_state.uploads += 1
    try:
        paths = keep_uploads(((file.name, file.getvalue()) for file in files), library, person())
    except OSError as error:
        st.session_state.not_added = f"The files cannot be kept beside the library ({error.strerror or error})."
    else:
        add(paths, opened, library)


def _add_path(opened: Opened | None, library: Path) -> None:
    named = st.session_state["added-path"].strip()
    if not named:
        st.session_state.not_added = "Name a folder, a file or a web address."
    elif not is_address(named) and not os.path.lexists(source_of(named)):
        st.session_state.not_added = f"There is no such file or folder: {source_of(named)}"
    else:
        add([named], opened, library)


@st.fragment(run_every=1.0)
def _show_progress(job: Adding, waiting: Opened | None) -> None:
    """How far it is, looked at every second by itself; the whole page anew at the end.

    For a page that is `waiting` for the first articles, as soon as there are any.
    """
    if job.running and not (waiting and waiting.assistant.library.counts()["articles"]):
        progress = job.progress
        with st.container(key="adding", horizontal=True, vertical_alignment="center"):
            st.progress(progress.done / progress.total if progress else 0.0, progress_line(progress))
            st.button("Stop", key="stop-adding", icon=":material/stop:", on_click=job.stop, disabled=job.stopping)
        return
    if waiting and job.running:
        st.toast("The rest is being added meanwhile; Library shows how far it is.")
    elif waiting and job.report:
        st.toast(summary(job.report))
    st.rerun()


def progress_line(progress: Progress | None) -> str:
    """How far an ingest is, in words: files done, rate and time left as far as they are known."""
    if progress is None:
        return "Getting ready…"
    if progress.done == progress.total:
        return "Finishing…"
    parts = [f"{progress.done:,} of {counted(progress.total, 'file')}"]
    if (left := progress.seconds_left) is not None:
        parts += [f"{60 * progress.rate:,.0f} a minute", f"{time_left(left)} left"]
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """A time that nobody knows exactly: "20 s", "3 min", "2 h"."""
    if seconds < 90:
        return f"{10 * round(seconds / 10) or 10} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def summary(report: IngestReport) -> str:
    """What an ingest did, in a line."""
    return f"{ingest_line(report.counts())} ({report.seconds:.1f} s)"


def report_view(report: IngestReport, *, stopped: bool = False) -> str:
    """What an ingest did, and why files were skipped."""
    note = "Stopped before the end: " if stopped else ""
    rows = "".join(
        f'<li title="{escape(skip.source)}">{escape(place_name(skip.source))}: {escape(skip.reason)}</li>'
        for skip in report.skipped[:SKIPPED_SHOWN]
    )
    if len(report.skipped) > SKIPPED_SHOWN:
        rows += f"<li>and {len(report.skipped) - SKIPPED_SHOWN:,} more</li>"
    skipped = f"<ul>{rows}</ul>" if rows else ""
    return f'<div class="aa-report" role="status"><p>{note}{escape(summary(report))}</p>{skipped}</div>'
