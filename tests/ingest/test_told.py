"""Which sentences of a page that was copied whole are its report's, and what the weights rest on."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from assistant.answering.evidence import is_quotable
from ingest.cleaning import clean_lines
from ingest.furniture import is_report, is_sentence, is_statement
from ingest.line_features import alone, among
from ingest.line_words import READER, SMALL
from ingest.told import Weights, at_first, page_of
from ingest.whole_pages import is_site, is_whole_page

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


INGREDIENTS = [
    *("200 g pearl barley", "3 leeks", "1 litre vegetable stock", "2 tbsp butter", "1 bay leaf", "Salt and pepper"),
]
RECIPE = [
    "Rinse the barley in a sieve until the water runs clear.",
    "Slice the leeks and soften them slowly in the butter.",
    "Add the barley and stir it for two minutes over the heat.",
    "Pour in the stock with the bay leaf and bring it to the boil.",
    "Simmer the soup for forty minutes, until the barley is tender.",
    "Season it to taste and serve it with slices of dark bread.",
]
BOX_SCORE = ["Halden 2", "Moss 1", "Half-time: 1-1", "Goals: Brekke 12", "Attendance: 4,512", "Referee: Jo Ray"]
LINE_UP = ["Ola Brekke", "Jo Ray", "Al May", "Maria Holm", "Per Lund", "Kari Vik", "Nils Aas"]
MATCH = [
    "Halden beat Moss by two goals to one on Saturday, their first win since August.",
    "Brekke scored early, when the goalkeeper of Moss slipped on the wet grass.",
    "Moss drew level just before the break with a header from a long free kick.",
    "Both teams hit the post in the second half, and neither seemed likely to win.",
    "Brekke scored again in the last minute, with a shot from outside the area.",
    "Halden will play at Sarpsborg next Saturday, where they have not won for ten years.",
]


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


@pytest.mark.parametrize("short", [INGREDIENTS, [line.lstrip("0123456789 ") for line in INGREDIENTS]])
def test_the_ingredients_of_a_recipe_are_no_menu(short: list[str]) -> None:
    recipe = ["Barley soup with leeks and butter", *short, *RECIPE]
    assert not is_whole_page(recipe)
    assert cleaned(recipe) == recipe


@pytest.mark.parametrize("short", [BOX_SCORE, LINE_UP])
def test_the_figures_and_the_names_of_a_match_are_no_menu(short: list[str]) -> None:
    report = ["Brekke ends the wait of Halden", *short, *MATCH]
    assert not is_whole_page(report)
    assert cleaned(report) == report


def test_figures_beside_the_words_of_a_site_are_no_menu() -> None:
    report = ["Brekke ends the wait of Halden", "Latest", *BOX_SCORE, *MATCH]
    assert not is_whole_page(report)
    assert [line for line in report if line not in cleaned(report)] == []


def test_a_sentence_of_the_report_about_comments_opens_none() -> None:
    about = "Comments by the governor angered fishermen in Halden."
    below = ["Kari Vik", "That pier was never any good.", "Reply"]
    site = ["Share", "Menu", "Log in"]
    assert cleaned(site, REPORT[:2], [about], REPORT[2:], below)[: len(REPORT) + 1] == [*REPORT[:2], about, *REPORT[2:]]
    for opening in ("Comments (1)", "Comments:", "1 comment"):
        assert cleaned(site, REPORT, [opening], below) == REPORT


def test_what_somebody_says_about_partners_is_no_cookie_notice() -> None:
    assert not is_site("We and our partners will decide on the harbour in May, said the minister.")
    assert not is_site("We and our partners will use the harbour from May, said the minister.")


@pytest.mark.parametrize(
    "notice",
    [
        "We and our partners use cookies to measure how this site is read.",
        "We and our 842 partners store and/or access information on a device.",
        "We and our partners may, with your permission, use precise geolocation data.",
        "We value your privacy. We or our partners process personal data, such as your IP address.",
    ],
)
def test_what_a_site_and_its_partners_do_with_data_is_the_sites(notice: str) -> None:
    assert is_site(notice)


def test_every_weight_has_its_feature() -> None:
    page = page_of([*MENU, *REPORT], [False] * (len(MENU) + len(REPORT)))
    found = alone(page)
    features = found | among(page, found, at_first(page))
    weights = Weights.load()
    assert {*weights.first, *weights.then} - {"bias"} <= features.keys()
    assert {len(values) for values in features.values()} == {len(page.lines)}


def test_a_page_without_lines_tells_nothing() -> None:
    assert cleaned(["Share", "Menu", "Log in"]) == []


def test_polls_and_captions_that_stand_twice_are_told_from_sentences() -> None:
    poll = ["Should the pier be rebuilt?", "Yes, it must be saved.", "No, it costs too much.", "Vote"]
    caption = "Two men look down at the broken piles of the outer pier."
    lines = [*REPORT[:3], *poll, caption, "Enlarge", caption, *REPORT[3:]]
    page = page_of(lines, [False] * len(lines))
    features = among(page, alone(page), at_first(page))
    assert [line for line, polled in zip(lines, features["polled"], strict=True) if polled] == poll[:3]
    assert [line for line, again in zip(lines, features["again"], strict=True) if again] == [caption, caption]
    weights = Weights.load()
    assert max(weights.then["polled"], weights.then["again"]) < 0


def test_a_summary_below_the_headline_of_another_article_goes() -> None:
    teaser = ["More on this story", "Goats escape from a farm for the third time", "A neighbour has had enough of it."]
    assert cleaned(["Share", "Menu", "Log in"], REPORT[:3], teaser, REPORT[3:]) == REPORT


def test_words_are_counted_where_no_spaces_are_set() -> None:
    assert is_report("ハルデンの港は月曜日に再び開かれ、九日間の修理が終わったと港の事務所が発表しました。")
    assert not is_report("港が開いた。")


@pytest.mark.parametrize(
    "line",
    [
        "Wir und unsere 391 Partner verarbeiten „notwendige“ Daten.",
        "* Follow Halden News on Facebook and Instagram.",
        "3 of 4 | The pier on Monday.",
        "Read: Why piers fall",
        "This article appears in the May print edition.",
        "Winter is near. Book now.",
        "Book today and save 20 per cent!",
        "When search suggestions are available use up and down arrows to review and enter to select.",
    ],
)
def test_what_sites_say_in_many_ways_is_theirs(line: str) -> None:
    assert is_site(line)


@pytest.mark.parametrize(
    "line",
    [
        "Wir und unsere Partner werden im Mai entscheiden, sagte der Minister.",
        "The new rules on hand luggage apply today.",
        "The results appeared in the May issue of Nature.",
        "Play today was halted.",
        "The rain came. Play here was abandoned.",
        "The polls are open. Register today is all she said.",
        "Google removed the false search suggestions.",
        "He said buger cookies.",
    ],
)
def test_a_report_may_use_the_words_of_sites(line: str) -> None:
    assert not is_site(line)


def test_the_numbered_steps_of_a_report_are_no_buttons() -> None:
    steps = ["1. Open the page of the county", "2. Share", "3. Log in"]
    assert [is_site(step) for step in (*steps, "* Share", "• Log in")] == [False, False, False, True, True]
    assert [line for line in cleaned(MENU, REPORT[:3], steps, REPORT[3:], TEASERS) if line in steps] == steps


def test_what_readers_can_win_may_be_told_of() -> None:
    told = (
        "The library of Halden said on Monday that readers can win a holiday in a draw, and that more than 400 of them "
        "had taken part by Friday."
    )
    assert told in cleaned(MENU, REPORT[:3], [told], REPORT[3:], TEASERS)


@pytest.mark.parametrize("sign", ["(dpa)", "(kd/dpa)", "(AP)", "(avec AFP)"])
def test_an_agencys_sign_behind_a_sentence_ends_it(sign: str) -> None:
    last = f"{REPORT[-1]} {sign}"
    assert is_report(last)
    assert is_statement(last)
    assert last in cleaned(MENU, REPORT[:-1], [last], TEASERS)
    assert not is_statement(f"Harbour of Halden reopens {sign}")


def test_advice_in_labelled_lines_is_the_reports() -> None:
    advice = [
        "Know the harbour: Read the pilot’s notes before the pier is in sight.",
        "Watch the tide: Read the level at the gauge.",
        "Share the pier: Have fenders on both sides.",
    ]
    assert [line for line in cleaned(MENU, REPORT, advice, TEASERS) if line in advice] == advice


@pytest.mark.parametrize(
    ("feature", "line"),
    [
        ("asks", "Les pêcheurs de Halden ont repris la mer lundi."),
        ("role", "Snow covers the roads around the harbour of Halden."),
        ("reader", "Workers dig a trench along the pier of Halden."),
        ("reader", "Fiskerne har fået deres havn tilbage, siger kontoret."),
        ("reader", "Het is te laat voor de haven, zegt Brekke."),
        ("reader", "La réouverture du port est prévue mardi."),
        ("reader", "Os barcos voltam nas próximas semanas."),
    ],
)
def test_words_of_one_language_are_not_taken_for_those_of_another(feature: str, line: str) -> None:
    assert alone(page_of([line], [False]))[feature] == [0.0]


@pytest.mark.parametrize(
    ("feature", "line"),
    [
        ("asks", "Les mer om havnen i Halden."),
        ("role", "Ola Brekke covers the harbour for the Post."),
        ("role", "She covers the harbour for the Post."),
    ],
)
def test_the_same_words_beside_another_are_the_sites(feature: str, line: str) -> None:
    assert alone(page_of([line], [False]))[feature] == [1.0]


def test_no_small_word_of_a_language_speaks_to_the_reader() -> None:
    assert READER.isdisjoint(SMALL)


def test_a_line_without_spaces_may_be_more_than_a_label() -> None:
    lines = ["Published:", "最終更新:", "ハルデンの港湾局長は月曜日に記者団に対し次のように述べた:"]
    assert page_of(lines, [False] * 3).sentence.tolist() == [False, False, True]


@pytest.mark.parametrize("ends", [is_sentence, is_statement])
def test_many_closing_marks_take_no_time(ends: Callable[[str], bool]) -> None:
    assert ends("Il pleut. »")
    begun = perf_counter()
    assert not ends("." + "»" * 60 + "x")
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    "said",
    [
        "Bürgermeisterin Anke Brandt kritisierte das Land: „Der Deich hätte 2021 erneuert werden müssen.“",
        "Bürgermeisterin Anke Brandt kritisierte das Land: »Der Deich hätte 2021 erneuert werden müssen.«",
        "Bürgermeisterin Anke Brandt fragte das Land: ‚Warum ist der Deich nicht erneuert worden?‘",
    ],
)
def test_a_sentence_ends_with_the_closing_marks_of_its_language(said: str) -> None:
    assert is_sentence(said)
    assert is_report(said)
    assert is_quotable(said) == ("?" not in said)
