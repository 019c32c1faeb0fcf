"""The page's view functions, on values made by hand."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerSentence, Citation, Disagreement, Nearest, Side, TimeRange
from assistant.answering.refusal import refusal_text
from assistant.library.facets import Facets
from assistant.settings import Settings
from assistant.types import Article, Explanation, Hit
from evals.keeping import question_from_answer, question_from_correction
from ui.articles import article_view
from ui.articles.article_view import marked_spans
from ui.asking import views
from ui.asking.filtering import STEPS, steps
from ui.asking.source_card import card, excerpts
from ui.asking.suggesting import first_questions, questions_of
from ui.asking.turns import Turn
from ui.page.messages import no_articles
from ui.wording.sources import Source
from ui.wording.text import age, counted, escape_label, harmless, is_web_address, origin, place_name, written_date

HOSTILE = """<script>alert("x")</script> & <img src=x onerror='alert(1)'> $E=mc^2$ **bold** [a](javascript:b) :smile:"""

FIRST = "A missile hit Sumy on Sunday."
CITED = "It killed 34 people, officials said."
LAST = "Rescue work went on."
TEXT = f"{FIRST} {CITED} {LAST}"


def citation(number: int = 1, text: str = TEXT, quote: str = CITED, **changes: object) -> Citation:
    start = text.index(quote)
    fields = {
        "number": number,
        "article_id": "a",
        "version": "1",
        "source": "/home/me/news/sumy.txt",
        "title": "Missile hits Sumy",
        "outlet": "The Courier",
        "published_at": "2025-04-20",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }
    return Citation(**(fields | changes))  # type: ignore[arg-type]


def answered(*citations: Citation, **changes: object) -> Answer:
    answer = Answer(
        question="How many people died in Sumy?",
        standalone_question="How many people died in Sumy?",
        status="answered",
        text="",
        sentences=tuple(AnswerSentence(one.quote, (one.number,), 1.0) for one in citations),
        citations=citations,
        disagreements=(),
        nearest=(),
        as_of=None,
        writer="quoting",
        elapsed_ms=41,
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def article(source: str = "/news/a.txt", title: str = "A title", text: str = "A text.", **changes: object) -> Article:
    fields = dict.fromkeys(("byline", "outlet", "published_at", "updated_at", "language"))
    named = {"article_id": source, "version": "1", "ingested_at": "2026-01-01", "story": source, "passages": 1}
    return Article(**(fields | named | {"source": source, "title": title, "text": text} | changes))  # type: ignore[arg-type]


class Page(HTMLParser):
    """What a browser would find: the tags, the ids, the links and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "mark":
            self._in_mark = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marked[-1] += data

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


# Nothing of an article is ever anything but text


def test_hostile_article_is_shown_as_text() -> None:
    hostile = citation(text=HOSTILE, quote=HOSTILE, title=HOSTILE, outlet=HOSTILE, source=f"/tmp/{HOSTILE}")
    turn = Turn(HOSTILE, answered(hostile), (Source((hostile,), HOSTILE, (HOSTILE,)),))
    disagreeing = answered(hostile, disagreements=(Disagreement("name", (Side(HOSTILE, 1), Side(HOSTILE, 1))),))
    near = Nearest("a", HOSTILE, HOSTILE, None)
    abstained = answered(status="abstained", text=refusal_text([near]), nearest=(near,))
    for html in (
        views.question_bubble(HOSTILE, 1),
        views.outcome(turn, 1),
        views.outcome(Turn(HOSTILE, disagreeing), 1),
        views.outcome(Turn(HOSTILE, abstained), 1),
        views.outcome(Turn(HOSTILE, error=HOSTILE), 1),
        views.kept(
            Turn(HOSTILE, kept=question_from_answer(disagreeing), not_kept=HOSTILE), Path(HOSTILE), Path(HOSTILE)
        ),
        views.sources([turn, turn]),
    ):
        page = Page(html)
        assert HOSTILE in page.text
        assert not {"script", "img"} & set(page.tags)
        assert not any(name.startswith("on") for name, _ in page.attributes)
        assert not any("javascript" in link and not link.startswith("#") for link in page.values("href"))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60))
