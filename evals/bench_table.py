"""The figures of `evals.timing.measure` as rows: a system a column, and how many times a peer's figure ours is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evals.readme_tables import table

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
    whole = ours | {"retrieval_ms": ours["retrieval_ms"]["ours"], "cold_s": ours["cold_s"]["python"]}
    times, cold = ours["retrieval_ms"], ours["cold_s"]
    rows = [
        _row(label, [whole, *peers], figure, places)
        for label, figure, places in (
            ("ingest, articles/s", _at("ingest", "articles_per_s"), 2),
            ("ingest, words/s", _at("ingest", "words_per_s"), 0),
            ("ingest, passages or nodes/s", _at("ingest", "pieces_per_s"), 2),
            ("ingest, CPU s", _at("ingest", "cpu_seconds"), 1),
            ("passages or nodes", _at("ingest", "pieces"), 0),
            ("share of the text that is embedded", _at("embedded_share"), 2),
            ("new process to its hits, s", _at("cold_s"), 2),
            ("retrieval p50, ms", _at("retrieval_ms", "p50"), 1),
            ("retrieval p95, ms", _at("retrieval_ms", "p95"), 1),
        )
    ]
    own = [
        ("unchanged again, articles/s", f"{ours['reingest_unchanged']['articles_per_s']:,.0f}"),
        ("`article-assistant retrieve`, new process, s", f"{cold['command line']:.2f}"),
        ("encoding alone p50, ms", f"{times['encode']['p50']:.1f}"),
        ("vector search alone p50, ms", f"{times['vectors']['p50']:.1f}"),
        ("word search alone p50, ms", f"{times['words']['p50']:.1f}"),
        ("retrieval / these three (p50)", f"{ours['retrieval_to_parts_p50']:.2f}"),
    ]
    own += [
        (f"filtered / unfiltered retrieval (p50): {name}", f"{ratio:.2f}")
        for name, ratio in ours["filtered_to_unfiltered_p50"].items()
    ]
    batch = ours["batch"]
    own += [
        (f"{batch['questions']:,} questions one by one, questions/s", f"{batch['loop_per_s']:,.0f}"),
        ("the same in one call, questions/s", f"{batch['batch_per_s']:,.0f} ({batch['ratio']:.1f})"),
    ]
    rows += [[label, cell, *[""] * len(peers)] for label, cell in own]
    return ["", "ours", *(peer["name"] for peer in peers)], rows


def make_markdown(figures: dict[str, Any]) -> str:
    """The table for a page, and how it came about."""
    made, machine = figures["made_with"], figures["machine"]
    return (
        f"{table(*make_rows(figures))}\n\n"
        f"`make bench` over {figures['articles']} articles ({figures['words']:,} words) and {figures['questions']}"
        f" questions, all in one run with the same model; in brackets, how many times the peer's figure ours is."
        f" {made['machine']}, {made['cores']} cores, {machine['torch_threads']} threads,"
        f" {machine['busy_before_percent']:.0f} % busy before; commit {made['commit']}."
    )


def _row(label: str, systems: Sequence[dict[str, Any]], figure: Figure, places: int) -> list[str]:
    mine = figure(systems[0]) or 0.0
    theirs = ("" if one is None else f"{one:,.{places}f} ({_times(mine, one)})" for one in map(figure, systems[1:]))
    return [label, f"{mine:,.{places}f}", *theirs]


def _times(mine: float, theirs: float) -> str:
    ratio = mine / theirs
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"
