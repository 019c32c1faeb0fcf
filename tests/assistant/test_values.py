"""What sentences state, made comparable."""

from __future__ import annotations

import pytest

from assistant.answering.disagreement.intervals import amounts
from assistant.answering.disagreement.stands import stand
from assistant.answering.disagreement.values import Value, ages, clock_times, dates, names


def only(values: list[Value]) -> Value:
    (value,) = values
    return value


def test_amounts_are_told_with_their_unit_and_dates_are_none() -> None:
    text = "The attack on April 13 killed 34 people and the talks of 2 December lasted five hours, until 7 p.m."
    assert [(v.text, v.measure, v.low, v.high) for v in amounts(text)] == [
        ("34 people", "count", 34, 34),
        ("five hours", "hours", 5, 5),
    ]


def test_a_figure_belongs_to_what_happened_to_those_it_counts() -> None:
    for text in ("It killed 12 people and injured 40.", "12 people were killed and 40 injured.", "12 dead, 40 hurt"):
        assert [(v.low, v.role) for v in amounts(text)] == [(12, "killed"), (40, "hurt")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24 people were hurt", "Two dozen people were hurt"),
        ("It took 90 minutes", "It took an hour and a half"),
        ("It took nearly five hours", "It took 290 minutes"),
        ("a trail of 16 km", "a trail of 10 miles"),
        ("It raised $1.3 million", "It raised 1,297,400 dollars"),
        ("between 30 and 40 people", "36 people"),
        ("30 to 40 homes", "some 42 homes"),
        ("at least 50 people", "58 people"),
        ("up to 150 jobs", "140 jobs"),
        ("2,987 runners", "about 3,000 runners"),
        ("two hundred and forty houses", "240 houses"),
        ("dozens of people", "45 people"),
    ],
)
def test_the_same_amount_in_other_words_agrees(one: str, other: str) -> None:
    mine, theirs = only(amounts(one)), only(amounts(other))
    assert mine.measure == theirs.measure
    assert mine.agrees(theirs)
    assert theirs.agrees(mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("34 people", "35 people"),
        ("about 30 people", "52 people"),
        ("at least 12 people", "34 people"),
        ("three hours", "nearly five hours"),
        ("$48 million", "$63 million"),
        ("between 30 and 40 people", "52 people"),
        ("8,000 marchers", "20,000 marchers"),
    ],
)
def test_another_amount_does_not(one: str, other: str) -> None:
    assert not only(amounts(one)).agrees(only(amounts(other)))


def test_days_count_from_when_it_was_published() -> None:
    stated = {v.text: v for v in dates("It began on Tuesday, 15 April, and ended yesterday.", "2025-04-20")}
    assert stated["Tuesday"].agrees(stated["15 April"])
    assert not stated["Tuesday"].agrees(stated["yesterday"])
    assert only(dates("It opens on Friday.", "2025-04-20")).agrees(only(dates("on 25 April 2025", None)))
    assert only(dates("in April", "2025-05-02")).agrees(only(dates("on 18 April", "2025-05-02")))
    assert only(dates("on 18 April", None)).measure == "day of year"
    assert only(dates("It may rain in the 1920s.", None)).agrees(only(dates("in 1924", None)))
    assert dates("on 31 April", "2025-05-02") == []


def test_times_of_day_and_ages() -> None:
    assert only(clock_times("at 7:30 p.m.")).agrees(only(clock_times("at 19:30")))
    assert only(clock_times("at noon")).low == 720
    younger, older = only(ages("Edda, aged 34, sang", "2025-01-01")), only(ages("the 35-year-old sang", "2025-01-01"))
    assert not younger.agrees(older)
    # She has had a birthday since.
    assert younger.agrees(only(ages("the 35-year-old sang", "2025-08-01")))


def test_names_are_without_titles_dates_and_what_is_known() -> None:
    found = names("On Monday Mayor Edda Brask opened the Kestrel Hall in Orrin.", frozenset({"orrin"}))
    assert [value.words for value in found] == [{"edda", "brask"}, {"kestrel", "hall"}]
    assert found[0].agrees(only(names("The hall was opened by Brask")))


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("The council approved the plan on Monday.", True),
        ("The council rejected the plan.", False),
        ("The council did not approve the plan.", False),
        ("It was not an easy night, but the council backed the plan.", True),
        ("The council refused to approve the plan.", False),
    ],
)
def test_sentences_affirm_or_deny(text: str, so: bool) -> None:
    found = stand(text, frozenset({"council", "approv", "plan"}))
    assert found is not None
    assert found.so is so
