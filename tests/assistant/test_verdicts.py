"""Yes and no: said where a sentence plainly says so, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.verdicts import stated, statement_of
from assistant.support.facts import Dateline


def answered(question: str, quote: str) -> str | None:
    statement = statement_of(question)
    return None if statement is None else stated(statement, quote, Dateline())


@pytest.mark.parametrize(
    ("question", "quote", "verdict"),
    [
        ("Did the council approve the budget?", "The council approved the budget on Monday.", "yes"),
        ("Did the council approve the budget?", "The council did not approve the budget.", "no"),
        ("Did the council approve the budget?", "The council refused to approve the budget.", "no"),
        ("Has Orrin signed a memorandum?", "Orrin has not signed a memorandum.", "no"),
        ("Is Marta Olsen mayor of Tolm?", "Marta Olsen, the mayor of Tolm, spoke on Friday.", "yes"),
        ("Did a drone hit a bakery in Tolm?", "In another strike, a drone hit a bakery in Tolm.", "yes"),
        # Said by somebody, or as perhaps.
        ("Did the council approve the budget?", "Olsen said that the council approved the budget.", ""),
        ("Did the council approve the budget?", "The council approved the budget, officials said.", ""),
        ("Did the council approve the budget?", "The mayor denied that the council approved the budget.", ""),
        ("Did the council approve the budget?", "The council may approve the budget.", ""),
        # Another place, another doer, another figure, of something else.
        ("Did a drone hit a bakery in Tolm?", "A drone hit a bakery in Orrin.", ""),
        ("Did Orrin attack Tolm?", "Tolm attacked Orrin on Monday.", ""),
        ("Was the ban extended by 30 days?", "The ban was extended by 60 days.", ""),
        ("Were children hurt in Orrin?", "98 people were hurt in Orrin.", ""),
        ("Is the Tolm bridge a toll bridge?", "The road beside the Tolm bridge is a toll road.", ""),
    ],
)
def test_what_a_sentence_answers(question: str, quote: str, verdict: str) -> None:
    assert answered(question, quote) == verdict


@pytest.mark.parametrize(
    "question",
    [
        "Who approved the budget?",
        "Did more than 30 people die in Tolm?",
        "Is Tolm the largest town?",
        "Did the mayor resign or stay?",
        "Did the council say who approved the budget?",
        "Should the council approve the budget?",
        "Didn't the council approve the budget?",
        "Was the bridge closed before?",
    ],
)
def test_what_is_weighed_is_left_to_the_reader(question: str) -> None:
    assert statement_of(question) is None


NAMES = st.sampled_from(["Orrin", "Tolm", "Brackwater", "Nordmere"])
DEEDS = st.sampled_from([("close", "closed"), ("repair", "repaired"), ("sell", "sold"), ("open", "opened")])
THINGS = st.sampled_from(["harbour", "bridge", "ferry", "school"])


@given(NAMES, DEEDS, THINGS)
def test_a_denial_turns_the_answer(name: str, deed: tuple[str, str], thing: str) -> None:
    question = f"Did {name} {deed[0]} the {thing}?"
    assert answered(question, f"{name} did not {deed[0]} the {thing}.") == "no"
    if deed[0] != "sell":  # "sold" shares no stem with it
        assert answered(question, f"{name} {deed[1]} the {thing}.") == "yes"


@given(NAMES, NAMES, DEEDS, THINGS)
def test_nobody_else_s_deed_is_an_answer(asked: str, other: str, deed: tuple[str, str], thing: str) -> None:
    if asked != other:
        assert not answered(f"Did {asked} {deed[0]} the {thing}?", f"{other} {deed[1]} the {thing}.")
