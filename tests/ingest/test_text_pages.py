"""Saved text pages: the furniture goes, every sentence of the report stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ingest.cleaning import clean_lines
from ingest.describe import describe
from ingest.document import Document
from ingest.furniture import is_furniture
from ingest.readers import read
from ingest.readers.text import read_text
from tests.conftest import ROOT
from tests.examples import times

SAVED = ROOT.parent / "shared" / "articles"
EMAIL = "Your email address will not be published"
PHRASES = (
    *("No time to read", "Get a summary", "Previous Article", "Next Article", "Table of Contents", "Loading Now"),
    *("Source link", "Post Comment", "Leave a Reply", EMAIL, "YouTube Video"),
)

SUMMARY_PAGE = """Harbour bridge to close for nine weeks

No time to read?
Get a summary

The harbour bridge will close in June, the council said.

It will reopen in August, if the weather holds. Nobody was pleased.

No time to read?
Get a summary
Previous Article

Baker wins prize for rye bread

Next Article

Goats escape from farm, again"""

CONTENTS_PAGE = """Reds and Blues Hold Talks on the Old Mill
Table of Contents
- Reds and Blues Hold Talks on the Old Mill
- Talks at the Inn: A “Tense” but Friendly Evening
- What Happens Next?
- YouTube Video
- Can the Mill Be Saved? An Expert Explains
June 3, 2024
The Reds and the Blues met on Monday to talk about the old mill.
Talks at the Inn: A “Tense” but Friendly Evening
The talks took place at the inn.They lasted until midnight,as they often do.
Team | Wish | Obstacle |
---|---|---|
Reds | Sell the mill. | Nobody wants it. |
Blues | Keep the mill. | It leaks. |
What Happens Next?
- The Reds: They will ask a builder. He is expected on Friday.
- The Blues: They will ask another builder.
YouTube Video
Here is a related video:
Can the Mill Be Saved? An Expert Explains
HOST: What is wrong with the mill?
MAY: Everything. Here is a short list:
The roof: It leaks.
HOST: Thank you."""

SECTION_PAGE = f"""News

Mill Sold for One Pound — Villagers Surprised

The old mill was sold for one pound on Monday.

What the Buyer Wants

The buyer wants to bake bread. That may be difficult.

Old mill by the river

  • The roof leaks — it has leaked for years.
  • The wheel is gone — somebody took it.

Leave a Reply

{EMAIL}. Required fields are marked *"""

REPEATED_PAGE = """Loading Now

Mayor says talks about the bridge are coming to an end

Mayor says talks about the bridge are coming to an end

Mayor says talks about the bridge are coming to an end


The mayor said on Friday that the talks were coming to an end.

“It is over,” she said. The council did not reply.



Source link

Post Comment"""

PAGES = {
    SUMMARY_PAGE: (
        "Harbour bridge to close for nine weeks",
        """The harbour bridge will close in June, the council said.
It will reopen in August, if the weather holds. Nobody was pleased.""",
    ),
    CONTENTS_PAGE: (
        "Reds and Blues Hold Talks on the Old Mill",
        """The Reds and the Blues met on Monday to talk about the old mill.
Talks at the Inn: A “Tense” but Friendly Evening
The talks took place at the inn.They lasted until midnight,as they often do.
Team | Wish | Obstacle |
Reds | Sell the mill. | Nobody wants it. |
Blues | Keep the mill. | It leaks. |
What Happens Next?
- The Reds: They will ask a builder. He is expected on Friday.
- The Blues: They will ask another builder.
Can the Mill Be Saved? An Expert Explains
HOST: What is wrong with the mill?
MAY: Everything. Here is a short list:
The roof: It leaks.
HOST: Thank you.""",
    ),
    SECTION_PAGE: (
        "Mill Sold for One Pound — Villagers Surprised",
        """The old mill was sold for one pound on Monday.
What the Buyer Wants
The buyer wants to bake bread. That may be difficult.
Old mill by the river
• The roof leaks — it has leaked for years.
• The wheel is gone — somebody took it.""",
    ),
    REPEATED_PAGE: (
        "Mayor says talks about the bridge are coming to an end",
        """The mayor said on Friday that the talks were coming to an end.
