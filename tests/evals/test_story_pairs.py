"""The labelled pairs of real articles: ids and labels only, and a benchmark that needs their texts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import DataError
from evals.benchmarks.story_pairs import STORY_PAIRS, held_out, read_story_pairs, story_pairs
from tests.evals.benchmark_runs import figures, run, write

COPY = "The ferry to Orrin sailed again on Monday, after the crew had repaired its engine over the winter months. " * 9


def corpus(folder: Path, texts: dict[str, str]) -> None:
    rows = [{"id": name, "title": "", "text": text, "source": "", "date": ""} for name, text in texts.items()]
    write(folder / "realtimeqa_2022" / "corpus.jsonl.gz", rows)
    write(
        folder / "realtimeqa_2022" / "queries.jsonl",
        [{"id": "q", "query": "?", "gold": [{"doc_id": rows[0]["id"]}], "date": ""}],
    )


def test_copies_are_found_and_others_are_not(tmp_path: Path) -> None:
    names = sorted({name for pair in read_story_pairs() for name in (pair.a, pair.b)})
    corpus(tmp_path, dict.fromkeys(names, COPY))
    reached = figures(run(story_pairs, tmp_path))
    assert reached["recall"] == 1
    assert reached["precision"] == pytest.approx(
        sum(pair.same for pair in read_story_pairs()) / len(read_story_pairs())
    )
    corpus(tmp_path, {name: f"{name} {number}" for number, name in enumerate(names)})
    assert figures(run(story_pairs, tmp_path))["recall"] == 0


def test_a_corpus_without_the_articles_is_told(tmp_path: Path) -> None:
    corpus(tmp_path, {"rt-1": COPY})
    with pytest.raises(DataError, match="realtimeqa_2022 lacks"):
        run(story_pairs, tmp_path)


def test_the_pairs_are_ids_and_labels_and_hold_no_text() -> None:
    rows = [json.loads(line) for line in STORY_PAIRS.read_text(encoding="utf-8").splitlines()]
    assert all(set(row) == {"a", "b", "same", "kind"} for row in rows)
    assert len({frozenset((row["a"], row["b"])) for row in rows}) == len(rows) >= 100
    assert Counter(row["same"] for row in rows).most_common()[-1][1] >= 40


def test_no_article_is_in_both_halves() -> None:
    pairs = read_story_pairs()
    halves: dict[bool, set[str]] = {True: set(), False: set()}
    for pair, out in zip(pairs, held_out(pairs), strict=True):
        halves[out] |= {pair.a, pair.b}
    assert not halves[True] & halves[False]
    assert min(map(len, halves.values())) >= 60
