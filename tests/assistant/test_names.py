"""Whether a text lacks the names a question is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.names import elsewhere, missing_share
from assistant.answering.question import Question


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("How many people live in Tolm?", "Tolm has 900 inhabitants.", 0.0),
        ("How many people live in Tolm?", "Orrin has 900 inhabitants.", 1.0),
        ("What did Mara Lind tell Orrin's council?", "Ms. Lind spoke to the council of Orrin.", 1 / 3),
        ("What position has the Chinese government taken?", "China says that it is neutral.", 0.0),
        ("What did Zelenksy say in Dublin?", "Mr. Zelenskyy's visit to Dublin was short.", 0.0),
        ("How much has Washington pledged to Kyiv?", "The U.S. has promised $75 billion to Ukraine.", 0.5),
        ("Who fell ill in room 204?", "A guest of room 204 fell ill.", 0.0),
        ("What do Gaza's doctors need?", "Doctors in Gaza need fuel.", 0.0),
        ("What does the EU-led mission do?", "The EU leads a mission.", 0.0),
        ("Who sold 1,200 boats?", "He sold 1200 boats.", 0.0),
        ("What did Seoul test?", "South Korea tested a rocket.", 0.5),
        ("Who fell ill in room 204?", "A guest of room 205 fell ill.", 1.0),
        ("why did it fail", "It failed.", 0.0),
    ],
)
def test_a_text_lacks_a_share_of_the_names(question: str, text: str, share: float) -> None:
    assert missing_share(Question.parse(question).written_names, text) == pytest.approx(share)


@given(st.lists(st.text(alphabet="Abcde'’-19 ", min_size=1)), st.text())
def test_a_share_lies_between_none_and_all(names: list[str], text: str) -> None:
    words = [word for name in names for word in name.split()]
    assert 0 <= missing_share(words, text) <= 1
    assert missing_share(words, " ".join(words)) <= missing_share(words, "")


@pytest.mark.parametrize(
    ("question", "before", "sentence", "other"),
    [
        ("How many people were injured in Sumy?", "", "98 people were injured in Kharkiv.", True),
        ("How many people were injured in Sumy?", "", "98 people were injured in the city of Kharkiv.", True),
        ("How many people were injured in Sumy?", "A bakery in Sumy was hit.", "In Kharkiv, 98 were injured.", False),
        ("How many people were injured in Sumy?", "", "98 people were injured in Sumy and Kharkiv.", False),
        ("How many people were injured in Sumy?", "", "98 people were injured on Friday.", False),
        ("How many people were injured in Sumy?", "", "98 people were injured in April.", False),
        ("How many people were injured in April?", "", "98 people were injured in Kharkiv.", False),
        ("How many people were injured?", "", "98 people were injured in Kharkiv.", False),
    ],
)
def test_a_sentence_tells_of_another_place(question: str, before: str, sentence: str, *, other: bool) -> None:
    assert elsewhere(question, before, sentence) is other