“It is over,” she said. The council did not reply.""",
    ),
}


@pytest.mark.parametrize("page", PAGES, ids=["summary", "contents", "section", "repeated"])
def test_saved_pages_come_down_to_their_report(page: str) -> None:
    title, body = PAGES[page]
    described = describe(read(page.encode(), ".txt"))
    assert described.title == title
    assert described.body.split("\n\n") == body.split("\n")


def test_the_contents_page_states_its_date() -> None:
    assert describe(read(CONTENTS_PAGE.encode(), ".txt")).published_at == "2024-06-03"


def cleaned(*lines: str) -> list[str]:
    return clean_lines("\n".join(lines))


SENTENCE = "The ferry will not sail on Monday, because the wind is too strong."
FURNITURE = [
    *PHRASES,
    *(
        "No time to read?",
        "Loading...",
        "Source",
        "View original",
        "ADVERTISEMENT",
        "Advertisement - continue reading below",
    ),
    *(
        "Skip to content",
        "Skip to main content",
        "5 min read",
        "Reading time: 4 minutes",
        "Share   Tweet   Email   Print",
    ),
    *(
        "Share this article",
        "Share on Facebook",
        "Click to share on X (Opens in new window)",
        "Subscribe   Log in",
        "Menu",
    ),
    *("Leave a comment", "Cancel reply", "Submit Comment", "3 Comments", "No comments", "Join the conversation"),
    *(
        f"{EMAIL}. Required fields are marked *",
        "Name *",
        "Email *",
        "Website",
        "Comment",
    ),
    "Save my name, email, and website in this browser for the next time I comment.",
    "Notify me of follow-up comments by email.",
    "You must be logged in to post a comment.",
    "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
    "We use cookies to make this site better for you and for everybody else.",
    *(
        "© 2025 The Courier. All rights reserved.",
        "All rights reserved.",
        "Copyright The Courier",
        "Photo: Agency",
        "Getty Images",
    ),
    *(
        "Back to top",
        "Continue reading",
        "Tags: harbour, weather, U.S.",
        "Filed Under: News",
        "Categories: Sea",
        "→",
        "Older →",
    ),
    *(
        "Home | World | Business | Culture | Weather",
        "Terms of use | Privacy policy | Contact us",
        "* * *",
        "-----",
        "---|---|---|",
    ),
    *("- YouTube Video", "• Share", "Toggle", "← Older"),
]
FORMS = ["Leave a Reply", "Leave a comment", "Post Comment"]
HEADINGS = [
    "Related",
    "You may also like",
    "Trending Now",
    "Latest News",
    "Read more",
    "Table of Contents",
    "Next Article",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_goes(line: str) -> None:
    assert cleaned(SENTENCE, line, SENTENCE) == [SENTENCE, SENTENCE]
    assert cleaned(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law is being rewritten, and publishers are not pleased.",
        "Topics: the ministers talked about grain, about ships and about the weather.",
        "Copyright law is unclear.",
        "More news is expected on Monday.",
        "Share prices fell on Monday.",
        "Home is where the heart is.",
        "Source link failures have been blamed for the outage.",
        "Comments made by the minister on Monday were not helpful.",
        "Close to the harbour, a house burned down.",
        "Search teams found the boat at dawn.",
        "About us she said nothing.",
        "By evening, the fighting had stopped.",
        "Kyiv | 3 | 4 | 5",
        "5 minutes later it was over.",
        "Related: the council will meet again on Monday to talk about the bridge.",
    ],
)
def test_what_only_begins_like_furniture_stays(line: str) -> None:
    assert cleaned("A headline of four words", line, SENTENCE)[1:] == [line, SENTENCE]


def test_tables_are_no_menus() -> None:
    table = ["Team | Result | Ground | Coach", "Reds | Win | Home | Jo Ray", "Blues | Loss | Away | Al May"]
    menu = "Home | World | Business | Sport"
    assert cleaned(menu, menu, SENTENCE, *table, SENTENCE, menu) == [SENTENCE, *table, SENTENCE]


def test_teasers_go_until_the_report_goes_on() -> None:
    assert cleaned(SENTENCE, "Related articles", "Goats escape", "Baker wins", SENTENCE, "Goats") == [
        SENTENCE,
        SENTENCE,
        "Goats",
    ]
    assert cleaned(SENTENCE, "Next Article", "Goats escape", "A heading", SENTENCE) == [SENTENCE, "A heading", SENTENCE]


def test_a_contents_list_goes_however_it_is_set() -> None:
    body = ["Why now?", SENTENCE, "The Cost", SENTENCE]
    assert cleaned("Table of Contents", "Toggle", "- Why Now?", "- The cost", *body) == body
    assert cleaned("Contents [hide]", "1 Why now?", "2 The Cost", *body) == body
    assert cleaned("Table of Contents:", "1. Why now?", "1.1. The Cost", "- Who is Jo Ray?", *body) == body
    assert cleaned("In this story", "Why now?", "The Cost", *body) == body


def test_sentences_below_contents_stay() -> None:
    asked = "- Is it not the wind that will keep the ferry in?"
    assert cleaned("Contents", "- Why now?", f"- {SENTENCE}", "Why now?") == [f"- {SENTENCE}", "Why now?"]
    assert cleaned("Contents", asked, "- The cost", SENTENCE, "The cost") == [asked, SENTENCE, "The cost"]
    assert cleaned("Contents", "He left.", SENTENCE, "He left.") == ["He left.", SENTENCE, "He left."]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_ends_the_page(form: str) -> None:
    assert cleaned(SENTENCE, form, "Name", "Phone number", "Post", "Δ") == [SENTENCE]


@pytest.mark.parametrize("form", FORMS)
def test_a_link_to_the_form_above_the_report_ends_nothing(form: str) -> None:
    report = ["Bridge closes for nine weeks", "By Jo Ray", "It is closed.", "It leaks.", SENTENCE]
    assert cleaned(report[0], form, *report[1:]) == report


LINES = st.lists(
    st.sampled_from(
        [*FURNITURE, *FORMS, *HEADINGS, SENTENCE, "A heading", "- An entry", "Is it a heading?", "A | B | C | D"]
    )
    | st.text(max_size=30)
    | st.sampled_from(
        ["1. An entry", "2 Another entry", "- A sentence that is listed is a sentence.", "E | F | G | H"]
    ),
    max_size=25,
)


@times(3)
@given(LINES)
def test_cleaning_what_is_clean_changes_nothing(lines: list[str]) -> None:
    once = cleaned(*lines)
    assert cleaned(*once) == once


WORDS = st.lists(st.from_regex(r"[a-zA-Z]{1,9}", fullmatch=True), min_size=8, max_size=30)


@times(3)
@given(LINES, LINES, WORDS, st.sampled_from(["", "- ", "• ", "3. ", "“"]), st.sampled_from([".", ".”", "!", ")."]))
@example(["Leave a Reply"], ["Name"], ["a"] * 8, "", ".")
@example(["Table of Contents"], [], ["a"] * 8, "- ", ".")
@example(["Related"], ["Trending"], ["a"] * 8, "", ".")
def test_no_sentence_is_ever_lost(above: list[str], below: list[str], words: list[str], start: str, end: str) -> None:
    sentence = start + " ".join(words) + end
    assume(not is_furniture(sentence))
    assert sentence in cleaned(*above, sentence, *below)


@times(2)
@given(
    st.lists(st.sampled_from(["News", "By Jo Ray", "March 3, 2025", "The Courier", *FURNITURE]), max_size=6),
    WORDS,
    LINES,
)
def test_describing_loses_no_sentence_either(head: list[str], words: list[str], below: list[str]) -> None:
    sentence = "The " + " ".join(words) + "."
    assume(not is_furniture(sentence))
    body = describe(Document("\n".join([*head, "A headline of four words", sentence, *below]))).body
    assert sentence in body.split("\n\n")


@pytest.mark.skipif(not SAVED.is_dir(), reason="the real saved pages are not beside this checkout")
@pytest.mark.parametrize("path", sorted(SAVED.glob("*.txt")), ids=lambda path: str(path.name))
def test_real_saved_pages(path: Path) -> None:
    described = describe(read(path.read_bytes(), path.suffix))
    lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n")]
    assert not [phrase for phrase in PHRASES if phrase.lower() in described.body.lower()]
    report = [line for line in lines if len(line.split()) >= 12 and re.search(r"[.][”\"’]?$", line)]
    assert len(report) > 5
    assert [line for line in report if line not in described.body.split("\n\n")] == []
    assert described.title in lines
    assert described.title not in described.body.split("\n\n")


@pytest.mark.skipif(not SAVED.is_dir(), reason="the real saved pages are not beside this checkout")
def test_a_real_saved_page_states_its_date() -> None:
    (path,) = SAVED.glob("002_*.txt")
    assert describe(read(path.read_bytes(), path.suffix)).published_at == "2025-03-22"


def test_hard_wrapped_paragraphs_are_joined_and_short_lines_are_not() -> None:
    page = """Harbour tunnel opens after nine years of digging and delays

