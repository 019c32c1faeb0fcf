"""Times us and LlamaIndex in one run, on the same articles with the same weights: ingest, retrieval, cold start.

All take turns (our half, theirs, theirs, our half; then question by question and process by process), so that a
machine that slows down or speeds up meanwhile does it to all. But for the cold start, models and libraries are loaded,
and one article has gone through each side, before the clock starts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import torch

from assistant.bundled import bundled_model
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from evals.bench_articles import Half, made_up_article, make_questions
from evals.cold_start import medians_s, our_commands, program
from evals.coverage import Piece, embedded_share
from evals.made_with import made_with
from evals.metrics import percentile
from evals.peers import (
    CHUNK_SIZE,
    DEFAULT_CHUNK_SIZE,
    DEFAULT_OVERLAP,
    FUSION_PROGRAM,
    SMALL_OVERLAP,
    STARTER_PROGRAM,
    LlamaIndexFusion,
    LlamaIndexStarter,
)
from evals.timing_retrieval import HITS, PARTS, UNTIMED, Ours, Peer, spread, time_batch, time_filtered, time_retrieval


@dataclass(slots=True)
class Ingested:
    """What a side has ingested so far. `pieces` are passages or nodes; `cpu` is the process's own seconds."""

    articles: int = 0
    words: int = 0
    pieces: int = 0
    seconds: float = 0.0
    cpu: float = 0.0

    def rates(self) -> dict[str, float]:
        """Per second of wall time, and the CPU seconds, which other programs on the machine sway less."""
        return {
            "articles": self.articles,
            "pieces": self.pieces,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu, 3),
            "articles_per_s": round(self.articles / self.seconds, 3),
            "pieces_per_s": round(self.pieces / self.seconds, 3),
            "words_per_s": round(self.words / self.seconds, 1),
        }


