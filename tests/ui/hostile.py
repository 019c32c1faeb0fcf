"""A library of articles that want to be more than text, each answering a question of QUESTIONS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library, SourceState
from ingest.articles import make_articles
from ingest.document import Document

OVERRIDE, ESCAPE = "\u202e", "\x1b[31m"
LONG = "w" * 100_000
# What runs or calls home where it is taken for more than text: (the place it is named after, the text).
EVIL = {
    "Ulm": "<script>document.title='run'</script><img src=http://evil.example/x.png onerror=alert(1)>",
    "Jena": "![x](http://evil.example/x.png) [y](javascript:alert(1)) :material/home: :red[red] :smile: $\\frac{1}{2}$",
    "Bonn": f"{OVERRIDE}desrever{ESCAPE} red\x9b2J\x07 </style><svg onload=alert(1)> &lt;b&gt; &amp;amp;",
    "Kiel": "\"onmouseover=alert(1) x=' </script></textarea></title><iframe src=//evil.example>",
    "Lund": LONG,
}
SOURCES = {
    "Ulm": "javascript:alert(document.domain)",
    "Jena": "data:text/html,<script>alert(1)</script>",
    "Bonn": f"https://example.org/{OVERRIDE}gpj.\"onclick=alert(1)'",
    "Kiel": "<img src=x onerror=alert(1)>.md",
    "Lund": f"/articles/{LONG}.md",
}
QUESTIONS = {town: f"How many apples were picked in {town}?" for town in EVIL}


def hostile_library(path: Path) -> Path:
    """The library, made at the path."""
    encoder = SentenceTransformerEncoder()
    library = Library(path, create=True)
    with library.writing():
        library.remember_embedding(encoder.name, encoder.dimension)
        library.add(make_articles(list(_documents()), encoder))
    library.close()
    return path


def _documents() -> Iterator[tuple[str, SourceState, Document]]:
    for number, (town, evil) in enumerate(EVIL.items(), 1):
        said = f"In {town} {number + 3} apples were picked on Monday, said {evil if evil != LONG else 'the mayor'}."
        body = f"{said}\nThe picking in {town} went on until Tuesday. {evil}\nNobody was hurt, {evil}"
        document = Document(body, f"Apples in {town} {evil}", f"By {evil}", f"{town} News {evil}", f"2025-04-0{number}")
        yield SOURCES[town], SourceState(len(body), number, town, "hostile"), document
