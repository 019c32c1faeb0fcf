"""The command line `article-assistant`; its exit codes are in ui/commands/common.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from ui.commands.common import (
    PARTLY,
    as_json,
    as_of_option,
    console,
    filter_options,
    library_option,
    llm_option,
    new_encoder,
    one_line_errors,
    open_assistant,
    open_library,
    print_json,
    read_answer,
    read_settings,
    refusal_option,
    show,
    show_growing,
)
from ui.commands.evaluate import evaluate
from ui.commands.ingest import ingest
from ui.wording.printable import printable

if TYPE_CHECKING:
    from assistant.answer import Refusal
    from assistant.types import Filter


# The latest ingests that `status` tells of.
INGESTS_SHOWN = 5


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="article-assistant")
def main() -> None:
    """Ask your own articles: every sentence of the answer cites the exact sentence that supports it."""


@main.command()
@click.argument("question")
@library_option
@as_json
@one_line_errors
@filter_options
@as_of_option
@llm_option
@refusal_option
@click.option(
    "--after",
    "earlier",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An answer before it, as ask --json printed it, that the question leans on; several in their order.",
)
@click.option("--ignore-time", is_flag=True, help='Leave out the words for a time, such as "last week".')
@click.option(
    "--passages",
    metavar="N",
    type=click.IntRange(min=1),
    help="Make the answer from the best N passages. [default: 10, with which the levels of refusal were measured]",
)
def ask(  # noqa: PLR0917 (click gives them by name)
    question: str,
    where: Filter,
    as_of: str | None,
    llm: str | None,
    refusal: Refusal | None,
    earlier: tuple[Path, ...],
    ignore_time: bool,
    passages: int | None,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Answer a question, with a citation behind every sentence."""
    from ui.commands.terminal import answer_view
    from ui.wording.sources import sources_of

    history = [read_answer(file) for file in earlier]
    assistant = open_assistant(library_path, llm, refusal)
    chosen = {"passages": passages} if passages else {}
    answers = assistant.stream(question, where=where, as_of=as_of, history=history, ignore_time=ignore_time, **chosen)
    if sys.stdout.isatty() and not as_json:
        show_growing(answers, assistant, Console(highlight=False))
        return
    *_, answer = answers
    if as_json:
        print_json(answer.to_dict())
    else:
        show(answer_view(answer, sources_of(assistant, answer)))


