"""What a page that was copied whole states of its report: headline, byline, outlet and dates."""

from __future__ import annotations

from time import perf_counter

import pytest

from ingest.date_lines import read_date_line, read_dates
from ingest.describe import describe
from ingest.document import Document
from ingest.page_byline import bare_byline, desk_outlet, is_role_line, prefixed_byline, without_role
from ingest.page_outlet import copyright_name, is_named
from ingest.readers import read
from tests.ingest.test_told import NEWSLETTER, REPORT, TEASERS

SITE = ["Skip to main content", "Sign in", "Search", "News", "Sport", "Culture", "Lifestyle"]
TITLE = "Harbour of Halden reopens after nine days of repairs to its pier"
FOOTER = ["Terms of use", "Privacy policy", "Contact us"]


def page(head: list[str], footer: list[str] | None = None, menu: list[str] | None = None) -> Document:
    """What is described of a page: a menu, a headline with what stands around it, a report, teasers and a footer."""
    lines = [*(SITE if menu is None else menu), *head, *REPORT, NEWSLETTER, *TEASERS, *FOOTER, *(footer or [])]
    return describe(read("\n".join(lines).encode(), ".txt"))


def stated(line: str, days_first: bool = False) -> tuple[str | None, str | None]:
    return read_dates([read_date_line(line, days_first)])


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("Published: 12:07, 6 May 2024Updated: 14:02, 7 May 2024", ("2024-05-06", "2024-05-07")),
        ("Halden - 22 AGO 2024 - 05:30 CEST", ("2024-08-22", None)),
        ("09.02.2025, 13.00 Uhr • aus KURIER 7/2025", ("2025-02-09", None)),
        ("Updated - November 05, 2023 10:21 am IST - HALDEN", (None, "2023-11-05")),
        ("Jo Ray · HBN News · Posted: Jun 04, 2025 3:00 AM | Last Updated: June 5, 2025", ("2025-06-04", "2025-06-05")),
        ("Feb. 11, 2026, 5:02 a.m. CT", ("2026-02-11", None)),
        ("Posted on 2 December 2023 by Jo", ("2023-12-02", None)),
        ("Publié le 11/03/2025 à 08h14, mis à jour le 12/03/2025 à 12h40", ("2025-03-11", "2025-03-12")),
        ("Laatste update 20 nov. 2026 om 08:02", (None, "2026-11-20")),
        ("2024-07-03T10:01:22Z", ("2024-07-03T10:01:22+00:00", None)),
        ("May 30, 2025 at 3:14 AM GMT+2", ("2025-05-30T03:14:00+02:00", None)),
    ],
)
def test_a_line_states_when(line: str, dates: tuple[str | None, str | None]) -> None:
    assert stated(line, days_first=True) == dates


@pytest.mark.parametrize(
    "line",
    [
        "11/03/2025",
        "Harbour committee, 22 January 2025",
        "Updated 14 minutes ago",
        "Published Friday",
        "The harbour, which closed on 22 January 2025 after a storm had damaged its outer pier, is open again",
    ],
)
def test_other_lines_state_no_day(line: str) -> None:
    assert stated(line) == (None, None)


def test_a_day_above_that_of_publishing_is_of_updating() -> None:
    lines = [read_date_line(line, False) for line in ("Wed 18 Nov 2026", "First published on Tue 17 Nov 2026")]
    assert read_dates(lines) == ("2026-11-17", "2026-11-18")
    assert read_dates(lines[::-1]) == ("2026-11-17", None)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Von: Karin Dressler", "Karin Dressler"),
        ("Par : Jo Ray", "Jo Ray"),
        ("By Jo Ray", "Jo Ray"),
        ("By: Jo Ray, Web Staff", "Jo Ray"),
        ("Von Katrin Voss, Halden", "Katrin Voss"),
        ("By Jo Ray and Al May in London", "Jo Ray and Al May"),
        ("Written by Jo Ray | Photographs by Al May", "Jo Ray"),
        ("By Jo Ray @joray", "Jo Ray"),
        ("By Jo Ray published 22 hours ago", "Jo Ray"),
        ("Posted on 2 December 2023 by Jo", "Jo"),
        ("di Ludovica Rossi", "Ludovica Rossi"),
        ("door Jan van der Berg", "Jan van der Berg"),
        ("Ein Interview von Jana Reuter und Philipp Strack", "Jana Reuter und Philipp Strack"),
        ("Par Solenn Morel (Halden, envoyée spéciale)", "Solenn Morel"),
        ("De notre envoyée spéciale à Halden, Solenn Morel", "Solenn Morel"),
        ("By the end of the day the harbour was closed", None),
        ("Text: +47 000 00 000", None),
        ("Halden harbour", None),
    ],
)
def test_a_byline_names_people_without_roles_and_places(line: str, byline: str | None) -> None:
    assert prefixed_byline(line, "It rained in Halden.") == byline


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Jo Ray", "Jo Ray"),
        ("JO RAY", "JO RAY"),
        ("Jo Ray, Reporter", "Jo Ray"),
        ("Maren Oakes Environment correspondent", "Maren Oakes"),
        ("Hugo Pell and Anjali Rao in London", "Hugo Pell and Anjali Rao"),
        ("Tui Ray (now) and Hester May (earlier)", "Tui Ray and Hester May"),
        ("Redacción El Faro", "Redacción El Faro"),
        ("Copy Link", None),
        ("Halden", None),
        ("Prefer the Courier", None),
        ("The Daily Courier", None),
    ],
)
def test_names_alone_are_a_byline_where_their_words_are_names_only(line: str, byline: str | None) -> None:
    assert bare_byline(line, "It rained.", ["copy the link to share it"]) == byline


