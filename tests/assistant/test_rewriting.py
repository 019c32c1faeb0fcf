"""A language model's rewrite of a follow-up is taken only where it adds nothing and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.errors import ModelError
from assistant.rewriting import first_line, rewrite, words_not_in

HISTORY = [("How many people were injured in Kharkiv?", "At least 60 people were injured on Friday, said Terekhov.")]


class Replies:
    """A language model that says one thing, or fails, and remembers what it was asked."""

    name, context = "replies", 8192

    def __init__(self, reply: str | ModelError) -> None:
        self.reply = reply
        self.prompts: list[str] = []

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        assert max_tokens > 0
        self.prompts.append(prompt)
        if isinstance(self.reply, ModelError):
            raise self.reply
        return self.reply

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        yield self.complete(prompt, max_tokens=max_tokens)


def test_a_rewrite_that_holds_is_taken() -> None:
    model = Replies('Rewritten question: "Did Terekhov say why people were injured in Kharkiv?"\nI hope this helps.')
    found = rewrite("Did he say why?", HISTORY, model)
    assert found == ("Did Terekhov say why people were injured in Kharkiv?", "")
    assert "Last question: Did he say why?" in model.prompts[0]
    assert "At least 60 people" in model.prompts[0]


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        ("Did Zelensky say why 61 were injured in Kharkiv?", "adds “Zelensky, 61”"),
        ("", "to nothing"),
        (ModelError("No language model answers."), "No language model answers."),
    ],
)
def test_one_that_invents_or_fails_is_replaced_and_said_so(reply: str | ModelError, note: str) -> None:
    found = rewrite("Did he say why?", HISTORY, Replies(reply))
    assert found.question.startswith("Did he say why? (")
    assert note in found.note
    assert found.note.endswith("carried over instead.")


def test_one_that_asks_something_else_is_replaced() -> None:
    found = rewrite("And the ceasefire?", HISTORY, Replies("How many people were injured in Kharkiv?"))
    assert "loses “ceasefire”" in found.note
    assert found.question.startswith("And the ceasefire?")


def test_a_new_topic_is_not_shown_to_the_model() -> None:
    model = Replies("Nonsense")
    question = "What did the central bank decide on interest rates?"
    assert rewrite(question, HISTORY, model) == (question, "")
    assert rewrite("Why?", [], model) == ("Why?", "")
    assert model.prompts == []


def test_words_are_compared_by_their_stems() -> None:
    assert words_not_in("Who attacks the cities?", "an attack on a city") == []
    assert words_not_in("Who attacks Sumy 34 times?", "an attack") == ["Sumy", "34", "times"]
    assert first_line("\n  “Why?”\n") == "Why?"