@main.command()
@click.argument("query")
@click.option("-k", type=click.IntRange(min=1), default=5, show_default=True, help="How many passages.")
@click.option("--neighbours", type=click.IntRange(min=0), default=0, help="Also so many passages before and after.")
@click.option("--explain", is_flag=True, help="Say why each passage ranks where it does.")
@library_option
@as_json
@one_line_errors
@filter_options
@as_of_option
def retrieve(  # noqa: PLR0917 (click gives them by name)
    query: str,
    k: int,
    where: Filter,
    as_of: str | None,
    neighbours: int,
    explain: bool,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Print the passages that fit a query best."""
    from ui.commands.terminal import hits_view, nothing_found

    assistant = open_assistant(library_path)
    hits = assistant.retrieve(query, k, where=where, as_of=as_of, neighbours=neighbours)
    if as_json:
        print_json([hit.to_dict(explain=explain) for hit in hits])
    elif hits:
        show(hits_view(hits, explain=explain))
    if not hits:
        click.echo(
            nothing_found(where, assistant.library.outlets(), list(assistant.library.facets().sections)), err=True
        )
    elif as_json and hits[0].explain.reranker == "out of time":
        click.echo("The reranker's time ran out: this is the order without it.", err=True)


@main.command()
@click.option("--text", is_flag=True, help="With --json: include each article's clean text.")
@library_option
@as_json
@one_line_errors
def articles(text: bool, library_path: Path | None, as_json: bool) -> None:
    """List the articles in the library, newest first."""
    from ui.commands.terminal import articles_view

    found = open_library(read_settings(), library_path).articles()
    if as_json:
        print_json([article.to_dict(text=text) for article in found])
    else:
        show(articles_view(found))


@main.command()
@click.argument("sources", nargs=-1, required=True)
@library_option
@as_json
@one_line_errors
def remove(sources: tuple[str, ...], library_path: Path | None, as_json: bool) -> None:
    """Remove articles by file, folder or article id; the files themselves stay."""
    from assistant.library.records import files_of, source_of

    if not all(source.strip() for source in sources):
        raise click.BadParameter("an empty name would match everything; name files, folders or article ids.")
    library = open_library(read_settings(), library_path)
    present = [(article.article_id, article.source) for article in library.articles()]
    removed: list[str] = []
    unmatched: list[str] = []
    for wanted in sources:
        path = source_of(wanted)
        matching = [
            source
            for name, source in present
            if wanted in (name, source) or path in files_of(source) or Path(source).is_relative_to(path)
        ]
        (removed if matching else unmatched).extend(matching or [wanted])
    with library.writing():
        library.remove(removed)
    if as_json:
        print_json({"removed": removed, "unmatched": unmatched})
    else:
        click.echo(f"{len(removed)} articles removed.")
    for wanted in unmatched:
        click.echo(f"No article comes from {printable(wanted)}; article-assistant articles lists them.", err=True)
    sys.exit(PARTLY if unmatched else 0)


@main.command()
@library_option
@as_json
@one_line_errors
def rebuild(library_path: Path | None, as_json: bool) -> None:
    """Embed all articles again, with the embedding model and the Chroma server that are set now."""
    from ingest.rebuild import rebuild as rebuild_library
    from ui.commands.terminal import progress_bar

    settings = read_settings()
    with progress_bar(console(), "articles") as bar:
        task = bar.add_task("Rebuilding", total=None, rate="")

        def tell(done: int, total: int, _passages: int) -> None:
            bar.update(task, completed=done, total=total)

        path, server = library_path or settings.library, settings.vector_server
        count = rebuild_library(path, new_encoder(settings), tell, server=server)
    if as_json:
        print_json({"articles": count, "embedding_model": new_encoder(settings).name})
    else:
        click.echo(f"{count} articles embedded again with {new_encoder(settings).name}.")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the page. [default: a free one from 8501 on]")
@click.option("--open/--no-open", "open_browser", default=True, help="Open the page in the browser.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Where it listens; 0.0.0.0 is everywhere.")
@click.option("--without-sign-in", is_flag=True, help="Let in whoever reaches the page.")
@library_option
@one_line_errors
def page(port: int | None, open_browser: bool, host: str, without_sign_in: bool, library_path: Path | None) -> None:
    """Open the page: on this machine only, or for others who sign in (see the README)."""
    from ui.serving import serve

    library = library_path or read_settings().library
    sys.exit(serve(library, port, open_browser, host=host, without_sign_in=without_sign_in))


@main.command()
@library_option
@as_json
@one_line_errors
def status(library_path: Path | None, as_json: bool) -> None:
    """Say what the library holds, and whether its parts agree (exit code 1 when they do not)."""
    from assistant.errors import LibraryUnreachable
    from ui.wording.text import ingest_line

    library = open_library(read_settings(), library_path)
    name, dimension = library.embedding or (None, None)
    size = sum(file.stat().st_size for file in library.path.rglob("*") if file.is_file())
    hint = "The library's parts do not agree; mend it with: article-assistant rebuild"
    try:
        faults = library.faults()
    except LibraryUnreachable as error:
        faults, hint = [str(error)], "Whether the library's parts agree cannot be told."
    found: dict[str, object] = {
        "library": str(library.path),
        **library.counts(),
        "embedding_model": name,
        "dimension": dimension,
    }
    found |= {"vectors": library.vectors_at, "bytes": size, "faults": faults}
    ingests = library.journal.ingests(INGESTS_SHOWN)
    if as_json:
        print_json(found | {"ingests": [one._asdict() for one in ingests]})
    else:
        for key, value in found.items():
            click.echo(printable(f"{key.replace('_', ' ')}: {value or 'none'}"))
        for one in ingests:
            click.echo(f"ingest of {one.at}: {ingest_line(one.report)}; {printable(', '.join(one.paths))}")
    if faults:
        click.echo(hint, err=True)
    sys.exit(PARTLY if faults else 0)


main.add_command(evaluate)
main.add_command(ingest)

if __name__ == "__main__":
    main()
