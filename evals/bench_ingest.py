"""What an ingest costs beside its model alone. Run as `python -m evals.bench_ingest`; needs the `bench` extra."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from assistant.errors import DataError
from evals.bench_articles import write_articles
from evals.peers import CHUNK_SIZE, DEFAULT_OVERLAP, SMALL_OVERLAP
from evals.readme_tables import table, write_table
from evals.timing_ingest import measure_growth, measure_ingest

NOTE = """\
`make bench-ingest` on {machine}, {cores} cores, {busy_before_percent:.0f} % busy before, commit {commit}. The first \
rows: {articles} articles of {words_each:.0f} words, in turns (ours, the model alone, the starters and back). The last \
rows: made-up articles of {short_words} words, each number of them in a process of its own."""


def make_markdown(figures: dict[str, Any]) -> str:
    """The figures, and how they came about."""
    paired, growth = figures["paired"], figures["growth"]
    alone, whole = paired["alone"], paired["ours"]
    rows = [
        ["ingest, passages/s", f"{whole['pieces_per_s']:.1f}"],
        ["embedding the same passages alone, passages/s", f"{alone['pieces_per_s']:.1f}"],
        ["ingest / embedding alone", f"{paired['share_of_alone']:.2f}"],
        ["the same by CPU time", f"{alone['cpu_seconds'] / whole['cpu_seconds']:.2f}"],
        ["share of the ingest in which the model is at work", f"{paired['model_busy']:.2f}"],
    ]
    for name, ratio in paired["ratios"].items():
        tokens = paired["tokens"][name] / paired["tokens"]["ours"]
        rows.append([f"{name} takes, times as long (it embeds, times the tokens)", f"{ratio:.2f} ({tokens:.2f})"])
    sizes = list(growth["peak_mb"])
    rows += [
        [f"{sizes[-1]} unchanged articles again, articles/s", f"{growth['unchanged_per_s']:,.0f}"],
        ["for which a model is loaded", "yes" if growth["unchanged_loads_model"] else "no"],
        *([f"peak memory ingesting {size} articles, MB", f"{peak:,.0f}"] for size, peak in growth["peak_mb"].items()),
        ["the largest / the smallest", f"{growth['peak_ratio']:.2f}"],
    ]
    note = NOTE.format(**figures["made_with"], **figures)
    return f"{table(['', 'measured'], rows)}\n\n{note}"


@click.command()
@click.option(
    "--articles", type=click.Path(exists=True, path_type=Path), help="A folder of files, or a JSONL(.gz) with text."
)
@click.option("--count", default=64, show_default=True, type=click.IntRange(2), help="How many of them are timed.")
@click.option(
    "--overlap",
    "overlaps",
    multiple=True,
    default=(SMALL_OVERLAP, DEFAULT_OVERLAP),
    show_default=True,
    type=click.IntRange(0, CHUNK_SIZE - 1),
    help="The starter's chunk_overlap, in its tokens; once for each starter to measure.",
)
@click.option(
    "--size",
    "sizes",
    multiple=True,
    default=(500, 5000),
    show_default=True,
    type=click.IntRange(1),
    help="Made-up articles whose ingest's memory is measured, each number in a process of its own.",
)
@click.option("--words", "short_words", default=60, show_default=True, help="Words of each of these.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write the figures to this file.")
@click.option("--readme", type=click.Path(path_type=Path), help="Also write the table into this page, at bench:ingest.")
def main(  # noqa: PLR0917 - click hands over each option
    articles: Path | None,
    count: int,
    overlaps: tuple[int, ...],
    sizes: tuple[int, ...],
    short_words: int,
    json_file: Path | None,
    readme: Path | None,
) -> None:
    """Measures ingest beside the model alone and LlamaIndex, unchanged articles again, and memory as it grows."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        try:
            figures = measure_ingest(write_articles(Path(folder, "articles"), count, articles), Path(folder), overlaps)
            figures |= {"growth": measure_growth(Path(folder), sorted(sizes), short_words), "short_words": short_words}
            markdown = make_markdown(figures)
            click.echo(markdown)
            if json_file:
                json_file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            if readme:
                write_table(readme, "ingest", markdown)
        except (ValueError, DataError) as error:
            raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