By Maria Holm
May 3, 2025

The harbour tunnel opened on Friday after nine years of work and cost the city
about 812 million crowns, more than twice of what parliament had approved in
2016. Lorries will pay a toll of 90 crowns.

Among the first to drive through were these three, who had waited since dawn:

- a baker from the old town
- a retired engineer
"""
    article = describe(read(page.encode(), ".txt"))
    assert article.title == "Harbour tunnel opens after nine years of digging and delays"
    assert (article.byline, article.published_at) == ("Maria Holm", "2025-05-03")
    first, *rest = article.body.split("\n\n")
    assert first.startswith("The harbour tunnel opened")
    assert "had approved in 2016. Lorries" in first
    assert rest[-2:] == ["- a baker from the old town", "- a retired engineer"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "رئيس البلدية يعلن إعادة فتح الميناء بعد تسعة أيام من الإصلاحات",
            "مجلس المدينة يوافق على بناء جسر جديد فوق النهر في العام المقبل",
            "الصيادون يطالبون بتعويضات عن الخسائر التي لحقت بهم في الشتاء",
        ],
        ["市政府星期一宣布港口经过九天的维修以后重新开放渡轮将从星期二起恢复航行" * 2] * 3,
        [
            "2016年市政府宣布港口经过九天的维修以后重新开放渡轮将从星期二起恢复航行渔船也可以再次在码头靠岸卸货工程师更换桩子",
        ]
        * 3,
        [
            "The mayor says that the harbour will open again on Monday",
            "“We worked through three storms”: the master of the harbour",
            "(Video) Ferries to the islands will sail again from Tuesday",
            "#Halden celebrates the end of the repairs to its outer pier",
        ],
    ],
    ids=["arabic", "chinese", "chinese with figures", "marks"],
)
def test_lines_that_do_not_go_on_are_not_joined(lines: list[str]) -> None:
    assert read_text("\n".join(lines)).body == "\n".join(lines)
