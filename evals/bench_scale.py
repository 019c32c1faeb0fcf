"""What a library costs as it grows. Run as `python -m evals.bench_scale`; needs the `bench` extra."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import psutil
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from assistant.errors import AssistantError
from evals.made_with import made_with
from evals.readme_tables import table, write_table
from evals.scale import grow
from evals.scale_plot import write_scale_plot

SIZES = (1_000, 10_000, 50_000, 100_000)
# The table's rows: heading, figure, decimal places.
ROWS = (
    ("ingest into the library, s per 1,000 passages", "ingest_s_per_1000", 2),
    ("the same, CPU s", "ingest_cpu_s_per_1000", 2),
    ("retrieval p50, ms", "retrieval_p50_ms", 1),
    ("retrieval p95, ms", "retrieval_p95_ms", 1),
    ("encoding + two searches p50, ms", "parts_p50_ms", 1),
    ("retrieval / these (p50)", "retrieval_to_parts_p50", 2),
    ("retrieval of one month / of all (p50)", "month_ratio", 2),
    ("retrieval of one outlet / of all (p50)", "outlet_ratio", 2),
    ("retrieval of one day / of all (p50)", "day_ratio", 2),
    ("opening the library, s", "open_s", 2),
    ("first search after it, s", "first_search_s", 2),
    ("reading all that is searched (warm), s", "warm_s", 2),
    ("first filtered search, s", "first_filtered_search_s", 2),
    ("new process to first hits, s", "cold_s", 2),
    ("memory of the process, MB", "resident_mb", 0),
    ("the same once filters were used, MB", "resident_filtered_mb", 0),
    ("disk, MB", "disk_mb", 0),
)
NOTE = """\
`make bench-scale` on {machine}, {cores} cores, {busy_before_percent:.0f} % busy before, commit {commit}. The \
articles are made up (ten passages of 132 words, words by Zipf's law, six sentences a passage) and so are the \
vectors of passages and questions (384 dimensions, in clusters); for every question the real model also encodes one \
in English, and that time counts. Ingest is what the library takes; embedding comes on top. Every size is measured \
in a process of its own: opening with the software loaded, a new process to its first hits, memory after 50 \
searches."""


def add_ratios(figures: dict[str, Any]) -> dict[str, Any]:
    """A size's figures and what is derived from them."""
    ratios = {
        f"{name}_ratio": figures[f"retrieval_{name}_p50_ms"] / figures["retrieval_p50_ms"]
        for name in ("month", "outlet", "day")
    }
    return (
        figures
        | ratios
        | {
            "ingest_s_per_1000": figures["ingest_s"] / figures["added"] * 1000,
            "ingest_cpu_s_per_1000": figures["ingest_cpu_s"] / figures["added"] * 1000,
            "retrieval_to_parts_p50": figures["retrieval_p50_ms"] / figures["parts_p50_ms"],
        }
    )


def make_markdown(figures: Sequence[dict[str, Any]], made: dict[str, Any]) -> str:
    """The figures of each size beside each other, and how they came about."""
    heads = ["passages", *(f"{one['passages']:,}" for one in figures)]
    rows = [[heading, *(f"{one[name]:,.{places}f}" for one in figures)] for heading, name, places in ROWS]
    return f"{table(heads, rows)}\n\n{NOTE.format(**made)}"


@click.command()
@click.option(
    "--size", "sizes", multiple=True, default=SIZES, show_default=True, type=click.IntRange(10), help="Passages."
)
@click.option("--questions", default=200, show_default=True, type=click.IntRange(1), help="Questions timed at a size.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keeps the library and what was measured there; a later run goes on with it.",
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write the figures to this file.")
@click.option("--readme", type=click.Path(path_type=Path), help="Also write the table into this page, at bench:scale.")
@click.option("--plot", type=click.Path(path_type=Path), help="Also draw the curves into this SVG file.")
def main(  # noqa: PLR0917 - click hands over each option
    sizes: tuple[int, ...],
    questions: int,
    folder: Path | None,
    json_file: Path | None,
    readme: Path | None,
    plot: Path | None,
) -> None:
    """Grows a library of made-up articles and measures it at each size."""
    busy = psutil.cpu_percent(interval=0.5)
    console = Console(stderr=True)
    measured: list[dict[str, Any]] = []
    with (
        tempfile.TemporaryDirectory(prefix="scale-", ignore_cleanup_errors=True) as work,
        Progress(*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn(), console=console) as bar,
    ):
        task = bar.add_task("passages", total=max(sizes))
        try:
            for figures in grow(folder or Path(work), sizes, questions, lambda done: bar.update(task, completed=done)):
                measured.append(add_ratios(figures))
                bar.console.print(json.dumps(measured[-1]), soft_wrap=True)
        except AssistantError as error:
            raise click.ClickException(str(error)) from error
    made = made_with() | {"busy_before_percent": busy}
    markdown = make_markdown(measured, made)
    click.echo(markdown)
    if json_file:
        json_file.write_text(json.dumps({"made_with": made, "sizes": measured}, indent=1) + "\n", encoding="utf-8")
    if plot:
        write_scale_plot(measured, plot)
    if readme:
        try:
            write_table(readme, "scale", markdown)
        except AssistantError as error:
            raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
