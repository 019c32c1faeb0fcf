from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import DataError
from evals.benchmarks.conflicts import ramdocs
from evals.benchmarks.extraction import article_extraction, shingle_overlap
from evals.benchmarks.sentence_picking import squad2
from tests.evals.benchmark_runs import figures, run, write

pytestmark = pytest.mark.usefixtures("small_and_apart")


def ramdocs_row(number: int, valid: list[str], documents: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "id": f"ram-{number}",
        "query": "How many people live in Tolm?" if number == 1 else "Who founded the bakery in Orrin?",
        "gold_answers": valid,
        "wrong_answers": [answer for kind, answer, _ in documents if kind == "misinfo"],
        "documents": [
            {"id": f"ram-{number}-{i}", "text": text, "type": kind, "answer": answer}
            for i, (kind, answer, text) in enumerate(documents)
        ],
    }


def test_conflicts_count_valid_and_wrong_answers_and_disagreements(tmp_path: Path) -> None:
    report = (
        "The report on {0} counts houses, people, boats and sheep of every farm between the hills and the sea. " * 3
    )
    rows = [
        ramdocs_row(
            1,
            ["954 people"],
            [
                ("correct", "954 people", "954 people live in Tolm."),
                ("misinfo", "412 people", "412 people live in Tolm today."),
                ("noise", "unknown", "Sheep graze on the hills."),
            ],
        ),
        ramdocs_row(
            2,
            ["Edda Brask"],
            [
                ("correct", "Edda Brask", report.format("Orrin") + "The bakery was founded by Edda Brask."),
                ("misinfo", "Mara Lind", report.format("Orrin") + "The bakery was founded by Mara Lind."),
            ],
        ),
    ]
    write(tmp_path / "ramdocs" / "conflicts.jsonl", rows)
    result = run(ramdocs, tmp_path)
    assert result.of == "2 questions asked of 5 articles"
    everything = figures(result, "all hits")
    assert everything["valid given"] is not None
    ours = figures(result, "ours, never refusing")
    assert ours["answered"] == 1
    # The second question's documents are copies but for the name; both are seen all the same.
    assert ours["disagreement shown"] == 1
    assert ours["all of several given"] is None
    assert figures(result, "first sentences")["valid given"] == 0.5
    assert set(everything) == set(figures(result)) - {"disagreement shown", "false alarm", "answered"}
    assert result.notes[-1].startswith("1 questions have documents of different answers in one story")


def test_shingles_are_runs_of_four_words() -> None:
    # Runs of the article: a b c d, b c d e; of the extraction: a b c d, b c d x.
    assert shingle_overlap("a b c d x", "a b c d e") == (0.5, 0.5)
    assert shingle_overlap("a, b! c?", "a b c") == (1, 1)
    assert shingle_overlap("a b c d a b c d", "a b c d") == (1 / 5, 1)
    precision, recall = shingle_overlap("", "a b c d")
    assert np.isnan(precision)
    assert recall == 0


PAGE = """<html><head><title>Ferry</title></head><body><nav><a href="/">Home</a><a href="/news">News</a></nav>
<article><h1>Ferry to Orrin sails again</h1>{0}</article><footer>All rights reserved, Harbour News</footer></body>
</html>"""
PARAGRAPHS = [
    f"The ferry to Orrin sailed again on day {number}, after the crew had repaired its engine over the winter months."
    for number in range(8)
]


def test_extraction_compares_pages_with_their_article_and_counts_the_refused(tmp_path: Path) -> None:
    folder = tmp_path / "article_extraction"
    article = "\n\n".join(PARAGRAPHS)
    write(folder / "pages.jsonl", [{"id": "p1", "article": article}, {"id": "p2", "article": article}])
    (folder / "html").mkdir()
    pages = {"p1": PAGE.format("".join(f"<p>{text}</p>" for text in PARAGRAPHS)), "p2": "<html><body></body></html>"}
    for name, html in pages.items():
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html.encode()))
    result = run(article_extraction, tmp_path)
    ours = figures(result)
    assert ours["precision"] == 1
    assert ours["recall"] == 0.5
    assert ours["f1"] == pytest.approx(2 / 3)
    assert "ours 1" in result.notes[0]
    everything = figures(result, "all text")["precision"]
    assert everything is not None
    assert everything < 1


def test_missing_data_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"dev\.jsonl\.gz cannot be read \(No such file or directory\)"):
        run(squad2, tmp_path)
    write(tmp_path / "article_extraction" / "pages.jsonl", [{"id": "p1", "article": "a"}])
    with pytest.raises(DataError, match=r"p1\.html\.gz cannot be read"):
        run(article_extraction, tmp_path)
