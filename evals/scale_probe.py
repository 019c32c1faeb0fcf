"""What a library of synthetic news costs a process that has just started: opening, searching, memory.

Run as `python -m evals.scale_probe FOLDER QUESTIONS` in a process of its own; prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from assistant.embedding import SentenceTransformerEncoder
from assistant.fusion import WEIGHED
from assistant.library import Library
from assistant.retrieval import Retriever
from assistant.types import Filter
from evals.bench_articles import made_up_article, make_questions
from evals.metrics import percentile
from evals.synthetic_news import PASSAGES, SyntheticNews

HITS = 5
# Searches after which memory is read, and which are not timed.
SETTLED = 50
# Articles that the questions in English are taken from.
ENGLISH = 50
# What a filtered search is timed with: a thirtieth, a twentieth and a seven-hundredth of the articles.
FILTERS = {
    "month": Filter(since="2025-03", until="2025-03"),
    "outlet": Filter(outlets=("Outlet 7",)),
    "day": Filter(since="2025-03-05", until="2025-03-05"),
}


def probe(folder: Path, questions: int) -> dict[str, Any]:
    """The figures of the library in `folder`, times in the unit of the name's end.

    A question is searched by its words and by the synthetic vector near its passage's; made-up words would cost the
    real model more than words do, so what it encodes meanwhile is a question in English. "parts" is encoding and the
    two searches, each by itself, in whose terms the whole is judged. Memory is the process's resident set after SETTLED
    searches, and at the end, when filters have been used.
    """
    encoder = SentenceTransformerEncoder()
    encoder.encode_query("warm")
    with tempfile.TemporaryDirectory() as empty:
        Library(Path(empty) / "library", create=True).close()  # loads what a library is made with
    started = time.perf_counter()
    library = Library(folder)
    opened = time.perf_counter()
    retriever = Retriever(library, encoder)
    news, articles = SyntheticNews(), library.counts()["articles"]
    asked = [news.question(number, articles) for number in range(SETTLED + questions)]
    text, vector = asked[0]
    before = time.perf_counter()
    retriever.search(text, HITS, vector=vector)
    first = time.perf_counter() - before
    before = time.perf_counter()
    library.warm()
    warmed = time.perf_counter() - before
    for text, vector in asked[1:SETTLED]:
        retriever.search(text, HITS, vector=vector)
    resident = psutil.Process().memory_info().rss
    before = time.perf_counter()
    retriever.search(text, HITS, vector=vector, where=FILTERS["outlet"])
    first_filtered = time.perf_counter() - before
    times: dict[str, list[float]] = defaultdict(list)
    english = make_questions([made_up_article(number, 100) for number in range(ENGLISH)], questions)
    depth = WEIGHED.depth_of(HITS)
    for number, (text, vector) in enumerate(asked[SETTLED:]):
        steps: list[tuple[str, Callable[[], object]]] = [
            ("encode", partial(retriever.encode, english[number])),
            ("search", partial(retriever.search, text, HITS, vector=vector)),
            ("vectors", partial(library.search_vectors, vector[None], depth)),
            ("words", partial(library.search_words, text, depth)),
            *((name, partial(retriever.search, text, HITS, vector=vector, where=one)) for name, one in FILTERS.items()),
        ]
        turn = number % len(steps)
        for name, step in steps[turn:] + steps[:turn]:
            begun = time.perf_counter()
            step()
            times[name].append((time.perf_counter() - begun) * 1000)
        times["retrieval"].append(times["encode"][-1] + times["search"][-1])
        for name in FILTERS:
            times[f"retrieval_{name}"].append(times["encode"][-1] + times[name][-1])
        times["parts"].append(times["encode"][-1] + times["vectors"][-1] + times["words"][-1])
    figures = {
        "passages": articles * PASSAGES,
        "open_s": opened - started,
        "first_search_s": first,
        "warm_s": warmed,
        "first_filtered_search_s": first_filtered,
        "resident_mb": resident / 1e6,
        "resident_filtered_mb": psutil.Process().memory_info().rss / 1e6,
        **{f"{name}_p{share}_ms": percentile(values, share) for name, values in times.items() for share in (50, 95)},
    }
    library.close()
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(Path(sys.argv[1]), int(sys.argv[2]))))
