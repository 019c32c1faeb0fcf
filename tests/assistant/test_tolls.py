"""A toll that changes from report to report: the newest first, the others beside it, none of another disaster."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.disagreement.intervals import amounts
from assistant.answering.question import Question
from assistant.embedding import SentenceTransformerEncoder
from tests.assistant.test_disagreement import asked, sides

MONDAY = (
    "2026-04-13",
    (
        "The number of people killed when the Orrin Gap dam collapsed has risen to 23, the interior ministry "
        "said on Monday. Rescuers dug through mud in the streets of Lower Harn."
    ),
)
HOSPITALS = (
    "2026-04-13",
    (
        "At least 31 people died when the Orrin Gap dam collapsed, according to a count of the bodies taken "
        "to four hospitals. The figure is higher than the 23 deaths that the interior ministry announced on "
        "Monday."
    ),
)
THEN = (
    "2026-04-14",
    (
        "The Orrin Gap collapse is the deadliest dam failure in Karvonia since 1957, when 112 people "
        "died at Sarn. Karvonia's president walked through the streets of Lower Harn."
    ),
)
NOW = (
    "2026-04-15",
    (
        "The head of the water company was suspended after the collapse of the Orrin Gap dam. The government "
        "and this newspaper now give the same toll: 47 dead."
    ),
)
QUESTION = "How many people died when the Orrin Gap dam collapsed?"


def test_an_article_that_tells_of_anothers_figure_has_its_own(
    tmp_path: Path, bundled: SentenceTransformerEncoder
) -> None:
    answer = asked(tmp_path, QUESTION, MONDAY, HOSPITALS, encoder=bundled)
    assert {value for value, *_ in sides(answer)} == {"23", "At least 31 people"}


def test_an_amount_told_for_comparison_is_anothers(tmp_path: Path, bundled: SentenceTransformerEncoder) -> None:
    county = ("2026-04-13", "The bridge at Tolm cost $23 million, the county said on Monday. It was opened in March.")
    audit = (
        "2026-04-13",
        (
            "The county has paid $31 million for the bridge at Tolm, an audit says. The cost of the bridge at Tolm is "
            "higher than the $23 million that the county told."
        ),
    )
    answer = asked(tmp_path, "How much did the bridge at Tolm cost?", county, audit, encoder=bundled)
    assert {value for value, *_ in sides(answer)} == {"$23 million", "$31 million"}


def test_an_earlier_disaster_is_no_answer_and_no_side(tmp_path: Path, bundled: SentenceTransformerEncoder) -> None:
    answer = asked(tmp_path, QUESTION, MONDAY, HOSPITALS, THEN, encoder=bundled)
    assert {value for value, *_ in sides(answer)} == {"23", "At least 31 people"}
    assert "112" not in answer.text


@pytest.mark.parametrize("question", [QUESTION, "How many people have been killed in the dam disaster?"])
def test_the_newest_toll_is_told_in_few_words(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str
) -> None:
    answer = asked(tmp_path, question, MONDAY, HOSPITALS, THEN, NOW, encoder=bundled)
    told = sides(answer)
    assert told[0][0] == "47 dead"
    assert {mark for *_, mark in told[1:]} == {"earlier"}


def test_people_and_cattle_are_no_two_sides(tmp_path: Path, bundled: SentenceTransformerEncoder) -> None:
    barn = "The barn fire in Tolm killed {} on Sunday, the fire service of the county said. It began at night."
    days = [("2026-04-13", barn.format("3 people")), ("2026-04-14", barn.format("40 cows"))]
    answer = asked(tmp_path, "How many people were killed in the barn fire in Tolm?", *days, encoder=bundled)
    assert not answer.disagreements


def test_the_day_of_a_question_need_not_stand_in_the_article(
    tmp_path: Path, bundled: SentenceTransformerEncoder
) -> None:
    question = "How many people died when the Orrin Gap dam collapsed, as of 13 April 2026?"
    assert Question.parse(question).written_names == ("Orrin", "Gap")
    assert len(sides(asked(tmp_path, question, MONDAY, HOSPITALS, encoder=bundled))) == 2


@pytest.mark.parametrize(
    ("question", "sentence", "allowed"),
    [
        ("How many people died?", "It is the worst collapse since 1957, when 112 people died at Sarn.", False),
        ("How many people died in 1957?", "It is the worst collapse since 1957, when 112 people died at Sarn.", True),
        ("How many people died?", "It killed 23 people, the most since 1957, when 112 died at Sarn.", True),
        (
            "How many died at the Sarn dam?",
            "It is the worst since the Sarn dam burst of 1957, in which 112 died.",
            True,
        ),
        ("When did Sarn collapse?", "It is the worst collapse since 1957, when 112 people died at Sarn.", True),
    ],
)
def test_what_was_then_is_not_counted_now(question: str, sentence: str, allowed: bool) -> None:
    assert Question.parse(question).allows(sentence) is allowed
    assert len(Question.parse(question).without_hindsight(sentence)) == len(sentence)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("It put the number of dead at 14 and the wounded at 52.", [(14, "killed"), (52, "hurt")]),
        ("The death toll has risen to 15.", [(15, "killed")]),
        ("Five killed 12 injured in bus crash", [(5, "killed"), (12, "hurt")]),
        ("The explosion killed 15 people in Dorvash two weeks ago.", [(15, "killed")]),
        ("He drifted for 12 days before he was found.", [(288, None)]),  # hours
    ],
)
def test_what_leads_to_a_figure_tells_whose_it_is(text: str, counted: list[tuple[float, str | None]]) -> None:
    assert [(value.low, value.role) for value in amounts(text)] == counted
