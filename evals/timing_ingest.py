"""Times an ingest beside embedding its passages alone and beside LlamaIndex's starter, and measures its memory."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from assistant.embedding import Encoded, SentenceTransformerEncoder
from assistant.library import Library
from assistant.types import Span
from evals.bench_articles import Half, made_up_article
from evals.cold_start import output_of, program
from evals.made_with import made_with
from evals.peers import CHUNK_SIZE, LlamaIndexStarter
from evals.timing import Ingested, timed, warm
from evals.timing_retrieval import HITS
from ingest import ingest

_Call = tuple[list[str], list[Sequence[Span]]]


class WatchedEncoder(SentenceTransformerEncoder):
    """The real encoder, which also keeps what it was given and how long it was at work."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[_Call] = []
        self.seconds = 0.0

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        """As the real one."""
        self.calls.append((list(texts), list(sentences)))
        results = super().encode_passages(texts, sentences)
        while True:
            started = time.perf_counter()
            found = next(results, None)
            self.seconds += time.perf_counter() - started
            if found is None:
                return
            yield found


def measure_ingest(halves: tuple[Half, Half], work: Path, overlaps: Sequence[int]) -> dict[str, Any]:
    """The first half in this order: ours, the model alone, each starter; the second one the other way round.

    The model alone is given what it was given in an ingest, in the same calls; "tokens" are what each gives it in all,
    special tokens and padding left out. Ratios are of seconds, the other's to ours.
    """
    busy = psutil.cpu_percent(interval=0.5)
    encoder = WatchedEncoder()
    warm(work / "warm", encoder)
    starters = [
        LlamaIndexStarter(work / f"peer-{overlap}", top_k=HITS, chunk_size=CHUNK_SIZE, overlap=overlap)
        for overlap in overlaps
    ]
    calls = {half.folder: _calls_of(half.folder, work / f"calls-{half.folder.name}", encoder) for half in halves}
    library = Library(work / "ours", create=True)
    encoder.seconds = 0.0
    model = 0.0

    def ours(folder: Path) -> int:
        nonlocal model
        before = encoder.seconds
        passages = ingest([folder], library, encoder).passages
        model += encoder.seconds - before
        return passages

    def alone(folder: Path) -> int:
        return sum(1 for texts, spans in calls[folder] for _ in encoder.encode_passages(texts, spans))

    names = ["ours", "alone", *(starter.name for starter in starters)]
    totals = {name: Ingested() for name in names}
    sides = list(zip((ours, alone, *(starter.ingest for starter in starters)), totals.values(), strict=True))
    for half, turn in zip(halves, (sides, sides[::-1]), strict=True):
        for side, total in turn:
            timed(side, half, total)
    texts = {"ours": [text for made in calls.values() for given, _ in made for text in given]}
    folders = [half.folder for half in halves]
    for starter in starters:
        whole, pieces = starter.embedded(folders)
        texts[starter.name] = [piece.prefix + whole[piece.article][piece.start : piece.end] for piece in pieces]
        starter.close()
    library.close()
    seconds = {name: total.seconds for name, total in totals.items()}
    return {
        "made_with": made_with() | {"busy_before_percent": busy},
        "articles": sum(half.articles for half in halves),
        "words_each": sum(half.words for half in halves) / sum(half.articles for half in halves),
        "paired": {
            **{name: total.rates() for name, total in totals.items()},
            "share_of_alone": seconds["alone"] / seconds["ours"],
            "model_busy": model / seconds["ours"],
            "ratios": {starter.name: seconds[starter.name] / seconds["ours"] for starter in starters},
            "tokens": {name: sum(encoder.count_tokens(given)) for name, given in texts.items()},
        },
    }


def _calls_of(folder: Path, path: Path, encoder: WatchedEncoder) -> list[_Call]:
    """What an ingest of the folder gives the model, told by one into a library that is thrown away."""
    encoder.calls = []
    library = Library(path, create=True)
    ingest([folder], library, encoder)
    library.close()
    # A list of its own: what is encoded from now on must not come to it, least of all while it is gone through.
    calls, encoder.calls = encoder.calls, []
    return calls


# A new process that ingests `sys.argv[1]` into the library `sys.argv[2]` and tells its peak memory.
GROW = """
import json, resource, sys, time
from pathlib import Path
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest
library = Library(Path(sys.argv[2]), create=True)
started = time.perf_counter()
report = ingest([Path(sys.argv[1])], library, SentenceTransformerEncoder())
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "report": report.to_dict(),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "model": "sentence_transformers" in sys.modules or "torch" in sys.modules,
}))
"""
# ru_maxrss counts KB, on a Mac bytes.
PEAK_MB = 1e6 if sys.platform == "darwin" else 1e3


def measure_growth(work: Path, sizes: Sequence[int], words: int) -> dict[str, Any]:
    """Peak memory of ingesting each number of made-up articles, and the largest ones a second time, unchanged."""
    peaks: dict[str, float] = {}
    for size in sizes:
        folder = work / f"grow-{size}"
        folder.mkdir()
        for number in range(size):
            title, text = made_up_article(number, words)
            (folder / f"{number:06d}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        command = program(GROW, str(folder), str(work / f"grown-{size}"))
        peaks[f"{size:,}"] = json.loads(output_of(command))["peak"] / PEAK_MB
    again = json.loads(output_of(command))
    return {
        "peak_mb": peaks,
        "peak_ratio": max(peaks.values()) / min(peaks.values()),
        "unchanged_per_s": again["report"]["unchanged"] / again["seconds"],
        "unchanged_loads_model": again["model"],
    }
