"""What every screen says alike: what went well or wrong, what a part is about, that there are no articles yet."""

from __future__ import annotations

import logging
from pathlib import Path

from assistant.errors import AssistantError
from ui.wording.text import escape, library_option

TAGLINE = "Ask your articles. Every sentence of the answer is numbered with the source it comes from."
logger = logging.getLogger(__name__)


def told(error: Exception) -> str:
    """An error in one line; one that nobody foresaw is only named, the terminal that runs the page has it all."""
    if isinstance(error, AssistantError):
        return " ".join(str(error).split())
    logger.error("The page met an error", exc_info=error)
    return f"Something went wrong ({type(error).__name__}); the terminal that runs the page tells more."


def error_line(text: str) -> str:
    """What went wrong, in one line."""
    return f'<p class="aa-error" role="alert">{escape(text)}</p>'


def done_line(text: str) -> str:
    """What went well, in one line."""
    return f'<p class="aa-done" role="status">{escape(text)}</p>'


def section(title: str, about: str = "") -> str:
    """The heading of a part of a screen, with a line on what it is about."""
    return f'<h2 class="aa-section">{escape(title)}</h2>' + (
        f'<p class="aa-muted">{escape(about)}</p>' if about else ""
    )


def no_articles(library: Path) -> str:
    """The state without articles: the command that mends it, for the library at `library`."""
    command = f"article-assistant ingest DIR{library_option(library)}"
    return (
        f'<div class="aa-welcome"><h1>No articles yet</h1><p>{TAGLINE}</p>'
        "<p>Add files or a folder here in the page, or with this command and a reload:</p>"
        f"<pre>{escape(command)}</pre></div>"
    )