def test_any_text_survives_escaping(text: str) -> None:
    page = Page(views.question_bubble(text, 1))
    assert (page.tags, page.text) == (["div", "p"], text)


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://", "//x", "http://[x"]
)
def test_only_web_addresses_are_links(source: str) -> None:
    assert not is_web_address(source)
    page = Page(card(Source((citation(source=source),), TEXT, ()), 1))
    assert {link.partition("?")[0] for link in page.values("href")} == {"#t1-s1", "article"}


def test_web_address_is_a_link_that_opens_elsewhere() -> None:
    url = 'https://courier.example/sumy?a=1&b="2"'
    page = Page(card(Source((citation(source=url),), TEXT, ()), 1))
    assert page.values("href")[-1] == url
    assert set(page.values("target")) == {"_blank"}
    assert place_name(url) in page.text


def test_file_is_named_without_its_folder() -> None:
    page = Page(card(Source((citation(),), TEXT, ()), 1))
    assert "sumy.txt" in page.text
    assert "/home/me" not in page.text


def test_labels_mean_nothing_to_markdown() -> None:
    label = escape_label("**$5** [x](y) `z` <b> :smile: a_b -> #1 ~no~\nnext")
    assert re.sub(r"\\[!-/:-@\[-`{-~]", "", label).isascii() is False  # the joiner behind the colon
    assert not re.search(r"(?<!\\)[$*\[\]()`<>_#~]", label)
    assert ":smile" not in label
    assert r"\-\>" not in label
    assert "\n" not in label


# Words and dates


def test_dates_are_written_out() -> None:
    assert written_date("2025-04-20") == "20 April 2025"
    assert written_date("2025-12-03T17:30:00+00:00") == "3 December 2025"
    assert written_date(None) == "undated"
    assert origin("The Courier", "2025-04-20") == "The Courier, 20 April 2025"
    assert origin(None, None) == "undated"


def test_counted() -> None:
    assert [counted(1, "article"), counted(0, "source"), counted(1200, "story")] == [
        "1 article",
        "0 sources",
        "1,200 stories",
    ]


# The source card


def test_card_shows_where_the_sentence_comes_from() -> None:
    page = Page(card(Source((citation(2),), TEXT, ("The Tribune", "Northline")), turn=3))
    for part in ("2", "Missile hits Sumy", "The Courier, 20 April 2025", "also in The Tribune, Northline", FIRST, LAST):
        assert part in page.text
    assert page.marked == [CITED]
    assert page.values("id") == ["t3-c2"]


def test_undated_article_without_outlet() -> None:
    assert "undated" in Page(card(Source((citation(outlet=None, published_at=None),), TEXT, ()), 1)).text


def test_forgotten_article_still_shows_the_quote() -> None:
    assert Page(card(Source((citation(),), None, ()), 1)).marked == [CITED]


def test_repeated_sentence_is_marked_where_it_is_cited() -> None:
    text = f"{CITED} {FIRST} {CITED}"
    second = replace(citation(text=text), start=text.rindex(CITED), end=len(text))
    pieces = excerpts(Source((second,), text, ()))[0]
    assert [(piece.text, piece.number) for piece in pieces] == [(f"{CITED} {FIRST} ", None), (CITED, 1)]


def test_passage_is_cut_at_words_and_says_so() -> None:
    text = "word " * 200 + CITED + " word" * 200
    pieces = excerpts(Source((citation(text=text),), text, ()), around=12)[0]
    assert [piece.text for piece in pieces] == ["… ", "word word ", CITED, " word word", " …"]


def test_passage_does_not_begin_or_end_with_an_empty_line() -> None:
    text = f"Before.\n\nNear. {CITED} Near.\n\nAfter."
    pieces = excerpts(Source((citation(text=text),), text, ()), around=8)[0]
    assert [piece.text for piece in pieces] == ["… ", "Near. ", CITED, " Near.", " …"]


def test_citations_of_one_article_share_a_passage_when_near_and_have_their_own_when_far() -> None:
    two = (citation(2, quote=LAST), citation(1, quote=FIRST))
    assert [[p.number for p in pieces if p.number] for pieces in excerpts(Source(two, TEXT, ()))] == [[1, 2]]
    text = FIRST + " word" * 300 + " " + LAST
    far = (citation(1, text, FIRST), citation(2, text, LAST))
    assert [[p.number for p in pieces if p.number] for pieces in excerpts(Source(far, text, ()))] == [[1], [2]]


