"""The command `article-assistant eval benchmark`: published data sets, with other systems in the same run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ui.commands.common import as_json, console, new_encoder, one_line_errors, print_json, read_settings, show


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the data sets, each in a folder of its name.",
)
@click.option("--questions", type=click.IntRange(1), help="At most so many questions of each.")
@click.option(
    "--articles", type=click.IntRange(1), help="At most so many articles of each; those with answers are kept."
)
@click.option(
    "--write",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the tables to this file; those of other benchmarks stay in it.",
)
@click.option(
    "--readme",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Also write the retrieval sets' table into this page, between its markers.",
)
@as_json
@one_line_errors
def benchmark(  # noqa: PLR0917
    names: tuple[str, ...],
    data: Path,
    questions: int | None,
    articles: int | None,
    write: Path | None,
    readme: Path | None,
    as_json: bool,
) -> None:
    """Measure on published data sets, with other systems in the same run; "all" is every one.

    The sets: realtimeqa_2022, multihop_rag, squad2, clapnq, mtrag, ramdocs, rgb_en_fact, wice, scifact, climate_fever,
    article_extraction, and the project's own news_conflicts, saved_pages and story_pairs. Embeddings are kept, so a
    second run takes a fraction of the first one's time. Needs the bench extra.
    """
    from evals.benchmarks.cached_encoder import CachedEncoder
    from evals.benchmarks.registry import BENCHMARKS, check_peers
    from evals.benchmarks.result import Limits, Result
    from evals.benchmarks.results_page import results_page, retrieval_table
    from evals.made_with import made_with
    from evals.readme_tables import write_table
    from ui.commands.evaluation_views import result_view
    from ui.commands.terminal import progress_bar

    if unknown := [name for name in names if name not in BENCHMARKS and name != "all"]:
        raise click.BadParameter(f"there is no benchmark {unknown[0]!r}; there are: all, {', '.join(BENCHMARKS)}.")
    wanted = list(BENCHMARKS) if "all" in names else list(dict.fromkeys(names))
    check_peers()
    encoder = CachedEncoder(new_encoder(read_settings()))
    made, today, line = made_with(), datetime.now(UTC).date().isoformat(), _command_line(names, questions, articles)
    results: list[Result] = []
    page = before = write.read_text(encoding="utf-8") if write and write.exists() else ""
    with progress_bar(console(), "") as bar:
        task = bar.add_task("", total=None, rate="")
        for name in wanted:

            def tell(what: str, done: int, total: int, name: str = name) -> None:
                bar.update(task, description=f"{name}: {what}", completed=done, total=total)

            tell("reading", 0, 1)
            for measure in BENCHMARKS[name]:
                results.append(measure(data, Limits(questions, articles), encoder, tell))
                if not as_json:
                    show(result_view(results[-1]))
                page = results_page(results, made, today, line, before)
                if write:  # after each, so that an interruption loses none
                    write.write_text(page, encoding="utf-8")
    if readme:
        write_table(readme, "retrieval", retrieval_table(page))
    if as_json:
        print_json([result.to_dict() for result in results])


def _command_line(names: tuple[str, ...], questions: int | None, articles: int | None) -> str:
    """The line that makes the page again; where the data lie is the person's own business."""
    words = ["article-assistant eval benchmark", *names, "--data DIR"]
    words += [f"--questions {questions}"] if questions else []
    words += [f"--articles {articles}"] if articles else []
    return " ".join([*words, "--write FILE"])
