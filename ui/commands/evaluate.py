"""The commands of `article-assistant eval`: run a question set, compare, report, gate, benchmark."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.errors import DataError, QuestionSetError
from evals import SAMPLES, SETS
from ui.commands.benchmark import benchmark
from ui.commands.common import (
    PARTLY,
    as_json,
    console,
    library_option,
    llm_option,
    new_encoder,
    one_line_errors,
    open_assistant,
    print_json,
    read_settings,
    refusal_option,
    show,
)
from ui.wording.printable import printable

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.answer import Refusal
    from assistant.settings import Settings
    from evals.asking import Progress
    from evals.run import EvalRun

SAMPLE_SET = SETS / "sample.jsonl"


class EvalGroup(click.Group):
    """`eval SET` is short for `eval run SET`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts "run" in front where no command is named."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(name="eval", cls=EvalGroup)
def evaluate() -> None:
    """Run question sets, compare the runs, and measure beside other systems.

    `eval SET` runs a question set; what follows are further commands.
    """


articles_option = click.option(
    "--articles",
    "articles_path",
    type=click.Path(path_type=Path, exists=True),
    help="Ask a temporary library made of these files. [default: for the sample set, the sample articles]",
)


@evaluate.command()
@click.argument("question_set", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Only check the set: its lines, and its quotes against the articles.")
@articles_option
@library_option
@as_json
@one_line_errors
@llm_option
@refusal_option
def run(  # noqa: PLR0917 (click gives them by name)
    question_set: Path,
    check: bool,
    articles_path: Path | None,
    library_path: Path | None,
    llm: str | None,
    refusal: Refusal | None,
    as_json: bool,
) -> None:
    """Run a question set, print how well it went, and store the run."""
    from evals.stored_runs import check_folder, save_run
    from ui.commands.evaluation_views import run_view

    if check:
        _check(question_set, articles_path, library_path, as_json)
        return
    folder = read_settings().runs
    check_folder(folder)
    done, file = save_run(_run(question_set, articles_path, library_path, llm, refusal), folder)
    if as_json:
        print_json(done.to_dict())
    else:
        show(run_view(done))
        click.echo(
            f"Stored as {printable(str(file))}; the questions it got wrong: article-assistant eval report latest"
        )


@evaluate.command()
@click.argument("before")
@click.argument("after")
@as_json
@one_line_errors
def compare(before: str, after: str, as_json: bool) -> None:
    """Say what differs between two stored runs, with paired intervals.

    A run is named by its id, the beginning of it, its file, "latest", or "latest~1" for the one before.
    """
    from evals.compare import compare as compare_runs
    from evals.stored_runs import load_run
    from ui.commands.evaluation_views import comparison_view

    folder = read_settings().runs
    comparison = compare_runs(load_run(before, folder), load_run(after, folder))
    if as_json:
        print_json(comparison.to_dict())
    else:
        show(comparison_view(comparison))


@evaluate.command()
@click.argument("runs", nargs=-1, required=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write. [default: beside the last run]",
)
@one_line_errors
def report(runs: tuple[str, ...], output: Path | None) -> None:
    """Write stored runs as one HTML file: tables, curves, the worst questions."""
    from evals.report import report_html
    from evals.stored_runs import find_run, load_run

    folder = read_settings().runs
    page = report_html([load_run(name, folder) for name in runs])
    output = output or find_run(runs[-1], folder).with_suffix(".html")
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DataError(f"{output} cannot be written ({error.strerror}); name another file: --output FILE") from error
    click.echo(f"Written to {printable(str(output))}")


@evaluate.command()
@as_json
@one_line_errors
def runs(as_json: bool) -> None:
    """List the stored runs, oldest first; those that cannot be read are told (exit code 1)."""
    from evals.stored_runs import list_runs, load_run
    from ui.commands.evaluation_views import runs_view

    folder = read_settings().runs
    names = list_runs(folder)
    if as_json:
        print_json(names)
    elif not names:
        click.echo(f"No run is stored in {printable(str(folder))} yet.")
    else:
        loaded, broken = [], []
        for name in names:
            try:
                loaded.append(load_run(name, folder))
            except DataError as error:  # of an earlier version, maybe: the others can be read all the same
                broken.append(str(error))
        show(runs_view(loaded))
        for line in broken:
            click.echo(printable(line), err=True)
        sys.exit(PARTLY if broken else 0)


@evaluate.command()
@click.option(
    "--update", is_flag=True, help="Pin the floors (evals/floors.json) at what is measured now, less one question."
)
@click.option("--lower", multiple=True, metavar="MEASURE", help="With --update: let the floor of this measure fall.")
@as_json
@one_line_errors
def gate(update: bool, lower: tuple[str, ...], as_json: bool) -> None:
    """Run the project's own question set and compare it with the pinned floors (exit code 1 below one)."""
    from evals.asking import evaluate as evaluate_set
    from evals.gate import FLOORS, GUARDED, breaches, load_floors, pin, save_floors
    from ui.commands.evaluation_views import gate_view

    if unknown := [name for name in lower if name not in GUARDED]:
        raise click.BadParameter(f"{unknown[0]!r} has no floor; those that have: {', '.join(GUARDED)}.")
    if lower and not update:
        raise click.BadParameter("--lower goes with --update.")
    # Whatever the person has set, the floors are those of the software as it comes.
    settings = read_settings().model_copy(update={"embedding_model": "bundled", "llm": None})
    with _asked(settings, SAMPLE_SET, SAMPLES, None) as (assistant, _), _progress() as tell:
        run = evaluate_set(SAMPLE_SET, assistant, on_progress=tell)
    before = load_floors() if FLOORS.exists() or not update else None
    floors = pin(run, before, lower) if update else load_floors()
    found = breaches(run, floors)
    if update:
        save_floors(floors)
    if as_json:
        print_json({"floors": floors.floors, "breaches": [one._asdict() for one in found], "updated": update})
    else:
        show(gate_view(run, floors, before if update else None))
        click.echo(f"{len(floors.floors) - len(found)} of {len(floors.floors)} floors are held.")
    for one in found:
        click.echo(str(one), err=True)
    sys.exit(PARTLY if found else 0)


def _check(question_set: Path, articles_path: Path | None, library_path: Path | None, as_json: bool) -> None:
    """Refuses the set at its first wrong line or quote."""
    from evals.gold import resolve_gold
    from evals.question_set import load_question_set

    questions = load_question_set(question_set)
    with _asked(read_settings(), question_set, articles_path, library_path) as (assistant, _):
        resolve_gold(questions, assistant.articles())
        count = len(assistant.articles())
    if as_json:
        print_json({"questions": len(questions), "articles": count})
    else:
        click.echo(f"{len(questions)} questions, each quote found in the {count} articles.")


def _run(
    question_set: Path,
    articles_path: Path | None,
    library_path: Path | None,
    llm: str | None = None,
    refusal: Refusal | None = None,
) -> EvalRun:
    """The run of a set as the settings have it."""
    from evals.full_run import full_run

    settings = read_settings()
    settings = settings.model_copy(update={"llm": llm or settings.llm, "refusal": refusal or settings.refusal})
    with _asked(settings, question_set, articles_path, library_path) as (assistant, of), _progress() as tell:
        run = full_run(question_set, assistant, settings, on_progress=tell)
    return replace(run, library=str(of))


@contextmanager
def _progress() -> Iterator[Progress]:
    from ui.commands.terminal import progress_bar

    with progress_bar(console(), "questions") as bar:
        task = bar.add_task("Asking", total=None, rate="")
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _asked(
    settings: Settings, question_set: Path, articles_path: Path | None, library_path: Path | None
) -> Iterator[tuple[Assistant, Path]]:
    """The assistant a set is asked of, on the library named or a temporary one of the articles named, and which."""
    from assistant.assistant import Assistant
    from assistant.library import Library
    from ingest import ingest as ingest_paths

    if articles_path and library_path:
        raise click.BadParameter("--articles makes a library of its own; leave --library out.")
    if articles_path is None and library_path is None and SAMPLES.parent in question_set.absolute().parents:
        articles_path = SAMPLES
    if articles_path is None:
        with closing(open_assistant(library_path, settings.llm, settings.refusal)) as assistant:
            yield assistant, assistant.library.path
        return
    with tempfile.TemporaryDirectory() as folder:
        library, encoder = Library(Path(folder, "library"), create=True), new_encoder(settings)
        with closing(Assistant.of(library, settings, encoder)) as assistant:
            limit, fields = settings.max_file_mb, settings.record_fields
            report = ingest_paths([articles_path], library, encoder, max_file_mb=limit, json_fields=fields)
            if report.skipped:
                first = report.skipped[0]
                raise QuestionSetError(f"{first.source} cannot be read ({first.reason}); mend it or leave it out.")
            yield assistant, articles_path


evaluate.add_command(benchmark)
