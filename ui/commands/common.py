"""What the commands of the command line share: options, one-line errors, opening things, printing.

Exit codes: 0 done (an abstention is an answer), 1 done in part (files were skipped, nothing matched, a floor was
broken), 2 an error, said in one line; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console, Group, RenderableType

from assistant.errors import AssistantError
from ui.wording.printable import printable, printable_json

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from assistant.answer import Refusal
    from assistant.embedding import Encoder
    from assistant.library import Library
    from assistant.settings import Settings

PARTLY, FAILED, INTERRUPTED = 1, 2, 130
# Columns of a table where nobody's terminal sets a width: enough that no figure is cut.
WIDE = 220

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
library_option = click.option(
    "--library",
    "library_path",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the library. [default: ASSISTANT_LIBRARY, else a folder of the user's data]",
)


_FILTERS = (
    click.option(
        "--since",
        metavar="DATE",
        help="Only articles dated that day or later (2025, 2025-03-22); undated ones are left out.",
    ),
    click.option("--until", metavar="DATE", help="Only articles published on that day or before."),
    click.option(
        "--outlet", "outlets", multiple=True, help="Only articles of this outlet; may be given several times."
    ),
    click.option("--section", "sections", multiple=True, help="Only articles of this section (World, ...)."),
    click.option("--source", "sources", multiple=True, help="Only articles from this file or folder."),
    click.option("--language", "languages", multiple=True, metavar="CODE", help="Only articles in it (en, de, ...)."),
    click.option("--article", "articles", multiple=True, metavar="ID", help="Only this article."),
)


def filter_options(command: Command) -> Command:
    """Gives a command the options of a filter, and the filter itself as the argument `where`."""

    @wraps(command)
    def run(*args: Any, since: str | None, until: str | None, **kwargs: Any) -> Any:
        from assistant.types import Filter

        several = {name: kwargs.pop(name) for name in ("outlets", "sections", "sources", "languages", "articles")}
        return command(*args, where=Filter(since=since, until=until, **several), **kwargs)

    for option in reversed(_FILTERS):
        run = option(run)
    return run  # type: ignore[return-value]


llm_option = click.option(
    "--llm",
    metavar="SPEC",
    help="The language model that writes: gguf:PATH, ollama:NAME, openai:NAME, anthropic:NAME or "
    "openai-compatible:URL#NAME. [default: ASSISTANT_LLM, else none: sentences are quoted]",
)

refusal_option = click.option(
    "--refusal",
    type=click.Choice(["strict", "balanced", "eager"]),
    help="How readily to abstain. [default: ASSISTANT_REFUSAL, else balanced]",
)

as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    help="Ask as of that day: articles up to it and near it are preferred, later ones marked down.",
)


def one_line_errors(command: Command) -> Command:
    """Ends a command with one line and an exit code instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            # Whoever read has seen enough, as `head` has; nothing more can be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (AssistantError, ValueError, OSError) as error:
            click.echo(f"Error: {printable(str(error))}", err=True)
            sys.exit(FAILED)
        except KeyboardInterrupt:
            click.echo(
                "Interrupted. What was stored is kept; run the same command to go on, or to start anew.", err=True
            )
            sys.exit(INTERRUPTED)

    return run  # type: ignore[return-value]


def read_settings() -> Settings:
    """The settings of this process."""
    from assistant.settings import load_settings

    return load_settings()


def open_library(settings: Settings, path: Path | None, *, create: bool = False) -> Library:
    """The library at `path`, or the one of the settings."""
    from assistant.library import Library

    return Library(path or settings.library, create=create, server=settings.vector_server)


def new_encoder(settings: Settings) -> Encoder:
    """The embedding model of the settings, not loaded yet."""
    from assistant.embedding import SentenceTransformerEncoder

    return SentenceTransformerEncoder(settings.embedding_model)


def open_assistant(library_path: Path | None, llm: str | None = None, refusal: Refusal | None = None) -> Assistant:
    """The assistant on the library at the path, or on the one of the settings; what else is given replaces theirs."""
    from assistant import Assistant

    return Assistant.open(library_path, llm=llm, refusal=refusal)


def console() -> Console:
    """Progress goes to standard error, so that standard output holds the result alone."""
    return Console(stderr=True, highlight=False)


def show(view: RenderableType) -> None:
    """Prints for a reader; where nobody's terminal sets a width, nothing is wrapped."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=WIDE)
    console.print(view, soft_wrap=not console.is_terminal)


def show_growing(answers: Iterator[Answer], assistant: Assistant, console: Console) -> None:
    """Prints each sentence as it comes, then the sources; the terminal wraps, for a line is not written anew."""
    from ui.commands.terminal import answer_notes, nearest_lines, plain, sentence_view, understood
    from ui.wording.sources import sources_of
    from ui.wording.text import is_itemised

    shown = 0
    for answer in answers:
        if not shown:
            console.print(*understood(answer), sep="\n", end="\n" if understood(answer) else "")
        for sentence in answer.sentences[shown:]:
            console.print(sentence_view(answer, sentence), end="\n" if is_itemised(answer) else " ", soft_wrap=True)
        shown = len(answer.sentences)
    console.print("" if shown else Group(plain(answer.text), *nearest_lines(answer)))
    console.print(answer_notes(answer, sources_of(assistant, answer)))


def read_answer(path: Path) -> Answer:
    """An answer that `ask --json` printed into a file. Raises ValueError where it is none."""
    from assistant import Answer

    try:
        return Answer.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path} holds no answer; name a file with what ask --json printed.") from error


def print_json(value: Any) -> None:
    """Prints an object for another program."""
    click.echo(printable_json(value))
