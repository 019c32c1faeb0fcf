"""Follow-ups: what they lean on is carried over, and a new topic is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer
from assistant.answer import AnswerSentence
from assistant.conversation import leans, standalone
from assistant.library.words import analyse

SET = Path(__file__).parents[2] / "evals" / "sets" / "conversations.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
INJURED = ("How many people were injured in Kharkiv?", "At least 60 people were injured in Kharkiv on Friday.")


@pytest.mark.parametrize("row", [row for row in ROWS if row["words"]], ids=lambda row: row["id"])
def test_a_follow_up_carries_what_it_leans_on(row: dict[str, Any]) -> None:
    alone = standalone(row["question"], [tuple(turn) for turn in row["history"]])
    assert set(analyse(" ".join(row["words"]))) <= set(analyse(alone))


@pytest.mark.parametrize("row", [row for row in ROWS if not row["words"]], ids=lambda row: row["id"])
def test_a_new_topic_is_not_touched_by_the_old(row: dict[str, Any]) -> None:
    assert standalone(row["question"], [tuple(turn) for turn in row["history"]]) == row["question"]


def test_the_set_has_as_many_of_both() -> None:
    assert len(ROWS) == 2 * sum(row["words"] is None for row in ROWS) >= 30


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("And in Sumy?", "How many people were injured in Sumy?"),
        ("What about Sumy?", "How many people were injured in Sumy?"),
        ("Why?", "Why? (people injured Kharkiv)"),
        ("Were there children among them?", "Were there children among them? (people injured Kharkiv)"),
        ("What does Marco Rubio say about the talks?", "What does Marco Rubio say about the talks?"),
    ],
)
def test_how_a_question_is_made_to_stand_alone(question: str, alone: str) -> None:
    assert standalone(question, [INJURED]) == alone


def test_another_time_takes_the_place_of_the_one_before() -> None:
    history = [("How many people were injured in Kharkiv last week?", "60.")]
    assert standalone("And yesterday?", history) == "And yesterday? (people injured Kharkiv)"
    assert standalone("Why?", history) == "Why? (people injured Kharkiv last week)"
    in_march = [("How many people were injured in March?", "60.")]
    assert standalone("And in April?", in_march) == "How many people were injured in April?"


def test_names_come_from_the_answer_where_they_were_asked_for() -> None:
    history = [("Who called the talks productive?", "On Monday Yuri Ushakov said so in Moscow. They go on.")]
    assert standalone("What is his job?", history) == "What is his job? (Yuri Ushakov Moscow talks productive)"


def test_an_answer_is_a_turn_and_its_sentences_are_counted() -> None:
    sentences = tuple(AnswerSentence(text, (), 1.0) for text in ("The ferry stops.", "The bridge in Arden is shut."))
    answer = Answer("And now?", "What changes in the harbour?", "answered", "", sentences)
    assert standalone("Why the second one?", [answer]) == "Why the second one? (bridge Arden shut changes harbour)"
    assert standalone("Why the third one?", [answer]) == "Why the third one? (changes harbour)"
    assert standalone("Why is that?", [answer]) == "Why is that? (changes harbour)"


def test_what_leans_on_a_question_that_leans_carries_both() -> None:
    history = [("Which company bought the ferry line?", ""), ("How much did it pay?", "")]
    assert standalone("In which year?", history) == "In which year? (pay bought ferry line)"


@given(st.text(max_size=80), st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=8))
def test_a_question_keeps_its_words_whatever_came_before(question: str, history: list[tuple[str, str]]) -> None:
    alone = standalone(question, history)
    if not leans(question) or not history:
        assert alone == question
    assert set(analyse(alone)) <= {word for text in (question, *sum(history, ())) for word in analyse(text)}
