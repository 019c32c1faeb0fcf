"""What stays and what goes of a page that was copied whole, beside its sentences: tables, lists, what is appended."""

from __future__ import annotations

import pytest

from ingest.cleaning import clean_lines, filled_lines
from ingest.line_words import of_authors, opens_appendix
from tests.ingest.test_told import MENU, NEWSLETTER, REPORT, TEASERS, cleaned

TABLE = ["Club\tPoints\tDifference", "Halden\t47\t+18", "Moss\t44\t+7", "Sarpsborg\t41\t+6"]
AS_READ = ["Club | Points | Difference", "Halden | 47 | +18", "Moss | 44 | +7", "Sarpsborg | 41 | +6"]
AMOUNTS = ["250g plain flour, plus extra", "½ tsp salt", "For the filling", "6 leeks, trimmed", "2 x 400g tins beans"]


def test_rows_that_a_browser_copies_with_tabs_are_a_table() -> None:
    assert filled_lines("\n".join(["Standings", *TABLE])) == ["Standings", *AS_READ]
    assert filled_lines("By\tJo Ray\n\nIt rained.") == ["By Jo Ray", "It rained."]
    assert clean_lines("\n".join([*REPORT, *AS_READ])) == [*REPORT, *AS_READ]


def test_tabs_that_indent_or_follow_a_bullet_are_no_cells() -> None:
    assert filled_lines("\tThe dam broke.\n\tIt rained.") == ["The dam broke.", "It rained."]
    assert filled_lines("•\tMore pay\n•\tMore rest\n1.\tOne\n2.\tTwo") == [
        "• More pay",
        "• More rest",
        "1. One",
        "2. Two",
    ]


def test_a_table_below_the_last_sentence_stays_with_its_heading() -> None:
    kept = cleaned(MENU, REPORT, ["The standings", *TABLE], ["See all standings"], TEASERS, [NEWSLETTER])
    assert kept[-5:] == ["The standings", *AS_READ]


@pytest.mark.parametrize(
    "rows",
    [
        ["| Party | Seats |", "| Labour | 41 |", "| Centre | 12 |"],
        ["| Seats | Votes", "Labour | 41 | 50,112", "Centre | 12 | 18,044"],
        ["| Seats |", "| 41 |", "| 12 |"],
    ],
    ids=["bars around", "corner", "one column"],
)
def test_rows_that_begin_with_a_bar_stay(rows: list[str]) -> None:
    assert [line for line in cleaned(MENU, REPORT[:3], rows, REPORT[3:], TEASERS) if "|" in line] == rows


def test_a_label_before_a_bar_makes_no_rows() -> None:
    labels = ["Video | A pier falls", "Video | Goats escape"]
    assert set(labels).isdisjoint(cleaned(MENU, REPORT[:3], labels, REPORT[3:], TEASERS))


def test_amounts_are_a_list_without_bullets_too() -> None:
    kept = cleaned(MENU, REPORT[:3], AMOUNTS, ["Sign up", "Share"], REPORT[3:], TEASERS)
    assert [line for line in kept if line in AMOUNTS] == AMOUNTS
    assert "Sign up" not in kept


def test_teasers_that_count_are_no_list() -> None:
    box = [
        "Storm hits Bergen",
        "12 photos",
        "Ferry fares to rise",
        "4 things to know",
        "Goats escape",
        "10 best beaches",
    ]
    box += ["7 ways to cook cod"]
    kept = cleaned(MENU, REPORT[:3], box, REPORT[3:], TEASERS)
    assert set(kept).isdisjoint(box)


@pytest.mark.parametrize("heading", ["About the author", "References", "Zur Autorin", "Chi è l'autrice", "Bronnen"])
def test_what_a_page_appends_goes(heading: str) -> None:
    appended = "The outer pier was built in 1931 by Halden's own engineers, says Brekke, Ola (2019)."
    assert opens_appendix(heading)
    assert appended not in cleaned(MENU, REPORT, [heading, appended], [NEWSLETTER])
    assert appended in cleaned(MENU, REPORT, ["A pier of the county", appended], [NEWSLETTER])


@pytest.mark.parametrize("line", ["NOTES: The harbour master was absent when the pier fell, said Brekke."])
def test_a_label_before_a_sentence_of_the_report_opens_nothing(line: str) -> None:
    assert not opens_appendix(line)
    assert line in cleaned(MENU, REPORT, [line], TEASERS)


def test_a_heading_like_an_appendix_above_the_report_takes_nothing() -> None:
    assert set(REPORT) <= set(cleaned(MENU, ["About us", "References"], REPORT, TEASERS))


def test_who_wrote_the_report_is_told_of_by_the_site() -> None:
    lines = ["By Ola Brekke and Jo Ray", "Ola Brekke covers the harbour.", "Jo Ray: Was it late?", "Jo Rayner left."]
    assert of_authors(lines) == [False, True, False, False]
    assert not any(of_authors([*REPORT, "By Keir Holm", "Keir Holm told parliament on Monday that the pier is safe."]))
    biography = "Ola Brekke joined the paper in 2018 after five years at sea, said to be his best."
    assert biography not in cleaned(MENU, ["By Ola Brekke"], REPORT, [biography], TEASERS)


def test_the_points_above_a_report_stay() -> None:
    points = ["Pier was shut for nine days", "Repairs cost 12 million crowns"]
    head = ["Harbour of Halden reopens after repairs", "Summary", "Companies", *points]
    assert [line for line in cleaned(MENU, head, REPORT) if line in points] == points
