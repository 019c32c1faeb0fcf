"""Title, byline, outlet and dates: as the article's own lines state them, and no further."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from assistant.errors import UnreadableArticle
from ingest.describe import TITLE_LENGTH, describe
from ingest.document import Document

HEADLINE = "Bridge talks end without a result"
SENTENCE = "The talks about the bridge ended on Monday, the council said."


class Known(NamedTuple):
    byline: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    updated_at: str | None = None


def described(*lines: str) -> Document:
    return describe(Document("\n\n".join([*lines, SENTENCE])))


def known(*lines: str) -> Known:
    found = described(HEADLINE, *lines)
    assert found.title == HEADLINE
    assert found.body == SENTENCE
    return Known(found.byline, found.outlet, found.published_at, found.updated_at)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], Known()),
        (["By Jo Ray"], Known("Jo Ray")),
        (["BY JO RAY"], Known("JO RAY")),
        (["by: Jo Ray"], Known("Jo Ray")),
        (["*By Jo Ray*"], Known("Jo Ray")),
        (["Author: Jo Ray"], Known("Jo Ray")),
        (["Written by Jo Ray and Al May"], Known("Jo Ray and Al May")),
        (["Written by", "Jo Ray"], Known("Jo Ray")),
        (["By", "Jo Ray", "The Courier"], Known("Jo Ray", "The Courier")),
        (["By Jo Ray, Al May and Bo Lee"], Known("Jo Ray, Al May and Bo Lee")),
        (["By Jo Ray, Staff Writer"], Known("Jo Ray")),
        (["By Jo Ray, our Kyiv correspondent, The Courier"], Known("Jo Ray", "The Courier")),
        (["By Jo Ray in New Town for The Courier"], Known("Jo Ray", "The Courier")),
        (["By staff and wire reports"], Known("staff and wire reports")),
        (["By The Associated Press"], Known("The Associated Press")),
        (["By Jo Ray, The Courier"], Known("Jo Ray", "The Courier")),
        (["By Jo Ray, Harbour Online, May 3, 2025"], Known("Jo Ray", "Harbour Online", "2025-05-03")),
        (["By Jo Ray, May 3, 2025."], Known("Jo Ray", None, "2025-05-03")),
        (["By Jo Ray | The Courier | 3 May 2025"], Known("Jo Ray", "The Courier", "2025-05-03")),
        (["By Jo Ray · May 3, 2025 · 5 min read"], Known("Jo Ray", None, "2025-05-03")),
        (["By Jo Ray Published May 3, 2025"], Known("Jo Ray", None, "2025-05-03")),
        (["Posted on May 3, 2025 by Jo Ray"], Known("Jo Ray", None, "2025-05-03")),
        (["Posted by Jo Ray on May 3, 2025"], Known("Jo Ray", None, "2025-05-03")),
        (["By Jo Ray", "Harbour Online", "May 3, 2025"], Known("Jo Ray", "Harbour Online", "2025-05-03")),
        (["May 3, 2025", "By Jo Ray"], Known("Jo Ray", None, "2025-05-03")),
        (["The Courier | May 3, 2025"], Known(None, "The Courier", "2025-05-03")),
        (["The Courier, May 3, 2025"], Known(None, "The Courier", "2025-05-03")),
        (["Harbour News - 3 May 2025"], Known(None, "Harbour News", "2025-05-03")),
        (["Somebody | May 3, 2025"], Known(None, None, "2025-05-03")),
        (["Source: Reuters"], Known(None, "Reuters")),
        (["Published by: The Courier"], Known(None, "The Courier")),
        (["Published: May 3, 2025", "Updated: May 4, 2025"], Known(None, None, "2025-05-03", "2025-05-04")),
        (["Published May 3, 2025 | Last updated May 4, 2025"], Known(None, None, "2025-05-03", "2025-05-04")),
        (["Published: May 3, 2025", "Updated: May 3, 2025"], Known(None, None, "2025-05-03")),
        (["Updated: May 4, 2025"], Known(None, None, None, "2025-05-04")),
        (["By Jo Ray", "By Al May", "May 3, 2025", "May 5, 2025"], Known("Jo Ray", None, "2025-05-03")),
    ],
)
def test_what_stands_below_the_headline_is_read(lines: list[str], expected: Known) -> None:
    assert known(*lines) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "By the numbers",
        "By evening, the fighting had stopped.",
        "By Friday, Old Town had fallen.",
        "By May 3, 2025",
        "Old Town, May 3, 2025",
        "Times Square, May 3, 2025",
        "World Press Freedom Day, May 3, 2025",
        "Daily Briefing - May 3, 2025",
        "Source: the bridge will be sold",
        "March 2025",
        "Updated 2 hours ago",
        "The Courier",
        "Version 3.11.2",
        "How it began in May 2025",
    ],
)
def test_what_states_nothing_stays_in_the_text(line: str) -> None:
    found = described(HEADLINE, line)
    assert found.body.split("\n\n") == [line, SENTENCE]
    assert (found.byline, found.outlet, found.published_at, found.updated_at) == (None,) * 4


def test_a_headline_with_a_day_in_it_is_no_outlet() -> None:
    headline = "The bridge in the Times, May 3, 2025"
    found = described(headline, headline, "By Jo Ray")
    assert (found.title, found.outlet, found.published_at) == (headline, None, None)
    assert describe(Document(SENTENCE, title="Bridge Post, May 3, 2025")).outlet is None


def test_a_heading_below_the_date_is_no_outlet() -> None:
    found = described(HEADLINE, "By Jo Ray", "May 3, 2025", "Old Wounds")
    assert found.outlet is None
    assert found.body.split("\n\n") == ["Old Wounds", SENTENCE]


@pytest.mark.parametrize(
    "note", ["Updated: May 4, 2025", "Last updated on May 4, 2025.", "This line is none\nUpdated May 4, 2025"]
)
def test_a_note_of_an_update_may_stand_anywhere(note: str) -> None:
    found = describe(Document(f"{HEADLINE}\n{SENTENCE}\n{note}\n{SENTENCE}"))
    assert found.updated_at == "2025-05-04"
    assert "2025" not in found.body


@pytest.mark.parametrize(
    "above", [[], ["News"], ["Latest News"], ["Ukraine War"], ["May 3, 2025"], ["By Jo Ray", "World"]]
)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_headline_is_found_below_labels_and_however_often_it_is_set(above: list[str], times: int) -> None:
    found = described(*above, *[HEADLINE] * times)
    assert (found.title, found.body, found.outlet) == (HEADLINE, SENTENCE, None)


@pytest.mark.parametrize(
    "headline", ["Will the bridge be sold?", "Bridge sold!", "Bridge sold to the U.S.", "Live: bridge talks"]
)
def test_a_headline_with_an_end_mark_is_one_when_it_is_set_again(headline: str) -> None:
    found = described(headline, headline, headline, "By Jo Ray", "May 3, 2025")
    assert (found.title, found.body, found.byline) == (headline, SENTENCE, "Jo Ray")


def test_a_single_question_on_top_is_title_and_text() -> None:
    found = described("News", "Will the bridge be sold?", "By Jo Ray")
    assert found.title == "Will the bridge be sold?"
    assert found.body.split("\n\n") == ["Will the bridge be sold?", SENTENCE]


def test_a_headline_of_two_words_is_found() -> None:
    assert described("News", "Bridge Sold", "By Jo Ray").title == "Bridge Sold"


def test_the_outlet_above_the_headline_is_read() -> None:
    found = described("The Harbour Courier", HEADLINE)
    assert (found.title, found.outlet) == (HEADLINE, "The Harbour Courier")


def test_teasers_above_the_headline_are_not_it() -> None:
    assert described("Trending Now", "Goats escape from farm", HEADLINE, HEADLINE).title == HEADLINE


def test_without_a_headline_the_first_words_are_the_title() -> None:
    assert described().title == SENTENCE
    for dateline in ("PARIS, April 18 (Agency) -", "PARIS, April 18 –", "PARIS (Agency) -"):
        assert described(f"{dateline} {SENTENCE}").title == SENTENCE
    for opening in ("EU -", "EU (European Union) -"):
        assert described(f"{opening} Russia talks fail on Friday.").title == f"{opening} Russia talks fail on Friday."
    long = "The council " + "and the council " * 20 + "met."
    title = describe(Document(long)).title or ""
    assert long.startswith(title.removesuffix("…"))
    assert title.endswith("…")
    assert len(title) <= TITLE_LENGTH + 1


def test_a_sentence_that_repeats_the_title_stays() -> None:
    found = describe(Document(f"{HEADLINE}.\n{SENTENCE}\n{HEADLINE}", title=HEADLINE))
    assert found.body.split("\n\n") == [f"{HEADLINE}.", SENTENCE]


def test_a_short_line_set_twice_takes_no_sentence_with_it() -> None:
    found = describe(Document(f"{HEADLINE}\nThey took vitamin C.\nThey drank water in the U.S.\n0\n0\n{SENTENCE}"))
    assert found.title == HEADLINE
    assert "They took vitamin C.\n\nThey drank water in the U.S." in found.body


@pytest.mark.parametrize(
    ("line", "published", "outlet"),
    [
        ("PARIS, April 18, 2025 (Agency) - The talks ended.", "2025-04-18", "Agency"),
        ("DUBLIN, Dec. 3, 2025 – The talks ended.", "2025-12-03", None),
        ("PARIS (Agency) - The talks ended on Friday.", None, "Agency"),
        ("PARIS, April 18 (Agency) - The talks ended on Friday.", None, "Agency"),
    ],
)
def test_a_dateline_is_read_and_stays(line: str, published: str | None, outlet: str | None) -> None:
    found = describe(Document(f"{HEADLINE}\nA few words on it\n{line}\n{SENTENCE}"))
    assert (found.published_at, found.outlet) == (published, outlet)
    assert line in found.body


def test_what_the_format_stated_comes_first() -> None:
    stated = Document(
        f"Another headline altogether\nBy Al May, The Post, May 5, 2025\nUpdated: May 6, 2025\n{SENTENCE}",
        *(HEADLINE, "Jo Ray", "The Courier", "2025-05-03", "2025-05-04"),
    )
    found = describe(stated)
    assert (found.title, found.byline, found.outlet) == (HEADLINE, "Jo Ray", "The Courier")
    assert (found.published_at, found.updated_at) == ("2025-05-03", "2025-05-04")
    assert found.body.split("\n\n") == ["Another headline altogether", SENTENCE]


def test_paragraphs_are_set_apart_by_an_empty_line() -> None:
    assert describe(Document(f"{HEADLINE}\n{SENTENCE}\n \n\n{SENTENCE}")).body == f"{SENTENCE}\n\n{SENTENCE}"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Menu",
        "Home | World | Business | Sport",
        "A headline of four words",
        "Leave a Reply\nName",
        ". . .",
        "--- ?! ... :",
        "%&/ ().\n" * 9,
    ],
)
def test_what_has_no_report_is_refused(body: str) -> None:
    with pytest.raises(UnreadableArticle, match="no article text is left"):
        describe(Document(body))


@pytest.mark.parametrize(
    "body",
    [
        "総理大臣は月曜日に記者会見を開いた。協議は続くと述べた。",
        "प्रधानमंत्री ने सोमवार को कहा कि बातचीत जारी रहेगी।",
        "قال الوزير يوم الاثنين إن المحادثات ستستمر.",
        "The results of the race are these:\n1 | 5040 | 17 | 27\n2 | 5035 | 15 | 24\n3 | 5033 | 15 | 26",
    ],
    ids=["Japanese", "Hindi", "Arabic", "results"],
)
def test_what_is_no_english_prose_is_taken_all_the_same(body: str) -> None:
    assert describe(Document(body)).body.replace("\n\n", "\n") == body
