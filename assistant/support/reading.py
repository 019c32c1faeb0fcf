"""A text taken apart for the support check, once: its words, amounts, dates and quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.support.amounts import Amount, amounts_in
from assistant.support.stated_dates import Day, dates_in
from assistant.support.wording import FUNCTION_WORDS, TIME_WORDS, Token, name_forms, one_name, read_tokens

_QUOTED = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
_QUESTION = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=[.!?][\"”]\s))(?:[^.!?]|(?<=[A-Z])\.|(?<=Mr|Dr|St|Ms)\.|\.(?=\d))*[!]?\?[\"”]?"
)


@dataclass(frozen=True)
class Reading:
    """What a text says, to be compared with what another says. `text` has names of several forms in one of them."""

    text: str
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of all words, in order."""
        return tuple(token.stem for token in self.tokens)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The stems of the words that carry meaning, in order."""
        return tuple(token.stem for token in self.tokens if token.lower not in FUNCTION_WORDS)

    @cached_property
    def telling(self) -> tuple[Token, ...]:
        """The words that carry meaning, those of amounts and dates left out: they are facts, and looked up as such."""
        spans = [range(amount.start, amount.start + len(amount.text)) for amount in self.amounts]
        return tuple(
            token
            for token in self.tokens
            if token.lower not in FUNCTION_WORDS
            and token.lower not in TIME_WORDS
            and not token.text[0].isdigit()
            and not any(token.start in span for span in spans)
        )

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every form by which one of its words may be known as a name."""
        return frozenset().union(*(name_forms(token.lower) for token in self.tokens))

    @cached_property
    def initials(self) -> str:
        """The first letters of its words written large, in order; a small word of several letters parts them."""
        large = (t.lower[0] if t.text[0].isupper() else "" if t.lower in FUNCTION_WORDS else " " for t in self.tokens)
        return "".join(large)

    @cached_property
    def values(self) -> frozenset[float]:
        """The values of all amounts."""
        return frozenset().union(*(amount.values for amount in self.amounts))

    @cached_property
    def run(self) -> str:
        """Its words alone, in lower case, with a space on both sides of each."""
        return f" {' '.join(token.lower for token in self.tokens)} "

    @cached_property
    def quotations(self) -> tuple[str, ...]:
        """What it puts between quotation marks, as runs of words; an ellipsis parts a quotation in two."""
        parts = [part for match in _QUOTED.finditer(self.text) for part in re.split(r"\.\.\.|…|\[[^]]*\]", match[1])]
        return tuple(read(part).run for part in parts if len(part.split()) > 1)


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """Takes a text apart; the same text costs nothing again."""
    text = one_name(text)
    days, rest = dates_in(text)
    return Reading(text, read_tokens(text), tuple(amounts_in(rest)), tuple(days))


def without_questions(text: str) -> str:
    """The text without the questions in it, which state nothing; as it is where it is nothing but a question."""
    return (_QUESTION.sub(" ", text).strip() or text) if "?" in text else text
