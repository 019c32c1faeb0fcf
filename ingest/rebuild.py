"""A library's articles embedded again, with another embedding model or another segmentation."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from assistant.embedding import Encoder
from assistant.library import Library, VectorServer
from assistant.types import Article
from ingest.articles import make_articles
from ingest.document import Document
from ingest.pipeline import WINDOW, Progress


def rebuild(
    path: Path, encoder: Encoder, on_progress: Progress | None = None, *, server: VectorServer | None = None
) -> int:
    """Embeds every article of the library at `path` again and puts the result in its place; how many there are.

    The texts come from the library, not from the files. The present passages answer until the new ones are whole; a
    run that was interrupted goes on where it stopped. The new vectors go onto `server`, or into the folder without
    one, wherever the old ones are; those on a server that is left behind stay there. `on_progress` is told articles
    done, articles in all, passages embedded. Raises LibraryNotFound, and LibraryBusy while another process is writing.
    """
    library = Library(path, server=server, moving=True)
    with library.writing():
        todo = library.begin_rebuild(encoder.name, encoder.dimension)
        total = library.counts()["articles"]
        passages = 0
        for first in range(0, len(todo), WINDOW):
            window = todo[first : first + WINDOW]
            states = library.source_states([article.source for article in window])
            made = make_articles([(a.source, states[a.source], _document(a)) for a in window], encoder)
            library.add_rebuilt(made)
            passages += sum(len(article.passages) for article in made)
            if on_progress:
                on_progress(total - len(todo) + first + len(window), total, passages)
        library.finish_rebuild()
    library.close()
    encoder.prepare_queries()
    return total


def _document(article: Article) -> Document:
    """What the version of an article depends on, which its passages are named by."""
    known = {one.name: getattr(article, one.name) for one in fields(Document) if one.name != "body"}
    return Document(article.text, **known)
