"""Markdown: the header is read as words, the markup comes off, no sentence is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.readers import read
from tests.examples import times

SENTENCE = "The talks ended on Monday."
BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
)


def read_md(text: str) -> Document:
    return read(text.encode(), ".md")


def lines(text: str) -> list[str]:
    return read_md(text).body.split("\n\n")


def header(*fields: str) -> Document:
    document = read_md("\n".join(["---", *fields, "---", "", SENTENCE]))
    assert document.body == SENTENCE
    return document


def test_the_header_states_what_is_known() -> None:
    assert header(
        'title: "Talks: the end"',
        "author: Jo Ray",
        "outlet: The Courier",
        "date: 2025-05-03",
        "updated: May 4, 2025",
        "layout: post",
        "tags: [a, b]",
    ) == Document(SENTENCE, "Talks: the end", "Jo Ray", "The Courier", "2025-05-03", "2025-05-04").stated_in(
        "front matter"
    )


@pytest.mark.parametrize(
    ("field", "key"),
    [
        *[("title", key) for key in ("title", "Title", "headline")],
        *[("byline", key) for key in ("byline", "author", "authors")],
        *[("outlet", key) for key in ("outlet", "publisher", "publication", "source", "site")],
        *[("published_at", key) for key in ("published_at", "published", "date", "datePublished", "date published")],
        *[("updated_at", key) for key in ("updated_at", "updated", "modified", "lastmod", "dateModified")],
    ],
)
def test_fields_have_many_names(field: str, key: str) -> None:
    assert getattr(header(f"{key}: May 3, 2025"), field) in ("May 3, 2025", "2025-05-03")


@pytest.mark.parametrize(
    ("field", "byline"),
    [
        ("author: Jo Ray", "Jo Ray"),
        ("authors: [Jo Ray, Al May]", "Jo Ray, Al May"),
        ("authors:\n- Jo Ray\n- Al May", "Jo Ray, Al May"),
        ("author:\n  name: Jo Ray\n  email: jo@example.org", "Jo Ray"),
        ("authors:\n- name: Jo Ray\n- name: Al May", "Jo Ray, Al May"),
        ("author: >\n  Jo\n  Ray", "Jo Ray"),
        *[(f"author: {nothing}", None) for nothing in ("", "~", "null", '""', "[]", "{}", "[[x]]", "{a: b}", "[~]")],
    ],
)
def test_names_come_in_many_forms(field: str, byline: str | None) -> None:
    assert header(field).byline == byline


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2025-05-03", "2025-05-03"),
        ("2025-05-03T09:30:00Z", "2025-05-03T09:30:00+00:00"),
        ("2025-05-03 09:30:00 +02:00", "2025-05-03T09:30:00+02:00"),
        ("2025-05-03 09:30", "2025-05-03"),
        ('"2025-05-03"', "2025-05-03"),
        ("3 May 2025", "2025-05-03"),
        ("[2025-05-03]", "2025-05-03"),
        *[
            (none, None)
            for none in ("2025-13-45", "2025-02-30", "2025", "1742601600", "May 2025", "yesterday", "1:30", "yes")
        ],
    ],
)
def test_dates_of_the_header(date: str, published: str | None) -> None:
    assert header(f"date: {date}").published_at == published


@pytest.mark.parametrize(
    "title",
    [
        *("Talks end: what now", "@harbour asks", '50 % more: a "record"', "*Exclusive*", "Talks: a: b", "`Ferry`"),
        *('"Record" year ends', "[Update] Talks end", "{Live} Talks end", "'Tis the season: a tale"),
    ],
)
def test_a_title_that_lacks_the_quotes_of_yaml_is_read_as_it_is_written(title: str) -> None:
    document = header(f"title: {title}", "date: 2025-05-03", "authors:\n- Jo Ray", "outlet: The Courier")
    assert document == Document(SENTENCE, title, "Jo Ray", "The Courier", "2025-05-03").stated_in("front matter")


def test_a_key_of_two_words_lacks_its_quotes_too() -> None:
    assert header("title: Talks end", "Source url: a: b", "published at: May 3: noon").title == "Talks end"


def test_a_comment_beside_another_field_is_no_part_of_it() -> None:
    document = header("title: Talks end: what now", "outlet: The Courier # by hand", "tags: [a,", "  b]")
    assert (document.title, document.outlet) == ("Talks end: what now", "The Courier")


@pytest.mark.parametrize("title", ["2024", "1_000", "yes", "0x10", "12:30:45", "2025-05-03", "1e3", "0755"])
def test_what_yaml_would_make_something_else_of_stays_as_it_is_written(title: str) -> None:
    assert header(f"title: {title}").title == title


@pytest.mark.parametrize(
    "field",
    [
        "title: !!python/object/apply:os.system [echo]",
        "title: !!python/name:os.system",
        "title: !!int abc",
        "title: !!timestamp abc",
        "title: !!binary =",
        f"{BOMB}\ntitle: *i",
        "a: &a [*a]\ntitle: *a",
        "title: &t [*t, *t]",
    ],
    ids=["call", "name", "int", "timestamp", "binary", "bomb", "loop", "loops"],
)
def test_surprises_of_yaml_do_nothing(field: str) -> None:
    document = read_md(f"---\n{field}\n---\n{SENTENCE}")
    assert SENTENCE in document.body
    assert len(document.title or "") < 20


@pytest.mark.parametrize(
    "between",
    [
        "This paragraph stands between two rules of the page.",
        "Note that he said: the talks are over and done with.",
        "- The minister said so on Monday, again.",
        "title: [unclosed, so this is no YAML.",
        '{"json": "is not a header of ours, is it: no"',
        "a: b: c: this is no YAML either.",
        "? [a, b]\n: A key that is a list holds this.",
        "[" * 3000 + "deep." + "]" * 3000,
        "key: The " + "very " * 5000 + "long paragraph ends.",
    ],
    ids=["paragraph", "colon", "list", "unclosed", "json", "colons", "key", "deep", "long"],
)
def test_what_is_no_header_is_text(between: str) -> None:
    body = " ".join(read_md(f"---\n{between}\n---\n{SENTENCE}").body.split())
    assert SENTENCE in body
    assert " ".join(between[-30:].lstrip("- ").split()) in body


@pytest.mark.parametrize(
    "opening", ["{\nx\n}", "+++\ntitle = 'x'\n+++", "---\ntitle: never closed", "---", "---\n---", "--- x ---"]
)
def test_other_openings_lose_nothing(opening: str) -> None:
    assert SENTENCE in read_md(f"{opening}\n\n{SENTENCE}").body


def test_rules_further_down_are_no_header() -> None:
    assert lines(f"{SENTENCE}\n\n---\n\ntitle: a note\n\n---\n\n{SENTENCE}") == [SENTENCE, "title: a note", SENTENCE]


def test_a_first_level_heading_is_the_title() -> None:
    assert read_md(f"Kicker\n\n# Talks *end* here\n\n{SENTENCE}\n\n# Another").title == "Talks end here"
    assert read_md(f"Talks end here\n===\n\n{SENTENCE}").title == "Talks end here"
    assert read_md(f"## Background\n\n{SENTENCE}").title is None
    assert read_md(f"---\ntitle: From the header\n---\n# A heading\n\n{SENTENCE}").title == "From the header"


def test_a_long_title_is_cut() -> None:
    assert len(header("title: " + "x" * 5000).title or "") == 300


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("He said **yes** and _no_ and `maybe`.", ["He said yes and no and maybe."]),
        (
            "See [the report](https://example.com) and <https://example.org>.",
            ["See the report and https://example.org."],
        ),
        ("One ![a picture](x.png) two.", ["One two."]),
        ("A line\nthat goes  \non.", ["A line that goes on."]),
        ("One<br>two<br/>three <b>four</b> &amp; five.", ["One two three four & five."]),
        ("A \\* star and &lt;b&gt;.", ["A * star and <b>."]),
        ("# A\n## B\n### C ###", ["A", "B", "C"]),
        ("- One.\n- Two.\n  - Three.\n\n    More.\n- Four.", ["- One.", "- Two.", "- Three.", "More.", "- Four."]),
        ("1. One.\n2. Two.", ["- One.", "- Two."]),
        ("- ```\n  code\n  ```\n\nAfter.", ["code", "After."]),
        ("> Quoted.\n>> Twice.", ["Quoted.", "Twice."]),
        ("    code line\n\nText.", ["code line", "Text."]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | |", ["A | B", "1 | 2", "3 |"]),
        ("One.\n\n***\n\nTwo.", ["One.", "Two."]),
        ("<!-- a comment -->\n\nText.", ["Text."]),
        ("<div>One &mdash; two.</div>\n\nText.", ["One — two.", "Text."]),
        ("<p>One.</p><p>Two <i>three</i>.</p>\n<script>var x;</script>\n<style>p {}</style>", ["One.", "Two three."]),
        ("<table><tr><td>One</td></tr>\n<tr><td>Two</td></tr></table>", ["One", "Two"]),
        ("<details><summary>More</summary>\n\nInside.\n\n</details>", ["More", "Inside."]),
    ],
)
def test_markup_comes_off(markup: str, expected: list[str]) -> None:
    assert [line.strip() for line in lines(markup)] == expected


@pytest.mark.parametrize("depth", [1, 10, 20])
def test_what_is_nested_is_not_lost(depth: int) -> None:
    replies = ">" * depth + f" {SENTENCE}"
    listed = "".join(f"{'  ' * level}- Level {level} was reached.\n" for level in range(depth))
    assert lines(replies) == [SENTENCE]
    assert lines(listed) == [f"- Level {level} was reached." for level in range(depth)]


@pytest.mark.parametrize(
    "monster",
    [
        *("[" * 10_000, "![" * 5000, "*a " * 10_000, "**a*" * 5000, ">" * 10_000 + " a", "- " * 5000 + "a"),
        "`a``" * 5000,
        "<a " * 10_000,
        "<!--" * 10_000,
        "<div>" * 5000,
        "&" * 20_000,
        "[a](b" * 5000,
        "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n",
    ],
)
@pytest.mark.timeout(20)
def test_monsters_take_no_time(monster: str) -> None:
    assert SENTENCE in read_md(f"{SENTENCE}\n\n{monster}\n\n{SENTENCE}").body


MARKS = st.sampled_from(
    ["*", "_", "`", "> ", "- ", "1. ", "#", "\n", "\n\n", "    ", "|", "---", "[", "](", ")", "<b>", "</b>", "\\", "!"]
)


@times(1)
@given(st.lists(MARKS | st.from_regex(r"[a-zA-Z]{1,8} ", fullmatch=True), max_size=30), st.booleans())
def test_no_paragraph_is_lost_beside_any_markup(pieces: list[str], above: bool) -> None:
    markup = "".join(pieces)
    assert SENTENCE in read_md(f"{SENTENCE}\n\n{markup}" if above else f"Start.\n\n{markup}\n\n{SENTENCE}\n").body