def test_a_card_leads_to_the_whole_article_and_back_to_what_rests_on_it() -> None:
    page = Page(card(Source((citation(2), citation(1, quote=FIRST)), TEXT, ()), 1))
    assert page.values("href") == ["#t1-s2", "#t1-s1", "article?a=a&v=1&s=30-66&s=0-29"]
    # An article that the library has forgotten cannot be read.
    assert "article?" not in card(Source((citation(),), None, ()), 1)


def test_a_card_tells_how_old_its_article_is_and_what_became_of_it() -> None:
    source = Source((citation(correction="Correction: an earlier version said 35."),), TEXT, (), replaced=True)
    page = Page(card(source, 1, {1: "superseded"}, "2025-12-24"))
    assert "The Courier, 20 April 2025 · 8 months before your question" in page.text
    assert "superseded" in page.text
    assert "replaced by a newer version" in page.text
    assert "Correction: an earlier version said 35." in page.text


@pytest.mark.parametrize(
    ("published_at", "seen_on", "told"),
    [
        ("2025-04-20", "2025-04-20", "the day of your question"),
        ("2025-04-20T23:00:00+00:00", "2025-04-21", "the day before your question"),
        ("2025-04-20", "2025-04-26", "6 days before your question"),
        ("2025-04-20", "2025-05-11", "3 weeks before your question"),
        ("2025-04-20", "2027-05-01", "2 years before your question"),
        ("2025-04-20", "2025-04-10", "10 days after your question"),
        ("2025-04", "2025-12-24", "8 months before your question"),
        ("2025-04", "2025-05-02", ""),
        ("2025", "2025-12-24", ""),
        (None, "2025-12-24", ""),
        ("2025-04-20", "", ""),
    ],
)
def test_how_old_an_article_is(published_at: str | None, seen_on: str, told: str) -> None:
    assert age(published_at, seen_on) == told


def test_a_card_tells_the_section_and_where_its_date_was_stated() -> None:
    page = Page(card(Source((citation(section="World", date_from="json-ld"),), TEXT, ()), 1))
    assert "World · date from the page's JSON-LD" in page.text
    assert "date from" not in Page(card(Source((citation(published_at=None, date_from=None),), TEXT, ()), 1)).text


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/me/news/sumy.txt", "sumy.txt"),
        ("/home/me/feed.rss#https://courier.example/world/sumy?a=1", "feed.rss#courier.example/world/sumy?a=1"),
        ("/home/me/news.zip#march/sumy.txt", "news.zip#march/sumy.txt"),
        ("/home/me/notes #3.txt", "notes #3.txt"),
        ("https://courier.example/sumy#top", "courier.example/sumy#top"),
    ],
)
def test_a_source_is_named_so_that_it_is_told_apart(source: str, name: str) -> None:
    assert place_name(source) == name


def test_an_article_s_notices_and_captions_stand_apart_from_its_report() -> None:
    page = Page(article_view.article(article(
        title="T", text=TEXT, section="World", published_at="2025-04-20", provenance={"published_at": "address"},
        correction="Correction: it was 34.", captions=("A street in Sumy on Monday.",),
        canonical_url="https://courier.example/sumy",
    ), [], ()))  # fmt: skip
    for told in ("World", "date from the article's address", "Correction: it was 34.", "A street in Sumy on Monday."):
        assert told in page.text
    assert "https://courier.example/sumy" in page.values("href")
    assert page.text.index("Correction") < page.text.index(TEXT[:20]) < page.text.index("A street in Sumy")


def test_weak_support_is_seen_and_good_support_is_not() -> None:
    both = replace(
        answered(citation()), sentences=(AnswerSentence(CITED, (1,), 0.62), AnswerSentence(LAST, (1,), 0.97))
    )
    text = Page(views.outcome(Turn("?", both), 1)).text
    assert "62% supported" in text
    assert "97%" not in text


# The whole article


def test_an_address_marks_what_lies_in_the_text_and_nothing_else() -> None:
    asked = ["30-66", "0-29", "5-9", "60-70", "9-3", "-1-5", "1e3-9", "x", "100-9999", "²-9"]
    assert marked_spans(asked, TEXT) == [(0, 29), (30, 66)]