def measure(
    halves: tuple[Half, Half],
    work: Path,
    questions: int = 50,
    *,
    overlaps: Sequence[int] = (DEFAULT_OVERLAP, SMALL_OVERLAP),
    cold_starts: int = 3,
    batch: int = 1000,
) -> dict[str, Any]:
    """Times us and the peers on the two halves, in `work`.

    The peers are the starter at each overlap, the starter as it is by default, and fusion over the starter with the
    smallest overlap, whose nodes are the likest to our passages; `batch` questions are asked at once. The figures come
    by name, times in the unit of the name's end; ratios are ours to the peer's: above 1 is better for rates, below 1
    for times.
    Raises DataError when a process that is timed fails.
    """
    busy = psutil.cpu_percent(interval=0.5)
    encoder = SentenceTransformerEncoder()
    warm(work / "warm", encoder)
    ours = Ours(work / "ours", encoder)
    cuts = [*((CHUNK_SIZE, overlap) for overlap in sorted(overlaps)), (DEFAULT_CHUNK_SIZE, DEFAULT_OVERLAP)]
    starters = [
        LlamaIndexStarter(work / f"peer-{size}-{overlap}", top_k=HITS, chunk_size=size, overlap=overlap)
        for size, overlap in cuts
    ]
    mine, theirs = Ingested(), [Ingested() for _ in starters]
    sides = [(ours.ingest, mine), *((one.ingest, total) for one, total in zip(starters, theirs, strict=True))]
    for half, turn in zip(halves, (sides, sides[::-1]), strict=True):
        for side, total in turn:
            timed(side, half, total)
    skipped, again = ours.skipped, Ingested()
    for half in halves:
        timed(ours.ingest, half, again)
    fusion_words = work / "fusion-words"
    wall, cpu = time.perf_counter(), time.process_time()
    fusion = LlamaIndexFusion(starters[0], fusion_words)
    theirs.append(
        replace(
            theirs[0],
            seconds=theirs[0].seconds + time.perf_counter() - wall,
            cpu=theirs[0].cpu + time.process_time() - cpu,
        )
    )
    texts = [(article.title, article.text) for article in ours.library.articles()]
    asked = make_questions(texts, questions + UNTIMED)
    peers: list[Peer] = [*starters, fusion]
    times = time_retrieval(ours, peers, asked)
    filtered, batched = time_filtered(ours, asked), time_batch(ours, make_questions(texts, batch))
    folders, limit = [half.folder for half in halves], encoder.max_tokens
    shares = [embedded_share(*starter.embedded(folders), limit) for starter in starters]
    our_share = embedded_share(*_embedded(ours.library), limit)
    ours.library.close()
    for starter in starters:
        starter.close()
    opens = (asked[0], str(starters[0].path), str(bundled_model()))
    cold = medians_s(
        our_commands(asked[0], ours.library.path)
        | {
            starters[0].name: program(STARTER_PROGRAM, *opens),
            fusion.name: program(FUSION_PROGRAM, *opens, str(fusion_words)),
        },
        cold_starts,
    )
    half_of = {name: percentile(values, 50) for name, values in times.items()}
    return {
        "made_with": made_with(),
        "machine": {
            "cores": os.cpu_count(),
            "torch_threads": torch.get_num_threads(),
            "busy_before_percent": busy,
        },
        "articles": sum(half.articles for half in halves),
        "words": sum(half.words for half in halves),
        "questions": questions,
        "ours": {
            "ingest": mine.rates(),
            "embedded_share": our_share,
            "skipped_articles": skipped,
            "reingest_unchanged": again.rates(),
            "retrieval_ms": {name: spread(times[name]) for name in ("ours", *PARTS, "parts")},
            "retrieval_to_parts_p50": half_of["ours"] / half_of["parts"],
            "filtered_to_unfiltered_p50": filtered,
            "batch": batched,
            "cold_s": {name: cold[name] for name in ("python", "command line")},
        },
        "peers": [
            {
                "name": peer.name,
                "ingest": total.rates(),
                "embedded_share": share,
                "retrieval_ms": spread(times[peer.name]),
                "cold_s": cold.get(peer.name),
                "ratios": {
                    "ingest_articles_per_s": total.seconds / mine.seconds,
                    "ingest_cpu_seconds": mine.cpu / total.cpu,
                    "retrieval_p50": half_of["ours"] / half_of[peer.name],
                },
            }
            for peer, total, share in zip(peers, theirs, [*shares, shares[0]], strict=True)
        ],
    }


def warm(work: Path, encoder: SentenceTransformerEncoder) -> None:
    """Sends an article and a question through each side, so that every import and first use lies behind."""
    (work / "in").mkdir(parents=True)
    (work / "in" / "warm.txt").write_text("\n\n".join(made_up_article(-1, 300)), encoding="utf-8")
    ours = Ours(work / "ours", encoder)
    ours.ingest(work / "in")
    ours.retriever.search("harbour", HITS)
    starter = LlamaIndexStarter(work / "peer", overlap=SMALL_OVERLAP)
    starter.ingest(work / "in")
    LlamaIndexFusion(starter, work / "words").retrieve("harbour")
    ours.library.close()
    starter.close()


def timed(ingest_folder: Callable[[Path], int], half: Half, total: Ingested) -> None:
    """Has a side ingest half of the articles and adds what that took to its total."""
    cpu, started = time.process_time(), time.perf_counter()
    pieces = ingest_folder(half.folder)
    total.seconds += time.perf_counter() - started
    total.cpu += time.process_time() - cpu
    total.pieces += pieces
    total.articles += half.articles
    total.words += half.words


def _embedded(library: Library) -> tuple[Mapping[str, str], list[Piece]]:
    """The text of each article and what the model is given of it: each passage behind its article's title."""
    texts = {article.article_id: article.text for article in library.articles()}
    stored = library.passages(library.passage_ids()).values()
    return texts, [Piece(one.article_id, *one.span, f"{one.title}\n") for one in stored]
