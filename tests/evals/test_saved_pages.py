"""The project's own set of pages copied whole, and how cleanly their reports come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.benchmarks.saved_pages import AUTHORS, SavedPage, ingested, kept_of, read_saved_pages, saved_pages
from ingest.cleaning import clean_lines
from tests.evals.benchmark_runs import figures, run

# What was reached less two sentences (README, "Measured").
PRECISION = {"first": 0.97, "second": 0.95, "third": 0.96, "fourth": 0.94}
RECALL = 0.96


def test_reports_come_out_of_pages_that_were_copied_whole(tmp_path: Path) -> None:
    reached = {name: value or 0 for name, value in figures(run(saved_pages, tmp_path)).items()}
    assert all(reached[f"precision, {author} author"] >= floor for author, floor in PRECISION.items())
    assert all(reached[f"recall, {author} author"] >= RECALL for author in AUTHORS)


@pytest.mark.parametrize("page", read_saved_pages(), ids=lambda page: page.id)
def test_the_set_says_which_lines_are_the_report(page: SavedPage) -> None:
    lines = page.text.split("\n")
    assert 15 <= len(lines) <= 130
    assert page.report
    assert not page.report & page.either
    assert all(1 <= number <= len(lines) and lines[number - 1].strip() for number in page.report | page.either)


@pytest.mark.parametrize("page", read_saved_pages(), ids=lambda page: page.id)
def test_cleaning_a_page_twice_changes_nothing(page: SavedPage) -> None:
    once = ingested(page.text).split("\n\n")
    assert clean_lines("\n".join(once)) == once


def test_there_are_enough_pages_of_every_author() -> None:
    pages = read_saved_pages()
    assert len({page.id for page in pages}) == len({page.style for page in pages}) == len(pages) >= 30
    assert min(Counter(page.author for page in pages)[author] for author in AUTHORS) >= 10


def test_sentences_are_counted_once_and_headings_not_at_all() -> None:
    page = SavedPage("p1", "", "Menu\nA headline\nIt rained. It rained hard.\nRead on", frozenset({3}), frozenset({2}))
    assert kept_of(page, "A headline\nIt rained. It rained hard.") == (2, 2, 2)
    assert kept_of(page, "It rained.\nIt rained.\nMenu") == (1, 3, 2)
    assert kept_of(page, "") == (0, 0, 2)