def test_roles_and_desks_are_told_from_names() -> None:
    assert without_role("Jo Ray Senior Crime Reporter") == "Jo Ray"
    assert without_role("Jo Ray") == "Jo Ray"
    assert is_role_line("Health correspondent, in Kumbo")
    assert is_role_line("Reporting from Halden")
    assert not is_role_line("Halden harbour reopens after nine days of repairs to its pier")
    assert desk_outlet("Redacción El Faro") == "El Faro"
    assert desk_outlet("THE COURIER BUREAU") == "THE COURIER"
    assert desk_outlet("Jo Ray") is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© 2025 The Halden Courier Company", "The Halden Courier"),
        ("Copyright The Courier Limited 2024. All rights reserved.", "The Courier"),
        ("© Haldener Zeitung Verlags GmbH. Alle Rechte vorbehalten.", "Haldener Zeitung"),
        ("Copyright: © Haldenline LLC. All rights reserved.", "Haldenline"),
        ("© Courier 2011 - 2025 powered by Halden Web", "Courier"),
        ("© 2026 Ledger Media Group. All rights reserved.", None),
        ("© EDICIONES MESETA, S.L.", None),
        ("© Crown copyright", None),
        ("© Riproduzione riservata", None),
        ("©Copyright 2001-2025", None),
        ("The harbour is open again", None),
    ],
)
def test_a_copyright_line_names_an_outlet_or_its_owner_who_is_none(line: str, name: str | None) -> None:
    assert copyright_name(line) == name


def test_parts_of_a_site_are_not_called_as_outlets_are() -> None:
    assert is_named("Halden Courier")
    assert is_named("Corriere della Laguna")
    assert not any(is_named(name) for name in ("Local News", "My News", "Magazine", "Press releases", "WORLD NEWS"))
    assert not is_named("News Releases Investors Media Contacts")


@pytest.mark.parametrize(
    ("head", "footer", "outlet"),
    [
        ([], ["© 2025 The Halden Courier Company"], "The Halden Courier"),
        ([], ["© 2026 Ledger Media Group. All rights reserved."], None),
        ([], [], None),
        (["Local News"], [], None),
        (["Fiction"], ["Read more Fiction"], None),
        ([], ["No part may be used without written permission from The Halden Eye."], "The Halden Eye"),
    ],
)
def test_an_outlet_is_told_where_enough_speaks_for_it(head: list[str], footer: list[str], outlet: str | None) -> None:
    assert page([*head, TITLE, "By Jo Ray"], footer).outlet == outlet


@pytest.mark.parametrize(
    ("menu", "footer", "outlet"),
    [
        (["Skip to content", "The Halden Eye home", *SITE], [], "The Halden Eye"),
        (["Harbourwharf", *SITE], ["Follow Harbourwharf on Google News"], "Harbourwharf"),
        (["Harbour Folk", "Boats, buoys and the odd seal", *SITE], [], "Harbour Folk"),
        (["Il Mattino di Valdora", *SITE], [], "Il Mattino di Valdora"),
        (["Donald Brekke", *SITE], ["More about Donald Brekke"], None),
    ],
)
def test_a_name_above_the_menus_is_an_outlets_where_it_is_confirmed(
    menu: list[str], footer: list[str], outlet: str | None
) -> None:
    assert page([TITLE, "By Jo Ray"], footer, menu).outlet == outlet


@pytest.mark.parametrize(
    "head",
    [
        ["Harbour", TITLE],
        ["THE PIER IS HERE", TITLE, "Ferries to the islands will sail again from Tuesday"],
        [TITLE, TITLE],
        ["Fund independent reporting with $5 per month", *SITE, TITLE],
        ["You are here: Home > Local > Halden", TITLE],
        [TITLE, "The harbour office says that the repairs of the pier cost 12 million crowns"],
    ],
)
def test_the_headline_is_what_stands_above_byline_and_date(head: list[str]) -> None:
    described = page([*head, "Jo Ray", "May 3, 2025"])
    assert described.title == TITLE
    assert (described.byline, described.published_at) == ("Jo Ray", "2025-05-03")
    assert described.body.split("\n\n") == REPORT


