"""The command `ingest`: files, folders and pages into the library, once or for as long as a folder changes."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ui.commands.common import (
    PARTLY,
    as_json,
    console,
    library_option,
    new_encoder,
    one_line_errors,
    open_library,
    print_json,
    read_settings,
    show,
)
from ui.wording.printable import printable, printable_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest import IngestReport


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--watch", is_flag=True, help="Go on: ingest again whenever something in the folders changes.")
@click.option("--sync", is_flag=True, help="Also remove the articles whose files in the folders are gone.")
@click.option(
    "--date-from",
    type=click.Choice(["mtime"]),
    help="Date articles that state no date by their file (of one article).",
)
@library_option
@as_json
@one_line_errors
def ingest(  # noqa: PLR0917 (click gives them by name)
    paths: tuple[str, ...],
    watch: bool,
    sync: bool,
    date_from: Literal["mtime"] | None,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Bring the library up to date with files and folders, and with pages and feeds by address.

    Articles: .txt .md .html .mhtml .pdf .docx .eml, and .xml as NITF or NewsML-G2; several in a file: .json .jsonl
    .csv .rss .atom .epub, and .zip or .warc archives of any of these.

    Unchanged files are left alone, changed ones replaced, bad ones reported and skipped (exit code 1).
    """
    from ingest import ingest as ingest_paths
    from ui.commands.watching import keep_in_step

    settings = read_settings()
    _check(paths, watch=watch)
    library, encoder = open_library(settings, library_path, create=True), new_encoder(settings)
    once = partial(
        _with_progress,
        partial(
            ingest_paths,
            paths,
            library,
            encoder,
            max_file_mb=settings.max_file_mb,
            json_fields=settings.record_fields,
            allow_private_urls=settings.allow_private_urls,
            sync=sync,
            date_from=date_from,
        ),
    )
    if watch:
        click.echo("Watching; Ctrl-C ends it.", err=True)
        keep_in_step(paths, library.path, _Rounds(once, as_json))
        click.echo("Watching has ended; what went in is kept.", err=True)
        return
    report = once()
    _show(report, as_json)
    sys.exit(PARTLY if report.skipped else 0)


def _check(paths: tuple[str, ...], *, watch: bool) -> None:
    """Raises BadParameter where a path cannot be meant."""
    from ingest.web import is_address

    if not all(path.strip() for path in paths):
        raise click.BadParameter("an empty name would mean the working directory; write . for that.")
    if watch and (other := [path for path in paths if not os.path.isdir(path)]):  # noqa: PTH112
        raise click.BadParameter(f"only folders can be watched, and {printable(other[0])} is none.")
    if not any(is_address(path) or os.path.lexists(path) for path in paths):
        raise click.BadParameter(f"there is no such file or folder: {', '.join(map(printable, paths))}")


def _with_progress(ingest: Callable[..., IngestReport]) -> IngestReport:
    """Ingests, showing how far it is."""
    from ui.commands.terminal import progress_bar

    started: float | None = None  # the clock of the rate starts when the model is loaded
    with progress_bar(console(), "articles", "passages/s") as bar:
        task = bar.add_task("Ingesting", total=None, rate="")

        def tell(done: int, total: int, passages: int) -> None:
            nonlocal started
            if passages and started is None:
                started = time.monotonic()
            seconds = time.monotonic() - started if started else 0
            rate = f"{passages / seconds:.0f}" if seconds > 1 else ""
            bar.update(task, completed=done, total=total, rate=rate)

        return ingest(on_progress=tell)


class _Rounds:
    """The ingests of a folder that is watched: each is told of unless it has nothing new to tell."""

    def __init__(self, once: Callable[[], IngestReport], as_json: bool) -> None:
        self._once, self._as_json = once, as_json
        self._told: IngestReport | None = None

    def __call__(self) -> None:
        report = self._once()
        changed = report.added + report.replaced + report.removed
        if changed or self._told is None or report.skipped != self._told.skipped:
            _show(report, self._as_json, a_line=True)
            self._told = report
        sys.stdout.flush()


def _show(report: IngestReport, as_json: bool, *, a_line: bool = False) -> None:
    """Prints what an ingest did; JSON indented, or as `a_line` among others."""
    from ui.commands.terminal import report_view

    if not as_json:
        show(report_view(report))
    elif a_line:
        click.echo(printable_json(report.to_dict(), indent=None))
    else:
        print_json(report.to_dict())
