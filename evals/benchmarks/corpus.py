"""A benchmark's corpus as a library: made once, kept by content and embedding model, gone on with if interrupted."""

from __future__ import annotations

import gzip
import hashlib
import inspect
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import platformdirs

from assistant.embedding import Encoder
from assistant.errors import DataError
from assistant.library import Library, SourceState, stories
from assistant.library.library import LAYOUT
from evals.benchmarks.drawing import drawn
from ingest import articles, segmentation
from ingest.articles import make_articles
from ingest.document import Document

# Texts that are embedded together, in order of length, and go in together.
WINDOW = 64

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Text:
    """An article of a benchmark. `id` is the data set's own; dates are ISO 8601, None where it states none."""

    id: str
    text: str
    title: str = ""
    outlet: str | None = None
    published_at: str | None = None


class Row(dict[str, Any]):
    """An object of a data set; a field it lacks is told with the file's name."""

    def __init__(self, values: Mapping[str, Any], path: Path) -> None:
        super().__init__(values)
        self._path = path

    def __missing__(self, field: str) -> None:
        raise DataError(f"{self._path}: a row lacks the field {field!r}; --data names the folder of the data sets.")


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSONL file, packed (.gz) or not. Raises DataError, naming the file, when it cannot be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            return [Row(json.loads(line), path) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DataError(f"{path} cannot be read ({reason}); --data names the folder of the data sets.") from error


def limit(texts: Sequence[Text], count: int | None, keep: Collection[str]) -> list[Text]:
    """At most `count` of the texts (None: all), those with an id in `keep` always; which others, their ids decide."""
    if count is None or count >= len(texts):
        return list(texts)
    kept = [text for text in texts if text.id in keep]
    others = [text for text in texts if text.id not in keep]
    return kept + drawn(others, max(0, count - len(kept)), lambda text: text.id)


def cache_folder(name: str, *parts: object) -> Path:
    """Where what is made of `parts` is kept: another part is another folder."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode() + b"\0")
    return platformdirs.user_cache_path("article-assistant") / "benchmarks" / f"{name}-{digest.hexdigest()[:16]}"


def fingerprint(texts: Iterable[Text]) -> str:
    """A name for exactly these texts, in any order."""
    rows = sorted(json.dumps(asdict(text), sort_keys=True) for text in texts)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def kept_library(name: str, texts: Sequence[Text], encoder: Encoder, on_progress: Progress | None = None) -> Library:
    """The library of the texts, sources being their ids. What is embedded already is not embedded again.

    The texts are taken as they are, one paragraph a line: a benchmark of cleaning is one of its own.
    """
    made_by = (LAYOUT, *map(inspect.getsource, (articles, segmentation, stories)), encoder.name)
    folder = cache_folder(name, *made_by, fingerprint(texts))
    library = Library(folder, create=True)
    encoder.prepare_queries()
    with library.writing():
        library.remember_embedding(encoder.name, encoder.dimension)
        there = library.source_states([text.id for text in texts])
        missing = [text for text in texts if text.id not in there]
        for first in range(0, len(missing), WINDOW):
            library.add(make_articles([_row(text) for text in missing[first : first + WINDOW]], encoder))
            if on_progress:
                on_progress(len(there) + min(first + WINDOW, len(missing)), len(texts))
    return library


def _row(text: Text) -> tuple[str, SourceState, Document]:
    lines = [" ".join(line.split()) for line in text.text.split("\n")]
    body = "\n\n".join(line for line in lines if line)
    document = Document(body, title=text.title or None, outlet=text.outlet, published_at=text.published_at)
    return text.id, SourceState(0, 0, hashlib.sha256(body.encode()).hexdigest(), ""), document
