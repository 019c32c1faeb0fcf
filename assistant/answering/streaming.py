"""What writers have in common: an answer that grows sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answer import Answer, Earlier, Refusal, RefusalLevel
from assistant.answering.citations import cited_text
from assistant.answering.question import Encoded
from assistant.rewriting import Rewritten
from assistant.types import Hit


class Writer(Protocol):
    """What turns evidence into an answer."""

    @property
    def name(self) -> str:
        """Its name: "quoting" or "llm"."""

    @property
    def levels(self) -> Mapping[Refusal, RefusalLevel]:
        """The levels of refusal, strictest first."""

    @property
    def model_name(self) -> str | None:
        """The language model's name, which this opens; None for a writer without one. Raises ModelError."""

    def warm(self) -> None:
        """Loads what the first answer needs. Raises ModelError where something of it is missing."""

    def standalone(self, question: str, history: Sequence[Earlier]) -> Rewritten:
        """The question as it stands without the turns before it."""

    def stream(
        self,
        question: Encoded,
        hits: Sequence[Hit],
        refuse_below: float,
        as_of: str | None,
        parts: Sequence[Encoded] = (),
    ) -> Iterator[Answer]:
        """The answer as it grows, see `Assistant.stream`; the last one is whole.

        `parts` are the questions that the question is made of, where it asks several things.
        """


def growing(answer: Answer) -> Iterator[Answer]:
    """A whole answer as it would have grown: with its first sentence, its first two, ..., and then itself."""
    for count in range(1, len(answer.sentences)):
        sentences = answer.sentences[:count]
        used = {number for sentence in sentences for number in sentence.citations}
        citations = tuple(citation for citation in answer.citations if citation.number in used)
        yield replace(
            answer,
            sentences=sentences,
            citations=citations,
            text=cited_text(sentences, answer.verdict),
            disagreements=(),
            note="",
            missing=(),
        )
    yield answer
