"""How fast we are beside LlamaIndex. Run as `python -m evals.bench`; needs the `bench` extra."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from assistant.errors import DataError
from evals.bench_articles import write_articles
from evals.bench_table import PEERS, make_markdown, make_rows
from evals.peers import CHUNK_SIZE, DEFAULT_OVERLAP, SMALL_OVERLAP
from evals.readme_tables import write_table
from evals.timing import measure

# Columns of what is not printed to a terminal.
WIDTH = 132


def make_table(figures: dict[str, Any]) -> Table:
    """The figures beside each other for a terminal."""
    machine = figures["machine"]
    table = Table(
        title=f"{figures['articles']} articles, {figures['words']:,} words, {figures['questions']} questions;"
        " in brackets: how many times the peer's figure ours is",
        caption=f"{machine['cores']} cores, {machine['torch_threads']} threads,"
        f" {machine['busy_before_percent']:.0f} % busy before; {figures['ours']['skipped_articles']} articles"
        f" skipped by us. {PEERS}",
    )
    heads, rows = make_rows(figures)
    for head in heads:
        table.add_column(head, justify="right" if head else "left", no_wrap=not head)
    for row in rows:
        table.add_row(*row)
    return table


@click.command()
@click.option(
    "--articles", type=click.Path(exists=True, path_type=Path), help="A folder of files, or a JSONL(.gz) with text."
)
@click.option("--count", default=100, show_default=True, type=click.IntRange(2), help="How many articles.")
@click.option(
    "--questions", default=50, show_default=True, type=click.IntRange(1), help="How many questions are timed."
)
@click.option(
    "--overlap",
    "overlaps",
    multiple=True,
    default=(DEFAULT_OVERLAP, SMALL_OVERLAP),
    show_default=True,
    type=click.IntRange(0, CHUNK_SIZE - 1),
    help="The starter's chunk_overlap, in its tokens; once for each starter to measure.",
)
@click.option(
    "--cold-starts", default=3, show_default=True, type=click.IntRange(1), help="New processes timed of each kind."
)
@click.option("--batch", default=1000, show_default=True, type=click.IntRange(2), help="Questions asked in one call.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write the figures to this file.")
@click.option("--readme", type=click.Path(path_type=Path), help="Also write the table into this page, at bench:speed.")
def main(  # noqa: PLR0917 - click hands over each option
    articles: Path | None,
    count: int,
    questions: int,
    overlaps: tuple[int, ...],
    cold_starts: int,
    batch: int,
    json_file: Path | None,
    readme: Path | None,
) -> None:
    """Times ingest, cold start and retrieval, ours and LlamaIndex's, on the same articles."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        try:
            halves = write_articles(Path(folder, "articles"), count, articles)
            figures = measure(halves, Path(folder), questions, overlaps=overlaps, cold_starts=cold_starts, batch=batch)
        except (ValueError, DataError) as error:
            raise click.ClickException(str(error)) from error
    Console(width=None if sys.stdout.isatty() else WIDTH).print(make_table(figures))
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if readme:
        try:
            write_table(readme, "speed", make_markdown(figures))
        except DataError as error:
            raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
