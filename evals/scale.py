"""One library that grows to many passages, and what it costs at each size: ingest, opening, retrieval, memory, disk."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.embedding import SentenceTransformerEncoder
from assistant.errors import DataError
from assistant.library import Library
from evals.cold_start import medians_s, our_commands, output_of
from evals.synthetic_news import DIMENSION, PASSAGES, SyntheticNews
from ingest.pipeline import WINDOW

LIBRARY, FIGURES = "library", "figures.json"
COLD_STARTS = 3

Progress = Callable[[int], None]


def grow(folder: Path, sizes: Sequence[int], questions: int, on_progress: Progress) -> Iterator[dict[str, Any]]:
    """Grows the library under `folder` to each of `sizes` passages in turn and yields the figures of each.

    `on_progress` is told how many passages there are. What an earlier run measured is kept in the folder and not
    measured again; ingest is timed over what this run adds since the last size. Raises DataError when a size that is
    still to be measured is below what the library holds already, and when a measuring process fails.
    """
    encoder = SentenceTransformerEncoder()
    encoder.prepare_queries()
    known = _known(folder / FIGURES)
    library = Library(folder / LIBRARY, create=True)
    library.remember_embedding(encoder.name, DIMENSION)
    there = library.counts()["articles"]
    news = SyntheticNews()
    try:
        for size in sorted({-(-size // PASSAGES) * PASSAGES for size in sizes}):
            if (figures := known.get(size)) is None:
                if size < there * PASSAGES:
                    raise DataError(
                        f"The library in {folder} holds {there * PASSAGES:,} passages, so {size:,} cannot be measured;"
                        " give another --folder."
                    )
                spent = _add(library, news, range(there, size // PASSAGES), on_progress)
                figures = (
                    {"added": size - there * PASSAGES}
                    | spent
                    | _measure(folder / LIBRARY, questions, news.question(0, size // PASSAGES)[0])
                )
                there = size // PASSAGES
                known[size] = figures
                (folder / FIGURES).write_text(json.dumps(list(known.values()), indent=1) + "\n", encoding="utf-8")
            yield figures
    finally:
        library.close()


def _known(path: Path) -> dict[int, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        return {one["passages"]: one for one in json.loads(path.read_text(encoding="utf-8"))}
    except (ValueError, TypeError, KeyError) as error:
        raise DataError(f"{path} does not hold what was measured; delete it, or give another --folder.") from error


def _add(library: Library, news: SyntheticNews, numbers: range, on_progress: Progress) -> dict[str, float]:
    """Adds the articles as ingest does, WINDOW at a time; what the library takes, not what making articles up does."""
    seconds = cpu = 0.0
    with library.writing(wait=2):
        for first in range(numbers.start, numbers.stop, WINDOW):
            articles = [news.article(number) for number in range(first, min(first + WINDOW, numbers.stop))]
            started, cpu_started = time.perf_counter(), time.process_time()
            library.add(articles)
            seconds += time.perf_counter() - started
            cpu += time.process_time() - cpu_started
            on_progress((first + len(articles)) * PASSAGES)
    return {"ingest_s": seconds, "ingest_cpu_s": cpu}


def _measure(library: Path, questions: int, question: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(
        output_of([sys.executable, "-m", "evals.scale_probe", str(library), str(questions)])
    )
    cold = medians_s({"cold_s": our_commands(question, library)["python"]}, COLD_STARTS)
    disk = sum(file.stat().st_size for file in library.rglob("*") if file.is_file())
    return figures | cold | {"disk_mb": disk / 1e6}
