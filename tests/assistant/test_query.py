"""What a question is taken apart into: parts, outlets it names, days it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates import Period, last_ordinal, means_recent, ordinal, periods_in, times_in
from assistant.query import by_name, named, parse, parts_of, plain

FRIDAY = date(2025, 4, 18)


def days(since: str, until: str | None = None) -> Period:
    return Period(date.fromisoformat(since).toordinal(), date.fromisoformat(until or since).toordinal())


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How many people were injured in Kharkiv?", []),
        ("Who met Putin and Witkoff?", []),
        (
            "Does The Courier say the harbour reopened, while The Herald says it stays shut?",
            ["Does The Courier say the harbour reopened", "The Herald says it stays shut"],
        ),
        (
            "What changed between the report on the harbour strike and the report on its end?",
            ["What changed between the report on the harbour strike", "the report on its end"],
        ),
        (
            "What lies between the old harbour bridge and Green Island lighthouse hill?",
            ["the old harbour bridge", "Green Island lighthouse hill"],
        ),
        (
            "What does the mayor say about the bridge, and what does the council say?",
            ["What does the mayor say about the bridge", "what does the council say"],
        ),
    ],
)
def test_a_question_that_compares_has_parts(question: str, parts: list[str]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("Do you know who won the regatta?", "who won the regatta?"),
        ("Hi, can you please tell me in which town it was held?", "in which town it was held?"),
        ("I'd like to know how many were hurt.", "how many were hurt."),
        ("Tell me what's the toll", "what is the toll"),
        ("Please tell us, when did it open?", "when did it open?"),
        ("Tell me about the strike", "Tell me about the strike"),
        ("Do you know if the bridge is open?", "Do you know if the bridge is open?"),
        ("Does he know who won?", "Does he know who won?"),
        ("What's new?", "What's new?"),
        ("Who do you know there?", "Who do you know there?"),
    ],
)
def test_a_lead_in_asks_nothing(question: str, put: str) -> None:
    assert plain(question) == put
    assert plain(put) == put


def test_outlets_are_named_by_their_words_and_their_letter_case() -> None:
    outlets = by_name(["The Courier", "Time", "CBSSports.com", "Cnbc | World Business"])
    assert named("Does 'The Courier' agree with CBSSports.com?", outlets) == {"The Courier", "CBSSports.com"}
    assert named("What did Cnbc | World Business report in Time?", outlets) == {"Cnbc | World Business", "Time"}
    assert named("What does the Courier say, or cnbc | world business?", outlets) == {
        "The Courier",
        "Cnbc | World Business",
    }
    assert named("Is it time for the courier?", outlets) == frozenset()
    assert named("", by_name(["", "The"])) == frozenset()


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("What happened on 18 April 2025?", days("2025-04-18")),
        ("What happened on April 3rd, 2024?", days("2024-04-03")),
        ("the report of 2023-11-06", days("2023-11-06")),
        ("What was said in Feb. 2024?", days("2024-02-01", "2024-02-29")),
        ("Who won yesterday?", days("2025-04-17")),
        ("Who won this week?", days("2025-04-12", "2025-04-18")),
        ("Who won last week?", days("2025-04-05", "2025-04-15")),
        ("Who won last month?", days("2025-03-01", "2025-03-31")),
        ("Who won in the past week?", days("2025-04-12", "2025-04-18")),
        ("Who won in the past month?", days("2025-03-20", "2025-04-18")),
        ("Who won last Friday?", days("2025-04-11")),
        ("Who won last year?", days("2024-01-01", "2024-12-31")),
        ("Who won on Wednesday?", days("2025-04-16")),
        ("What was decided two weeks ago?", days("2025-04-01", "2025-04-07")),
        ("What was decided the day before yesterday?", days("2025-04-16")),
        ("Who won in the last three days?", days("2025-04-16", "2025-04-18")),
        ("Who won in the past 24 hours?", days("2025-04-17", "2025-04-18")),
        ("Who won at the weekend?", days("2025-04-12", "2025-04-13")),
        ("Who won in March?", days("2025-03-01", "2025-03-31")),
        ("Who won in May?", days("2024-05-01", "2024-05-31")),
        ("Who won in April?", days("2025-04-01", "2025-04-30")),
        ("Who won on 20 April?", days("2024-04-20")),
        ("Who won on April 17?", days("2025-04-17")),
        ("What has happened since Monday?", days("2025-04-14", "2025-04-18")),
        ("What has happened since early March?", days("2025-03-01", "2025-04-18")),
        ("What has happened since 18 April 2024?", days("2024-04-18", "2025-04-18")),
        ("What happened after March 2025?", days("2025-04-01", "2025-04-18")),
        ("What was known before yesterday?", days("0001-01-01", "2025-04-16")),
    ],
)
def test_days_a_question_means(question: str, period: Period) -> None:
    assert periods_in(question, FRIDAY) == [period]


def test_on_a_monday_the_sunday_before_is_of_last_week() -> None:
    (meant,) = times_in("What happened last week?", date(2025, 4, 14))
    assert meant.period == days("2025-04-01", "2025-04-13")


@pytest.mark.parametrize(
    "question",
    [
        "What about FRİDAY, ſix days ago?",
        "Who won in 2024?",
        "What may happen on 31 April 2025?",
        "Who may march in and win?",
        "What happened since 30 April 2025?",
        "Who has 12 2025 models?",
    ],
)
def test_what_names_no_day_means_none(question: str) -> None:
    assert periods_in(question, FRIDAY) == []


@pytest.mark.parametrize(
    ("question", "recent"),
    [
        ("Which automaker recalled its vans this week?", True),
        ("Which show was RECENTLY renewed?", True),
        ("What is the latest toll?", True),
        ("Who knows the mayor of New York?", False),
        ("What was known in 2019?", False),
    ],
)
def test_questions_about_what_is_new(question: str, *, recent: bool) -> None:
    assert means_recent(question) is recent


def test_each_part_has_its_own_outlet_and_day() -> None:
    question = "Did The Courier on 3 May 2025 praise the plan, while The Herald on 9 May 2025 did not like it?"
    whole, first, second = parse(question, by_name(["The Courier", "The Herald"]), FRIDAY)
    assert whole.outlets == {"The Courier", "The Herald"}
    assert set(whole.periods) == {days("2025-05-03"), days("2025-05-09")}
    assert [part.outlets for part in (first, second)] == [{"The Courier"}, {"The Herald"}]
    assert [part.periods for part in (first, second)] == [(days("2025-05-03"),), (days("2025-05-09"),)]


def test_ordinal_reads_dates_of_any_precision() -> None:
    assert [ordinal(stated) for stated in ("2025-04-18T09:00:00+02:00", "2025-04", "2025", None, "soon")] == [
        FRIDAY.toordinal(),
        date(2025, 4, 1).toordinal(),
        date(2025, 1, 1).toordinal(),
        None,
        None,
    ]


def test_the_first_of_all_years_has_none_before_it() -> None:
    assert periods_in("What happened last year and last month?", date(1, 1, 1)) == []


def test_a_pasted_text_has_no_parts() -> None:
    assert parts_of("; ".join(f"what happened in town {n}" for n in range(50))) == []


def test_the_last_day_of_a_month_or_year() -> None:
    assert [last_ordinal(stated) for stated in ("2024-02", "2025", "2025-04-18", None)] == [
        date(2024, 2, 29).toordinal(),
        date(2025, 12, 31).toordinal(),
        FRIDAY.toordinal(),
        None,
    ]


def test_the_words_that_mean_a_time_are_told() -> None:
    question = "What has changed since last Friday, and what did the mayor say in March?"
    assert [meant.words for meant in times_in(question, FRIDAY)] == ["since last Friday", "in March"]


RELATIVE = (
    "today",
    "yesterday",
    "this week",
    "last week",
    "last weekend",
    "the past month",
    "last year",
    "in March",
    "since March",
    "on Monday",
    "since Tuesday",
    "last Friday",
    "9 days ago",
    "in the last 100 days",
    "two years ago",
    "on 29 February",
    "December 31",
)


@given(st.sampled_from(RELATIVE), st.dates())
def test_times_lie_in_the_past_of_the_day_they_are_asked_on(words: str, as_of: date) -> None:
    for meant in times_in(f"What happened {words}?", as_of):
        assert words.endswith(meant.words)
        assert 1 <= meant.period.since <= meant.period.until
        assert meant.period.since <= as_of.toordinal()
        # A week before is told with some days on either side, the month and year to its end.
        assert meant.period.until <= max(as_of.toordinal(), last_ordinal(f"{as_of.year:04}") or 0)


@given(st.sampled_from(["in March", "on 17 March", "last Tuesday"]), st.dates(date(2, 1, 1)))
def test_what_is_open_meets_what_it_opens_from(words: str, as_of: date) -> None:
    bare = words.removeprefix("on ").removeprefix("in ")
    (within,) = periods_in(f"Who won {words}?", as_of)
    (since,) = periods_in(f"Who won since {bare}?", as_of)
    assert since == Period(within.since, as_of.toordinal())
    before = periods_in(f"Who won before {bare}?", as_of)
    assert before == [Period(1, within.since - 1)]