@given(st.text(max_size=80), st.lists(st.text("0123456789-x", max_size=6)))
def test_a_whole_article_is_its_text(text: str, asked: list[str]) -> None:
    page = Page(article_view.article(article(title="T", text=text), marked_spans(asked, text), ()))
    assert "".join(harmless(text).split()) in "".join(page.text.split())
    assert page.values("id") == [f"m{number + 1}" for number in range(len(marked_spans(asked, text)))]


def test_a_hostile_article_is_text() -> None:
    values = article(HOSTILE, HOSTILE, HOSTILE, outlet=HOSTILE, byline=HOSTILE, language='"><script>')
    values = replace(values, correction=HOSTILE, section=HOSTILE, captions=(HOSTILE,), canonical_url=HOSTILE)
    page = Page(article_view.article(values, marked_spans(["0-9"], HOSTILE), (HOSTILE,)))
    assert not {"script", "img"} & set(page.tags)
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert page.text.count(HOSTILE) == 9


# What questions are narrowed down to


def test_steps_of_time_are_as_fine_as_they_can_be_drawn() -> None:
    assert steps({"2025-03-22": 2, "2025-03-24": 1}) == {"2025-03-22": 2, "2025-03-23": 0, "2025-03-24": 1}
    months = steps({"2025-01-31": 2, "2025-07-01": 1, "2025-07": 2, "2025": 9})
    assert list(months.items())[::6] == [("2025-01", 2), ("2025-07", 3)]
    assert steps({"1901": 1, "1903-05-05": 1}) == {"1903-05-05": 1}
    assert steps({"1901-01-01": 1, "1999-05-05": 1})["1950"] == 0
    assert steps({}) == {}
    assert len(steps({"1900-01-01": 1, "2025-03-04": 3})) == 126  # many years are a choice all the same
    assert all(len(steps({first: 1, "2025-06-15": 1})) <= STEPS for first in ("2025-01-01", "2015-01-01", "1950-01-01"))


def test_the_histogram_tells_what_lies_inside() -> None:
    page = Page(views.histogram({"2025-03": 7, "2025-04": 0, "2025-05": 3}, "2025-04", "2025-05"))
    assert page.values("aria-label") == ["3 articles, April 2025 to May 2025"]
    assert page.values("title") == ["March 2025: 7 articles", "April 2025: 0 articles", "May 2025: 3 articles"]
    assert page.values("style") == ["height:100%", "height:0%", "height:42%"]


