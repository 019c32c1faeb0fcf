"""Names that a question misspells are read as the articles spell them; real names that no article has stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.spelling import respelled
from assistant.types import Hit
from tests.examples import times


@pytest.fixture(scope="module")
def assistant(sample_library: Path) -> Iterator[Assistant]:
    opened = Assistant.open(sample_library)
    yield opened
    opened.close()


def read(assistant: Assistant, question: str) -> str:
    meant, note = respelled(question, assistant.library, lambda text: assistant.retrieve(text, 5))
    assert bool(note) is (meant != question)
    return meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What role did Whitkof have at the talks?", "What role did Witkoff have at the talks?"),
        ("whitkof role in moscow", "Witkoff role in moscow"),
        ("What were Whitkof's talks about?", "What were Witkoff's talks about?"),
        ("How many people were injured in Karkiv?", "How many people were injured in Kharkiv?"),
    ],
)
def test_a_misspelt_name_is_read_as_the_articles_spell_it(asked: str, meant: str, assistant: Assistant) -> None:
    assert read(assistant, asked) == meant
    answer = assistant.ask(asked)
    assert answer.standalone_question == meant
    assert re.search(
        r"No article has [Ww]hitkof; read as Witkoff\.|No article has Karkiv; read as Kharkiv\.", answer.note
    )


@pytest.mark.parametrize(
    "asked",
    [
        "How many people were injured in Kharkiv?",  # as it is spelt
        "Who governs Austria?",  # a real name, and one letter from others
        "Who mediates for Persians?",  # nothing is nearly the same
        "see whitkof@example.org",  # an address
        "rubio moon",  # too short to be told from others
    ],
)
def test_all_else_stays_as_it_was_asked(asked: str, assistant: Assistant) -> None:
    assert read(assistant, asked) == asked


def test_nothing_is_searched_where_every_word_is_known(assistant: Assistant) -> None:
    def search(text: str) -> Sequence[Hit]:
        raise AssertionError(text)

    asked = "What did Rubio say about mediation?"
    assert respelled(asked, assistant.library, search) == (asked, "")


@times(1)
@given(st.text(max_size=60))
def test_any_text_is_read(assistant: Assistant, text: str) -> None:
    once = read(assistant, text)
    assert read(assistant, once) == once
