"""The figures of `evals.timing.measure` as rows: a system a column, and how many times a peer's figure ours is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evals.readme_tables import table

PEERS = (
    "starter: LlamaIndex's vector index, with nodes of so many tokens / overlap (1024/200 is its default);"
    " fusion: its QueryFusionRetriever of these vectors and BM25."
)

Figure = Callable[[dict[str, Any]], float | None]


def _at(*path: str) -> Figure:
    def read(system: dict[str, Any]) -> float | None:
        value: Any = system
        for name in path:
            value = None if value is None else value.get(name)
        return None if value is None else float(value)

    return read


def make_rows(figures: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows, of text. What a peer does not have is left empty."""
    ours, peers = figures["ours"], figures["peers"]
    times, cold, batch = ours["retrieval_ms"], ours["cold_s"], ours["batch"]
    systems = [ours | {"retrieval_ms": times["ours"], "cold_s": cold["python"]}, *peers]

    def own(label: str, cell: str) -> list[str]:
        return [label, cell, *[""] * len(peers)]

    rows = [
        _row("ingest, articles/s", systems, _at("ingest", "articles_per_s"), 2),
        _row("ingest, words/s", systems, _at("ingest", "words_per_s"), 0),
        _row("ingest, passages or nodes/s", systems, _at("ingest", "pieces_per_s"), 2),
        _row("ingest, CPU s", systems, _at("ingest", "cpu_seconds"), 1),
        _row("passages or nodes", systems, _at("ingest", "pieces"), 0),
        _row("share of the text embedded", systems, _at("embedded_share"), 2),
        own("unchanged again, articles/s", f"{ours['reingest_unchanged']['articles_per_s']:,.0f}"),
        _row("new process to its hits, s", systems, _at("cold_s"), 2),
        own("`article-assistant retrieve`, s", f"{cold['command line']:.2f}"),
        _row("retrieval p50, ms", systems, _at("retrieval_ms", "p50"), 1),
        _row("retrieval p95, ms", systems, _at("retrieval_ms", "p95"), 1),
        own("encoding alone p50, ms", f"{times['encode']['p50']:.1f}"),
        own("vector search alone p50, ms", f"{times['vectors']['p50']:.1f}"),
        own("word search alone p50, ms", f"{times['words']['p50']:.1f}"),
        own("retrieval / these three (p50)", f"{ours['retrieval_to_parts_p50']:.2f}"),
    ]
    for name, ratio in ours["filtered_to_unfiltered_p50"].items():
        rows.append(own(f"retrieval of {name} / of all (p50)", f"{ratio:.2f}"))
    rows.append(own(f"{batch['questions']:,} questions one by one, per s", f"{batch['loop_per_s']:,.0f}"))
    rows.append(own("the same in one call, per s", f"{batch['batch_per_s']:,.0f} ({batch['ratio']:.1f})"))
    return ["", "ours", *(peer["name"] for peer in peers)], rows


def make_markdown(figures: dict[str, Any]) -> str:
    """The table for a page, and how it came about."""
    made, machine = figures["made_with"], figures["machine"]
    return (
        f"{table(*make_rows(figures))}\n\n"
        f"`make bench` over {figures['articles']} articles ({figures['words']:,} words) and {figures['questions']}"
        f" questions, all in one run with the same model; in brackets, how many times the peer's figure ours is."
        f" {PEERS} {made['machine']}, {made['cores']} cores, {machine['torch_threads']} threads,"
        f" {machine['busy_before_percent']:.0f} % busy before; commit {made['commit']}."
    )


def _row(label: str, systems: Sequence[dict[str, Any]], figure: Figure, places: int) -> list[str]:
    mine = figure(systems[0]) or 0.0
    theirs = ("" if one is None else f"{one:,.{places}f} ({_times(mine, one)})" for one in map(figure, systems[1:]))
    return [label, f"{mine:,.{places}f}", *theirs]


def _times(mine: float, theirs: float) -> str:
    ratio = mine / theirs
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"