def test_a_short_headline_stands_above_a_standfirst_that_is_a_sentence() -> None:
    standfirst = "The harbour of Halden reopened. Then the ferries came back."
    assert (
        page(["Harbour", "The price of a pier", standfirst, "By Jo Ray", "May 3, 2025"]).title == "The price of a pier"
    )


def test_a_headline_that_ends_with_a_stop_does_not_end_the_head() -> None:
    title = "The Harbour of Halden Was Closed. Then the Ferries Came Back."
    described = page([title, "By Jo Ray", "Reporting from Halden", "Feb. 21, 2025, 5:02 a.m. ET"])
    assert (described.title, described.byline, described.published_at) == (title, "Jo Ray", "2025-02-21")
    assert described.body.split("\n\n") == REPORT


def test_two_authors_with_their_roles_on_lines_of_their_own_are_both_told() -> None:
    head = [TITLE, "3 hours ago", "Share", "Dilys Pembrook", "Reporting from Thornby", "Rosa Achterberg", "Reporter"]
    assert page(head).byline == "Dilys Pembrook, Rosa Achterberg"


def test_numbers_are_days_first_in_languages_whose_days_are() -> None:
    report = [
        "Le marché couvert de Vallorges a été entièrement détruit par un incendie dans la nuit de lundi à mardi.",
        "Une soixantaine de pompiers ont lutté contre les flammes pendant cinq heures, selon la préfecture.",
        "L’origine du sinistre n’est pas connue, et une enquête a été ouverte par le parquet de Vallorges.",
    ]
    menu = ["Aller au contenu principal", "Menu", "Se connecter", "S’abonner", "Accueil", "Partager", "Publicité"]
    head = ["Incendie à Vallorges : le marché couvert détruit", "Par Lucie Ferrand", "Publié le 11/03/2025 à 08h14"]
    described = describe(read("\n".join([*menu, *head, *report]).encode(), ".txt"))
    assert (described.byline, described.published_at) == ("Lucie Ferrand", "2025-03-11")


def test_the_day_of_reading_and_other_reports_days_are_not_the_reports() -> None:
    described = page([TITLE, "By Jo Ray"], menu=["Sunday, June 2, 2024", *SITE])
    assert described.published_at is None
    assert (
        page([TITLE, "By Jo Ray"], ["Published 11 November 2023", "Last modified: 22 January 2025"]).updated_at
        == "2025-01-22"
    )


def test_a_site_that_was_updated_before_the_report_was_published_is_not_the_report() -> None:
    described = page([TITLE, "By Jo Ray", "May 3, 2025"], ["Privacy policy last updated: 1 January 2020"])
    assert (described.published_at, described.updated_at) == ("2025-05-03", None)


def test_a_name_may_be_the_last_line_of_a_page() -> None:
    lines = [*SITE, TITLE, " ".join(REPORT), "May 3, 2025", "Jo Ray"]
    described = describe(read("\n".join(lines).encode(), ".txt"))
    assert (described.byline, described.published_at) == ("Jo Ray", "2025-05-03")


def test_what_readers_wrote_is_no_headline() -> None:
    comments = ["3 Comments", "Al May", "I liked the harbour when it was shut", "Reply", "Bo Li", "Reply"]
    described = describe(read("\n".join([*SITE, *REPORT, *comments]).encode(), ".txt"))
    assert described.body.split("\n\n") == REPORT
    assert described.title
    assert REPORT[0].startswith(described.title.rstrip("…"))


def test_what_the_file_states_is_kept() -> None:
    lines = [
        *SITE,
        TITLE,
        "By Jo Ray",
        "May 3, 2025",
        *REPORT,
        NEWSLETTER,
        *FOOTER,
        "© 2025 The Halden Courier Company",
    ]
    known = Document(
        "\n".join(lines), title="Another title", byline="Al May", outlet="The Eye", published_at="2025-05-01"
    )
    described = describe(known)
    assert (described.title, described.byline, described.outlet) == ("Another title", "Al May", "The Eye")
    assert described.published_at == "2025-05-01"


@pytest.mark.parametrize(
    "line",
    [
        "permission from " + "A" * 50_000 + "!",
        "A.A" * 30_000 + " Ltd",
        "© " + "A " * 50_000,
        "© A" + " AG" * 20_000,
    ],
)
def test_long_lines_take_no_long_time(line: str) -> None:
    started = perf_counter()
    page([line, TITLE, line, "By Jo Ray"], [line])
    assert perf_counter() - started < 10
