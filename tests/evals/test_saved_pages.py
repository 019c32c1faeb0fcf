"""The project's own set of pages copied whole, and how cleanly their reports come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.benchmarks.saved_pages import (
    AUTHORS,
    FIELDS,
    SavedPage,
    ingested,
    is_same,
    kept_of,
    read_saved_pages,
    saved_pages,
    stated_of,
)
from ingest.cleaning import clean_lines, same_words
from ingest.dates import read_date
from tests.evals.benchmark_runs import figures, run

# What was reached less two sentences (README, "Measured").
PRECISION = {"first": 0.97, "second": 0.95, "third": 0.96, "fourth": 0.94}
RECALL = 0.96
# What is told right of all pages that state it, less two pages.
RIGHT = {"title": 0.97, "byline": 0.97, "outlet": 0.9, "published_at": 0.95, "updated_at": 0.88}


def test_reports_come_out_of_pages_that_were_copied_whole(tmp_path: Path) -> None:
    reached = {name: value or 0 for name, value in figures(run(saved_pages, tmp_path)).items()}
    assert all(reached[f"precision, {author} author"] >= floor for author, floor in PRECISION.items())
    assert all(reached[f"recall, {author} author"] >= RECALL for author in AUTHORS)
    assert {name: reached[f"{name} right"] for name in FIELDS if reached[f"{name} right"] < RIGHT[name]} == {}


@pytest.mark.parametrize("page", read_saved_pages(), ids=lambda page: page.id)
def test_nothing_is_told_of_a_page_that_it_does_not_state(page: SavedPage) -> None:
    told = stated_of(page.text)
    assert {name: said for name, said in told.items() if said and not is_same(name, said, page.stated[name])} == {}


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


@pytest.mark.parametrize("page", read_saved_pages(), ids=lambda page: page.id)
def test_what_a_page_states_stands_on_it(page: SavedPage) -> None:
    words = [same_words(line) for line in page.text.split("\n")]
    for name in ("title", "outlet"):
        stated = page.stated[name]
        assert stated is None or any(same_words(stated) in line for line in words)
    assert page.stated["title"]
    assert all(read_date(page.stated[name]) == page.stated[name] for name in FIELDS[3:] if page.stated[name])


def test_fields_are_the_same_by_their_words_and_days() -> None:
    assert is_same("byline", "JO RAY", "Jo Ray")
    assert is_same("published_at", "2025-05-03T09:00:00+02:00", "2025-05-03")
    assert is_same("outlet", None, None)
    assert not is_same("outlet", "The Courier", None)
    assert not is_same("updated_at", None, "2025-05-03")


def test_there_are_enough_pages_of_every_author() -> None:
    pages = read_saved_pages()
    assert len({page.id for page in pages}) == len({page.style for page in pages}) == len(pages) >= 30
    assert min(Counter(page.author for page in pages)[author] for author in AUTHORS) >= 10


def test_sentences_are_counted_once_and_headings_not_at_all() -> None:
    text = "Menu\nA headline\nIt rained. It rained hard.\nRead on"
    page = SavedPage("p1", "", text, frozenset({3}), frozenset({2}), {})
    assert kept_of(page, "A headline\nIt rained. It rained hard.") == (2, 2, 2)
    assert kept_of(page, "It rained.\nIt rained.\nMenu") == (1, 3, 2)
    assert kept_of(page, "") == (0, 0, 2)
