"""Yes and no: said where a sentence plainly says so, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.verdicts import statement_of, verdict
from assistant.support.facts import Dateline


def answered(question: str, quote: str) -> str:
    return verdict(question, quote, Dateline())


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Did the council approve the budget?", "The council approved the budget on Monday.", "yes"),
        ("Did the council approve the budget?", "The council did not approve the budget.", "no"),
        ("Did Olsen resign from office?", "Deputy Mayor Marta Olsen resigned in June.", ""),
        ("Did Marta Olsen resign?", "Deputy Mayor Marta Olsen resigned in June.", "yes"),
        ("Did the mayor resign?", "The deputy mayor resigned.", ""),
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
def test_what_a_sentence_answers(question: str, quote: str, expected: str) -> None:
    assert answered(question, quote) == expected


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Did the governor resign?", "The governor's spokesman resigned on Monday."),
        ("Did the mayor of Tolm resign?", "The mayor of Tolm's deputy resigned on Monday."),
        ("Did parliament approve the budget?", "Parliament will approve the budget on Monday."),
        ("Did parliament approve the budget?", "Parliament must approve the budget."),
        ("Did parliament approve the budget?", "Parliament approved the budget committee."),
        ("Did Olsen meet Lind?", "Olsen was to meet Lind in Tolm."),
        ("Did Olsen meet Lind?", "Olsen met Lind's deputy."),
        ("Did the bridge in Tolm collapse?", "The bridge in Tolm nearly collapsed."),
        ("Did the mayor vote for the budget?", "The mayor voted against the budget."),
        ("Did the ship sail to Orrin?", "The ship sailed from Orrin on Monday."),
        ("Did the rebels attack the army?", "The rebels were attacked by the army."),
        ("Were the hostages killed?", "The hostages killed two guards."),
        ("Did Orrin release the prisoners?", "Orrin was asked to release the prisoners."),
        ("Did Orrin release the prisoners?", "Orrin is ready to release the prisoners."),
        ("Has Orrin agreed to a truce?", "Orrin has agreed to discuss a truce."),
        ("Is Anna Reed mayor of Tolm?", "Anna Reed was mayor of Tolm until 2010."),
        ("Is Anna Reed director of the museum?", "Anna Reed, former director of the museum, died."),
        ("Did Orrin attack Tolm?", "Orrin's attack on Tolm was postponed."),
        ("Did Orrin attack the hospital?", "Orrin not only attacked the hospital but also the school."),
        ("Did the mayor resign?", "The mayor did not resign immediately."),
        ("Did the mayor resign from office?", "If the mayor resigned from office, Lind would follow."),
        ("Did Orrin attack Tolm yesterday?", "Orrin attacked Tolm yesterday."),
        ("Did the council approve the budget?", "“The council approved the budget.”"),
    ],
)
def test_what_only_looks_like_an_answer_is_none(question: str, quote: str) -> None:
    assert answered(question, quote) == ""


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
