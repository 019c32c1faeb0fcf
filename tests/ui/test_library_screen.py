"""The screen of the collection, run by Streamlit's own test harness against a real library."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from assistant.library import Library
from assistant.library.listing import Entry
from ingest import ingest
from tests.fakes import HashEncoder
from tests.ui.screens import open_screen
from ui.articles import collection
from ui.articles.timeline import LABELS, Bar, bars_of, labels
from ui.wording.text import escape_label

SELECTED = """
import streamlit as st
from pathlib import Path
from assistant.library import Library
from ui.page.navigation import screens
from ui.screens.library import show_article

st.navigation(screens(), position="hidden")
library = Library(Path({path!r}))
(entry,) = library.entries()
show_article(entry, library.versions(entry.article_id))
"""
STORIES = """
from assistant.library.listing import Entry
from ui.articles.collection import STORIES_SHOWN
from ui.screens.library import show_stories

made = Entry("id", "/news/1.txt", "Title", "Daily", "2025-03-01", "en", "s", 2)
show_stories([[made._replace(story=str(number))] * 2 for number in range(STORIES_SHOWN + 5)])
"""
HOSTILE = "<script>alert(1)</script> **bold** :smile:"


def entry(number: int, **known: str | None) -> Entry:
    made = Entry(f"id{number}", f"/news/{number}.txt", f"Title {number}", "Daily", "2025-03-01", "en", f"s{number}", 2)
    return made._replace(**known)  # type: ignore[arg-type]


@pytest.fixture
def page(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return open_screen("library", sample_library, monkeypatch)


def plain(label: str) -> str:
    """A label without the strokes of its Markdown."""
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", label)


def said(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


def test_library_lists_the_articles(page: AppTest) -> None:
    table = page.dataframe[0].value
    assert list(table.columns) == [
        "Open", "Title", "Outlet", "Published", "State", "Copies", "Passages", "Language", "Source",
    ]  # fmt: skip
    assert len(table) == 12
    assert list(table["Published"]) == sorted(table["Published"], reverse=True)
    assert sorted(table["Copies"])[-3:] == [1, 2, 2]
    assert "12 articles · 11 stories" in said(page)
    assert page.get("vega_lite_chart")


def test_library_is_searched_by_every_word(page: AppTest) -> None:
    page.text_input(key="search").set_value("LEDGER black-sea").run()
    table = page.dataframe[0].value
    assert set(table["Outlet"]) == {"The Eastgate Ledger"}
    assert "2 of 12" in said(page)
    page.text_input(key="search").set_value("no such article").run()
    assert not page.dataframe
    assert "0 of 12" in said(page)
    assert not page.exception


def test_stories_are_listed_with_their_copies(page: AppTest) -> None:
    page.button_group(key="view").set_value("Stories").run()
    assert not page.exception
    (story,) = page.expander
    assert "2 articles · Northline Wire, The Greywater Tribune · 18 April 2025 to 19 April 2025" in plain(story.label)


def test_the_file_path_is_offered_on_this_machine_only(page: AppTest) -> None:
    assert [box.key for box in page.text_input] == ["added-path", "search"]
    for address in ("0.0.0.0", None):  # where none is set, Streamlit listens everywhere
        config.set_option("server.address", address)
        assert [box.key for box in page.run().text_input] == ["search"]


def test_entries_are_the_articles_without_their_texts(sample_library: Path) -> None:
    library = Library(sample_library)
    articles, entries = library.articles(), library.entries()
    library.close()
    assert [one.article_id for one in entries] == [one.article_id for one in articles]
    for one, article in zip(entries, articles, strict=True):
        known = {name: getattr(article, name) for name in Entry._fields if hasattr(article, name)}
        assert known | {"noted": article.correction is not None, "older": 0} == one._asdict()


def test_versions_of_an_article_that_was_replaced_are_listed(tmp_path: Path) -> None:
    library, file = Library(tmp_path / "library", create=True), tmp_path / "a.txt"
    for title, note in (("First", ""), ("Second", "\n\nCorrection: An earlier version of this article named Paris.")):
        file.write_text(f"{title} headline\n\nThe minister met the envoys in Vienna on Monday.{note}")
        ingest([file], library, HashEncoder())
    (one,) = library.entries()
    assert collection.table([one], collection.stories_told([one]))["State"] == ["editors' note, 1 older version"]
    versions = library.versions(one.article_id)
    assert [(version.title, version.live) for version in versions] == [
        ("Second headline", True),
        ("First headline", False),
    ]
    for version in versions:
        article = library.article(one.article_id, version.version)
        assert article
        assert article.title == version.title
    page = AppTest.from_string(SELECTED.format(path=str(library.path)), default_timeout=60).run()
    assert not page.exception
    assert "2 stored versions" in said(page)
    links = [(link.proto.label, link.proto.query_string) for link in page.get("page_link")]
    assert links == [
        ("Second headline", f"a={one.article_id}"),
        ("Second headline", f"a={one.article_id}"),
        ("First headline", f"a={one.article_id}&v={versions[1].version}"),
    ]
    with library.writing():
        library.remove([one.source])
    assert library.entries() == []
    assert library.versions(one.article_id) == []
    library.close()


def test_table_cells_are_plain_text() -> None:
    one = entry(1, title=HOSTILE, outlet=None, published_at="2025-04-20T10:00:00+00:00", language=None)
    table = collection.table([one], collection.stories_told([one, entry(2, story="s1")]))
    assert table == {
        "Open": ["Open"],
        "Title": [HOSTILE],
        "Outlet": [""],
        "Published": ["2025-04-20"],
        "State": [""],
        "Copies": [2],
        "Passages": [2],
        "Language": [""],
        "Source": ["/news/1.txt"],
    }


def test_what_articles_say_of_themselves_is_escaped() -> None:
    copies = [entry(number, title=HOSTILE, outlet=HOSTILE, source=HOSTILE, story="s") for number in (1, 2)]
    lines = [collection.origin_line(copies[0]), collection.about_line(copies[0])]
    for line in lines:
        assert "<script" not in line
        assert "&lt;script&gt;" in line
    assert collection.story_label(copies) == escape_label(f"{HOSTILE} · 2 articles · {HOSTILE} · 1 March 2025")


def test_a_story_is_listed_where_one_of_its_articles_is_found() -> None:
    newest_first = [entry(3, title="Echo"), entry(2, story="s"), entry(1, story="s", title="Origin")]
    found = collection.found(newest_first, "title 2")
    (story,) = collection.stories(newest_first, found)
    assert [one.title for one in story] == ["Origin", "Title 2"]
    assert collection.stories(newest_first, newest_first[:1]) == []


def test_stories_beyond_those_listed_are_counted() -> None:
    page = AppTest.from_string(STORIES).run()
    assert not page.exception
    assert len(page.expander) == collection.STORIES_SHOWN
    assert "and 5 more" in said(page)


def test_the_timeline_fits_the_time_that_the_articles_span() -> None:
    def bars(*dates: str | None) -> tuple[str, list[Bar]]:
        return bars_of([entry(number, published_at=when) for number, when in enumerate(dates)])

    first = date(2025, 3, 1)  # a Saturday
    assert bars("2025-03-01", "2025-03-01T23:59:00+00:00", None, "2025-03-03") == (
        "day",
        [Bar(first, date(2025, 3, 2), 2), Bar(date(2025, 3, 3), date(2025, 3, 4), 1)],
    )
    assert bars("2025-03-01", "2025-06-01")[0] == "week"
    assert bars("2025-03-01", "2025-06-01")[1][0] == Bar(date(2025, 2, 24), date(2025, 3, 3), 1)
    unit, months = bars("2023", "2025-12", "2025-12-31")
    assert unit == "month"
    assert months == [Bar(date(2023, 1, 1), date(2023, 2, 1), 1), Bar(date(2025, 12, 1), date(2026, 1, 1), 2)]
    assert bars(None) == ("day", [])


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (("2025-12-31", "2026-01-01"), ["31 Dec 2025", "1 Jan 2026"]),
        (("2025-03-01", "2025-03-31"), ["1 Mar 2025", "7 Mar", "13 Mar", "19 Mar", "25 Mar", "31 Mar"]),
        (("2025-03-14", "2025-12-04"), ["May 2025", "Jul", "Sep", "Nov"]),
        (("2023-02", "2025-12"), ["Jul 2023", "Jan 2024", "Jul", "Jan 2025", "Jul"]),
        (("2018-02", "2025-12"), ["2020", "2022", "2024"]),
        (("1350", "2025-12"), ["1400", "1500", "1600", "1700", "1800", "1900", "2000"]),
    ],
)
def test_the_axis_tells_days_as_days_and_years_with_their_year(dates: tuple[str, str], written: list[str]) -> None:
    unit, bars = bars_of([entry(number, published_at=when) for number, when in enumerate(dates)])
    found = labels(unit, bars)
    assert [" ".join(lines) for _, lines in found] == written
    assert all(bars[0].since <= day < bars[-1].until for day, _ in found)
    assert len(found) <= LABELS + 1