@given(
    st.lists(
        st.sampled_from(["Yes.", "A longer sentence with words in it.", "No <b>&amp;</b>\n\n", "“Ça va?”"]), min_size=1
    ),
    st.data(),
)
def test_what_is_marked_is_what_is_cited(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    spans, at = [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + 1
    chosen = data.draw(st.lists(st.sampled_from(spans), min_size=1, unique=True))
    citations = tuple(
        replace(citation(number), start=start, end=end, quote=text[start:end])
        for number, (start, end) in enumerate(chosen, 1)
    )
    source = Source(citations, text, ())
    pieces = [piece for passage in excerpts(source, around=20) for piece in passage]
    assert {piece.number: piece.text for piece in pieces if piece.number} == {
        one.number: one.quote for one in citations
    }
    assert sorted(Page(card(source, 1)).marked) == sorted(one.quote for one in citations)
    shown = "".join(piece.text for piece in excerpts(source, around=len(text) + 1)[0])
    assert shown == text


# Answers


def test_each_sentence_is_followed_by_links_to_its_sources() -> None:
    both = answered(citation(1), citation(2, quote=LAST))
    both = replace(both, sentences=(AnswerSentence(CITED, (1, 2), 0.97), AnswerSentence(LAST, (2,), 1.0)))
    page = Page(views.outcome(Turn("?", both), 4))
    assert page.values("href") == ["#t4-c1", "#t4-c2", "#t4-c2"]
    assert "Support: 97%" in page.values("title")
    assert f"“{CITED}” Missile hits Sumy (The Courier, 20 April 2025)" in page.values("title")
    assert page.text.index(CITED) < page.text.index(LAST)


def test_every_link_of_an_answer_has_its_sentence_among_the_sources() -> None:
    citations = (citation(1), citation(2, quote=LAST))
    turn = Turn("?", answered(*citations), (Source(citations, TEXT, ()),))
    links = [Page(views.outcome(turn, number)).values("href") for number in (1, 2)]
    assert [f"#{name}" for name in Page(views.sources([turn, turn])).values("id")] == links[0] + links[1]


def test_caption_names_writer_time_and_number_of_articles() -> None:
    assert "quoting writer · 41 ms · 1 source<" in views.caption(answered(citation(1), citation(2, quote=LAST)))
    two = answered(citation(1), citation(2, article_id="b"), as_of="2025-05-01")
    assert "quoting writer · 41 ms · 2 sources · as of 1 May 2025" in views.caption(two)
    assert "source" not in views.caption(answered(status="abstained"))


def test_disagreement_shows_its_sides_with_outlet_and_date() -> None:
    two = (citation(1), citation(2, outlet="Meridian", published_at="2025-04-21"))
    differing = Disagreement("number", (Side("35 people", 2, 3, 1), Side("34 people", 1)))
    note = note_of(answered(*two, disagreements=(differing,)))
    assert "The sources disagree, newest first" in note.text
    assert "35 people2Meridian, 21 April 2025 · 3 outlets, 1 origin34 people1The Courier, 20 April 2025" in note.text
    assert note.values("href") == ["#t1-c2", "#t1-c1"]


def test_a_side_that_a_later_report_overtook_is_marked_and_nobody_disagrees() -> None:
    two = (citation(1), citation(2, outlet="Meridian", published_at="2025-04-21"))
    differing = Disagreement("number", (Side("35 people", 2), Side("34 people", 1, mark="earlier")))
    note = note_of(answered(*two, disagreements=(differing,)))
    assert "The sources disagree" not in note.text
    assert "The Courier, 20 April 2025 · earlier figure" in note.text


def note_of(answer: Answer) -> Page:
    html = views.outcome(Turn("?", answer), 1)
    return Page(html[html.index("aa-disagree") :])


def test_abstention_lists_the_nearest_articles_once() -> None:
    near = (Nearest("a", "Talks in Paris", "The Courier", "2025-04-20"), Nearest("b", "Grain", None, None))
    page = Page(views.outcome(Turn("?", answered(status="abstained", text=refusal_text(near), nearest=near)), 1))
    assert page.text.startswith("The articles do not answer this question.")
    assert page.tags.count("li") == 2
    assert page.text.count("Talks in Paris") == page.text.count("Grain") == 1
    assert "The Courier, 20 April 2025" in page.text


def test_abstention_without_articles_says_why() -> None:
    text = refusal_text(())
    assert text in Page(views.outcome(Turn("?", answered(status="abstained", text=text)), 1)).text


def test_only_the_latest_turn_s_sources_are_shown_at_first() -> None:
    turn = Turn("?", answered(citation()), (Source((citation(),), TEXT, ()),))
    html = views.sources([turn, turn, Turn("??", error="No.")])
    assert html.count("aa-group") == 3
    assert html.count("aa-latest") == 1
    assert html.index("aa-latest") > html.rindex("<mark")


# What was understood


def test_a_question_that_was_understood_as_another_is_told_so() -> None:
    follow_up = answered(citation(), question="And in Sumy?", standalone_question=f"Who was hurt in {HOSTILE}?")
    page = Page(views.outcome(Turn("And in Sumy?", follow_up), 1))
    assert page.text.startswith(f"Understood as: Who was hurt in {HOSTILE}?")
    assert "script" not in page.tags
    same = answered(citation(), question="Who?", standalone_question="Who?")
    assert "Understood" not in views.outcome(Turn("Who?", same), 1)


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (TimeRange("yesterday", "2025-04-17", "2025-04-17"), "“yesterday”: 17 April 2025"),
        (
            TimeRange("in March", "2025-03-01", "2025-03-31", (1,)),
            "1 March 2025 to 31 March 2025; [1] dated outside it",
        ),
        (TimeRange("before the talks", None, "2025-04-07"), "“before the talks”: up to 7 April 2025"),
        (TimeRange("latest"), "“latest”: the newest article cited is of 20 April 2025"),
    ],
)
def test_the_time_a_question_means_is_told(period: TimeRange, shown: str) -> None:
    cited = citation(published_at="2025-04-20")
    assert Page(views.period(answered(cited, period=period))).text.endswith(shown)


