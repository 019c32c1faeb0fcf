"""A question typed without capitals gets those of the names in what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.casing import cased
from tests.assistant.quoted import quoted

TEXT = (
    "The mayor of Tolm, Marta Olsen, resigned in April. Water was short, and Olsen's party sold water at"
    " www.tolm.example and in the streets of Tolm. The Bank of Tolm and Sean O’Neill will stay; banks will open in May."
    " To Jean-Luc Roy she is brave. Milo barked. Banks closed."
    " Experts of the WHO and of IT said so, and so did Will Roy."
)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("why did marta olsen resign", "why did Marta Olsen resign"),
        ("Why did olsen resign?", "Why did Olsen resign?"),
        ("what did olsen's party sell in tolm", "what did Olsen's party sell in Tolm"),
        ("who will stay, jean-luc roy or o’neill", "who will stay, Jean-Luc Roy or O’Neill"),
        ("was water sold by the mayor", "was water sold by the mayor"),
        ("who is kent", "who is kent"),
        ("what happened to milo", "what happened to Milo"),
        ("what do banks sell", "what do banks sell"),
        ("Who will it be?", "Who will it be?"),
        ("Why did Olsen leave tolm?", "Why did Olsen leave tolm?"),
        ("", ""),
    ],
)
def test_names_are_written_as_the_articles_write_them(question: str, written: str) -> None:
    assert cased(question, [quoted(TEXT).hit]) == written


def test_a_question_is_refused_alike_with_and_without_capitals(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    question = "What did Rubio say about fishing quotas?"
    assert assistant.ask(question).status == "abstained"
    assert assistant.ask(question.lower()).status == "abstained"
    assistant.close()


def test_an_answer_repeats_the_question_as_it_was_typed(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    answer = assistant.ask("what did rubio say about mediation")
    assistant.close()
    assert answer.question == "what did rubio say about mediation"
    assert "may give up trying to mediate" in answer.sentences[0].text
