"""Web pages: the article and what the markup states of it, never a guess."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.document import Document
from ingest.readers import read
from tests.examples import times

HEADLINE = "Bridge talks end without a result"
FIRST = "The talks about the bridge ended on Monday, the council said, and nobody was pleased with how they had gone."
SECOND = "They had begun on March 3, 2021, when the first stones fell into the river and a ferry was found instead."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(head: str = "", below: str = "", after: str = "") -> Document:
    return read(
        f"<!doctype html><html><head><title>{HEADLINE}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{HEADLINE}</h1>{below}{TEXT}</article>{after}"
        "<footer><p>© 2019 The Courier. All rights reserved.</p></footer></body></html>".encode(),
        ".html",
    )


def linked_data(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, content: str, kind: str = "property") -> str:
    return f'<meta {kind}="{name}" content="{content}">'


def test_the_article_is_found_and_the_rest_is_not() -> None:
    aside = "<aside><h3>Related</h3><ul><li><a href='/x'>Goats escape</a></li></ul></aside><form>Leave a Reply</form>"
    described = describe(page(after=aside))
    assert described.title == HEADLINE
    assert described.body.split("\n\n") == [FIRST, SECOND]


def test_lists_tables_quotations_and_headings_stay() -> None:
    below = (
        "<h2>What was agreed</h2><ul><li>First, that it rained.</li><li>Second, that it was wet.</li></ul>"
        "<blockquote><p>We are tired of waiting for it.</p></blockquote>"
        "<table><tr><th>Side</th><th>Stones</th></tr><tr><td>North</td><td>3</td></tr></table>"
    )
    body = page(below=f"<p>{SECOND}</p>{below}").body
    for words in (
        "What was agreed",
        "- First, that it rained.",
        "- Second, that it was wet.",
        "We are tired",
        "| North | 3 |",
    ):
        assert words in body


def test_a_page_that_states_no_date_has_none() -> None:
    document = page()
    assert (document.published_at, document.updated_at) == (None, None)
    assert (document.byline, document.outlet) == (None, None)


PUBLISHED = [
    meta("article:published_time", "2025-05-03T10:00:00+02:00"),
    meta("og:published_time", "2025-05-03"),
    meta("date", "2025-05-03", "name"),
    meta("pubdate", "Sat, 03 May 2025 10:00:00 GMT", "name"),
    meta("parsely-pub-date", "2025-05-03T10:00:00Z", "name"),
    meta("DC.date.issued", "2025-05-03", "name"),
    meta("datePublished", "2025-05-03", "itemprop"),
    linked_data(datePublished="2025-05-03T10:00:00Z"),
    '<script type="application/ld+json">{"datePublished": "2025-05-03", "broken": }</script>',
    '<link rel="canonical" href="https://courier.example/2025/05/03/bridge">',
    meta("og:url", "https://courier.example/news/2025/05/03/bridge"),
]
UPDATED = [
    meta("article:modified_time", "2025-05-05T10:00:00+02:00"),
    meta("og:updated_time", "2025-05-05"),
    meta("last-modified", "2025-05-05", "name"),
    meta("dateModified", "2025-05-05", "itemprop"),
    linked_data(dateModified="2025-05-05T10:00:00Z"),
]


@pytest.mark.parametrize("published", PUBLISHED)
@pytest.mark.parametrize("updated", UPDATED)
def test_publication_and_update_are_kept_apart(published: str, updated: str) -> None:
    for head in (published + updated, updated + published):
        document = page(head)
        assert (document.published_at, document.updated_at) == ("2025-05-03", "2025-05-05")


@pytest.mark.parametrize("updated", UPDATED)
def test_an_update_is_no_publication(updated: str) -> None:
    document = page(updated)
    assert (document.published_at, document.updated_at) == (None, "2025-05-05")


def test_an_update_equal_to_the_publication_is_none() -> None:
    described = describe(page(linked_data(datePublished="2025-05-03T10:00:00Z", dateModified="2025-05-03T18:00:00Z")))
    assert (described.published_at, described.updated_at) == ("2025-05-03", None)


@pytest.mark.parametrize(
    ("below", "published", "updated"),
    [
        ('<time datetime="2025-05-03T10:00:00Z">Saturday</time>', "2025-05-03", None),
        ("<time>May 3, 2025</time>", "2025-05-03", None),
        ('<p class="date">May 3, 2025</p>', "2025-05-03", None),
        ('<div class="published">Published: 3 May 2025</div>', "2025-05-03", None),
        ('<span class="dateline">Updated: 5 May 2025</span>', None, "2025-05-05"),
        ('<time class="updated" datetime="2025-05-05">x</time>', None, "2025-05-05"),
        (
            '<time datetime="2025-05-03">x</time><time class="updated" datetime="2025-05-05">x</time>',
            "2025-05-03",
            "2025-05-05",
        ),
        ("<p>By Jo Ray</p><p>May 3, 2025</p>", "2025-05-03", None),
        ("<time>3 hours ago</time>", None, None),
        ("<time>March 3</time>", None, None),
        ('<p class="date">May 2025</p>', None, None),
    ],
)
def test_dates_shown_below_the_headline(below: str, published: str | None, updated: str | None) -> None:
    described = describe(page(below=below))
    assert (described.published_at, described.updated_at) == (published, updated)


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("", '<aside><time datetime="2019-01-01">x</time></aside>'),
        ("", '<div class="more"><p>Goats escape</p><time datetime="2019-01-01">x</time></div>'),
        ("", "<p>Last seen in 2019-01-01 and on 03.03.2020</p>"),
        (meta("date", "2025", "name"), ""),
        (meta("date", "2025-03", "name"), ""),
        (meta("copyrightYear", "2019", "itemprop"), ""),
        (meta("article:published_time", "today"), ""),
        (meta("article:published_time", ""), ""),
        (linked_data(datePublished=12), ""),
        ("<title>What is new today</title>", "<h1>What is<br>new today</h1>"),
    ],
)
def test_dates_of_other_things_are_not_the_articles(head: str, after: str) -> None:
    document = page(head, after=after)
    assert (document.published_at, document.updated_at) == (None, None)


def test_a_page_never_gets_todays_date() -> None:
    words = "today yesterday now this morning 2 hours ago Monday"
    document = page(
        f"<meta name='description' content='{words}'>", f"<time>{words}</time><p class='date'>today</p>", words
    )
    assert str(datetime.now(UTC).year) not in f"{document.published_at} {document.updated_at}"
    assert document.published_at is None


def test_linked_data_and_open_graph_state_byline_and_outlet() -> None:
    head = linked_data(
        author={"@type": "Person", "name": "Jo Ray"}, publisher={"@type": "Organization", "name": "The Courier"}
    )
    assert (page(head).byline, page(head).outlet) == ("Jo Ray", "The Courier")
    head = meta("author", "Al May", "name") + meta("og:site_name", "The Post")
    assert (page(head).byline, page(head).outlet) == ("Al May", "The Post")


@pytest.mark.parametrize("end", [" - The Courier", " | The Courier", " – THE COURIER", ""])
def test_the_outlet_is_no_part_of_the_title(end: str) -> None:
    head = meta("og:title", HEADLINE + end) + meta("og:site_name", "The Courier")
    assert page(head).title == HEADLINE


def test_the_declared_encoding_of_an_old_page_is_read() -> None:
    text = "Глава города заявил в понедельник, что переговоры о мосте закончились ничем, и что река обмелела."
    markup = f"<html><head><meta charset='windows-1251'><title>Мост</title></head><body><p>{text}</p></body></html>"
    assert text in read(markup.encode("cp1251"), ".htm").body


def test_a_fragment_is_a_page() -> None:
    assert read(f"<p>{FIRST}".encode(), ".html").body == FIRST
    assert read(f"{FIRST}<br><br>{SECOND}".encode(), ".html").body.split() == f"{FIRST} {SECOND}".split()


@pytest.mark.parametrize(
    "markup",
    [
        *("<html></html>", "<!-- x -->", "<?xml version='1.0'?>", "<script>alert(1)</script>", "<", "<p></p>"),
        "<div>" * 5000 + f"<p>{FIRST}</p>" + "</div>" * 5000,
    ],
)
def test_a_page_without_an_article_is_refused(markup: str) -> None:
    with pytest.raises(UnreadableArticle):
        describe(read(markup.encode(), ".html"))


@pytest.mark.parametrize(
    "monster",
    [
        "<b>" * 5000,
        "<table>" * 500,
        "<a href='" * 5000,
        "<p class='date'>" * 3000,
        "<!--" * 5000,
        "&#x1F600;" * 10_000,
        "<script type='application/ld+json'>" + "[" * 20_000 + "</script>",
    ],
    ids=["bold", "tables", "attributes", "dates", "comments", "entities", "json"],
)
@pytest.mark.timeout(30)
def test_monsters_are_read_or_refused_in_time(monster: str) -> None:
    try:
        read(f"<html><body><h1>{HEADLINE}</h1>{TEXT}{monster}</body></html>".encode(), ".html")
    except UnreadableArticle:
        return


TAGS = [
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<h1>",
    "</h1>",
    "<article>",
    "<time datetime='",
    "'>",
    "<meta name='date' content='",
]
TAGS += [
    "<table><tr><td>",
    "</table>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<svg>",
    "<br>",
    "&#",
    "&amp;",
    "<",
]


@times(1)
@given(st.lists(st.sampled_from([*TAGS, FIRST, "2025-05-03"]) | st.text(max_size=10), max_size=30))
def test_broken_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        document = read("".join(pieces).encode("utf-8", "ignore"), ".html")
    except UnreadableArticle:
        return
    assert document.published_at in (None, "2025-05-03")