def test_how_new_an_answer_is_is_told_only_as_far_as_it_is_known() -> None:
    latest = TimeRange("latest")
    assert "nothing is dated" in views.period(answered(citation(published_at=None), period=latest))
    abstained = answered(status="abstained", period=latest)
    assert "newer articles are preferred" in views.period(abstained)


# Test questions


def test_what_was_kept_is_named_with_the_command_that_asks_it() -> None:
    turn, path, library = Turn("?", answered(citation())), Path("/my news/library-q.jsonl"), Path("/my news/library")
    assert views.kept(turn, path, library) == ""
    right = Page(views.kept(replace(turn, kept=question_from_answer(answered(citation()))), path, library))
    assert right.text == (
        "Kept as a test question in library-q.jsonl. Run it with: article-assistant eval"
        " '/my news/library-q.jsonl' --library '/my news/library'"
    )
    assert right.values("class") == ["aa-kept aa-kept-right"]
    wrong = replace(turn, kept=question_from_correction(answered(citation()), None), not_kept="The disk is full.")
    html = views.kept(wrong, path, Settings().library)
    assert "aa-kept-wrong" in html
    assert "--library" not in html
    assert Page(html).text.startswith("The disk is full.Kept as")


def test_a_hit_to_choose_is_one_line_that_tells_it_apart() -> None:
    passage = ("p", "a", "1", "/a.txt", "Talks\nin Paris", "The Courier", "2025-04-20", "en", "a", (), 0, 7, "A text.")
    assert (
        views.hit_label(Hit(2, 0.5, *passage, (), Explanation(None, None, None, None, 0.5)))
        == "2. Talks in Paris (The Courier, 20 April 2025)"
    )


def test_no_text_makes_looking_for_questions_slow() -> None:
    started = time.perf_counter()
    for text in ("A'" * 20_000, "1," * 20_000, "A" * 40_000, "1 people were " + "a" * 40_000):
        list(questions_of(article("/a", "T", text)))
    assert time.perf_counter() - started < 2


# The states before the first question


def test_welcome_counts_and_dates_the_articles() -> None:
    dated = Facets({"2025-03-14": 1, "2025-12-03": 1}, {}, {}, 1)
    assert "3 articles, 14 March 2025 to 3 December 2025" in views.welcome(dated)
    assert "1 article, 14 March 2025<" in views.welcome(Facets({"2025-03-14": 1}, {}, {}, 0))
    assert "1 article<" in views.welcome(Facets({}, {}, {}, 1))


def test_without_articles_the_command_names_an_unusual_library() -> None:
    usual = Settings().library
    assert "<pre>article-assistant ingest DIR</pre>" in no_articles(usual)
    assert "ingest DIR --library &#x27;/my news&#x27;</pre>" in no_articles(Path("/my news"))


def test_the_samples_have_questions_of_their_own() -> None:
    samples = [article(f"/x/samples/{name}") for name in ("rubio-mediation.txt", "kharkiv-sumy-attacks.txt")]
    assert first_questions(samples) == (
        "How many people were injured in Kharkiv?",
        "What did Rubio say about mediation?",
    )
    assert first_questions([article("/x/rubio-mediation.txt")]) == ()


def test_other_articles_are_asked_for_what_is_counted_said_done_paid_due_and_named() -> None:
    text = (
        'On Friday Secretary of State Marco Rubio said no. The White House said nothing. "Yes," said Ada Lovelace.'
        " The National Weather Service said rain. Officials approved it, as had Ulm. Thursday published nothing."
        " In March the European Union rejected the plan of Ulm. Ulm rejected it, too, and Ulm pledged about $5 million."
        " The peace summit will begin on 3 May. Nine were hurt in Ulm’s harbour. Some 1,200 homes were damaged in Ulm."
        " Later the Kremlin, which was no Russian and no Russian Kremlin, left Ulm to the Kremlin."
    )
    assert list(questions_of(article("/a", "Ulm & more", text))) == [
        "How many homes were damaged in Ulm?",
        "What did Marco Rubio say about Ulm?",
        "What did Ada Lovelace say about Ulm?",
        "What did the European Union reject?",
        "What did Ulm reject?",
        "How much did Ulm pledge?",
        "When will the peace summit begin?",
        "What happened in Ulm?",
        "What is said about the Kremlin?",
    ]
