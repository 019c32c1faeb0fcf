"""Which sentences of a page that was copied whole are its report's, and what the weights rest on."""

from __future__ import annotations

from ingest.cleaning import clean_lines
from ingest.line_features import alone, among
from ingest.told import Weights, at_first, page_of
from ingest.whole_pages import is_whole_page

MENU = ["The Halden Post", "Voorpagina", "Regio", "Sport", "Puzzels", "Mijn account", "Inloggen"]
REPORT = [
    "The harbour of Halden reopened on Monday after nine days of repairs to its outer pier.",
    "Engineers replaced 40 piles and poured 900 cubic metres of concrete, the harbour office said.",
    "“We worked through three storms,” said the harbour master, Ola Brekke, in Halden on Monday.",
    "Ferries to the islands will sail from Tuesday, and fishing boats may land at the pier again.",
    "The repairs cost 12 million crowns, of which the county of Halden pays a third.",
    "An inquiry into the collapse of the pier is expected to report to the county in March.",
]
TEASERS = [
    "Most read",
    "Goats escape from a farm for the third time this year",
    "Neighbours say that they will build the fence themselves if nobody else does.",
    "2 hours ago",
    "Baker wins prize for a loaf of rye bread",
    "The recipe has been in the family since 1911, and nobody may see it.",
    "5 hours ago",
]
NEWSLETTER = "Sign up for our free newsletter and get the best of your region in your inbox every morning."


def cleaned(*parts: list[str]) -> list[str]:
    return clean_lines("\n".join(line for part in parts for line in part))


def test_sentences_of_teasers_below_the_report_go() -> None:
    assert cleaned(["Share", "Menu", "Log in"], REPORT, TEASERS, ["All rights reserved."]) == REPORT


def test_what_the_site_says_to_its_reader_between_paragraphs_goes() -> None:
    assert cleaned(["Share", "Menu", "Log in"], REPORT[:3], [NEWSLETTER], REPORT[3:]) == REPORT


def test_a_page_that_says_little_keeps_every_sentence() -> None:
    sentences = [TEASERS[2], TEASERS[5]]
    assert cleaned(["Share", "Menu", "Log in"], sentences[:1], TEASERS[:2], sentences[1:]) == sentences


def test_menus_tell_a_page_whose_words_are_not_known() -> None:
    assert is_whole_page([*MENU, *REPORT])
    assert not is_whole_page(REPORT)
    assert not is_whole_page([*MENU[:3], *REPORT])
    assert cleaned(MENU, REPORT)[-len(REPORT) :] == REPORT


def test_every_weight_has_its_feature() -> None:
    page = page_of([*MENU, *REPORT], [False] * (len(MENU) + len(REPORT)))
    found = alone(page)
    features = found | among(page, found, at_first(page))
    weights = Weights.load()
    assert {*weights.first, *weights.then} - {"bias"} <= features.keys()
    assert {len(values) for values in features.values()} == {len(page.lines)}


def test_a_page_without_lines_tells_nothing() -> None:
    assert cleaned(["Share", "Menu", "Log in"]) == []
