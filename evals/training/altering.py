"""Exchanges one fact of a text for another of its kind: a number, a date, a name, an opposite, a negation, a word.

Altered claims as Kryscinski et al. 2020 (FactCC, arXiv 1910.12840) made them, altered questions after the kinds that
SQuAD 2.0's writers used (Rajpurkar, Jia & Liang 2018, table 2): negation, antonym, entity swap, mutual exclusion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.support.opposites import opposites
from evals.training.neighbours import Neighbours
from evals.training.wording import (
    AUXILIARIES,
    COMMON,
    KINDS,
    MONTHS,
    NAME,
    NEGATED,
    NUMBER,
    QUESTION_WORDS,
    WEEKDAYS,
    WORD,
)

YEARS = range(1200, 2100)
ELSEWHERE_SHARE = 0.3  # of names: taken from a stranger's text, though the text's own surroundings had one


class Change(NamedTuple):
    """Every whole-word `old` of a text becomes `new`; `kind` is the kind of fact."""

    old: str
    new: str
    kind: str

    def applied(self, text: str) -> str:
        """The text with the change made; the text itself where `old` does not stand in it."""
        return re.sub(rf"(?<![\w]){re.escape(self.old)}(?![\w])", lambda _: self.new, text, flags=re.IGNORECASE)

    def touches(self, text: str) -> bool:
        """Whether `old` stands in the text."""
        return self.applied(text) != text


class Altering:
    """Finds changes; seeded, so the same ones each time."""

    def __init__(self, neighbours: Neighbours, draw: random.Random, strangers: Sequence[str]) -> None:
        """`strangers` are texts from anywhere, whose names serve where a text's surroundings have none to offer."""
        self._neighbours, self._draw = neighbours, draw
        self._strange_names = sorted({name for text in strangers for name in names(text)})
        self._opposites = opposites()

    def changes(self, text: str, around: Sequence[str], *, question: bool) -> list[Change]:
        """One change for each fact found, in no order; `around` are texts of the same article, for their names."""
        found = [*self._words_of_kind(text), *self._numbers(text), *self._names(text, around), *self._turned(text)]
        found += self._negated(text, question=question)
        return [change for change in found if change.touches(text)]

    def terms(self, text: str, within: str) -> list[Change]:
        """Changes of the words that `text` shares with `within` to words of near meaning and the same ending."""
        there = {word.lower() for word in WORD.findall(within)}
        found = []
        for word in dict.fromkeys(one.lower() for one in WORD.findall(text)):
            if word in there and word not in COMMON:
                near = [one for one in self._neighbours.of(word) if one not in there]
                if near:
                    found.append(Change(word, self._draw.choice(near), "term"))
        return found

    def _words_of_kind(self, text: str) -> Iterator[Change]:
        words = {word.lower() for word in WORD.findall(text)}
        for kind in KINDS:
            for word in kind:
                # "may" is no month, "second" seldom a time: capitals tell the first.
                if word.lower() in words and (word[0].islower() or word in text):
                    other = self._draw.choice([one for one in kind if one.lower() not in words])
                    yield Change(word, other, "date" if word in MONTHS + WEEKDAYS else "number")

    def _numbers(self, text: str) -> Iterator[Change]:
        for number in dict.fromkeys(NUMBER.findall(text)):
            yield Change(number, self._other_number(number), "number")

    def _other_number(self, number: str) -> str:
        plain = number.replace(",", "")
        if "." in plain:
            decimals = plain.split(".")[1]
            value = float(plain) * self._draw.choice((0.4, 0.7, 0.9, 1.2, 1.6, 3)) + 10.0 ** -len(decimals)
            return f"{value:,.{len(decimals)}f}" if "," in number else f"{value:.{len(decimals)}f}"
        value = int(plain)
        if value in YEARS and len(plain) == 4 and "," not in number:
            return str(value + self._draw.choice((-20, -11, -7, -4, -3, -2, -1, 1, 2, 3, 4, 6, 10, 15)))
        steps = (max(1, value // 10), max(1, value // 3), max(2, value // 2), max(3, value))
        other = value + self._draw.choice((1, -1)) * self._draw.choice(steps)
        other = other if other > 0 else value + 1 + self._draw.randrange(9)
        return f"{other:,}" if "," in number else str(other)

    def _names(self, text: str, around: Sequence[str]) -> Iterator[Change]:
        mine = names(text)
        near = sorted({name for one in around for name in names(one)} - set(mine))
        for name in mine:
            pool = self._strange_names if not near or self._draw.random() < ELSEWHERE_SHARE else near
            fitting = [one for one in pool if len(one.split()) == len(name.split())] if pool is near else pool
            other = self._draw.choice(fitting or pool)
            if not set(other.lower().split()) & set(name.lower().split()):
                yield Change(name, other, "name")

    def _turned(self, text: str) -> Iterator[Change]:
        words = list(dict.fromkeys(word.lower() for word in WORD.findall(text)))
        for word in words:
            others = [one for one in self._opposites.get(word, ()) if one not in words]
            if others:
                yield Change(word, self._draw.choice(others), "opposite")

    def _negated(self, text: str, *, question: bool) -> Iterator[Change]:
        lowered = [word.lower() for word in WORD.findall(text)]
        if any(word == "not" or word.endswith(("n't", "n’t")) for word in lowered):
            return
        table = AUXILIARIES if question else NEGATED
        here = [word for word in lowered if word in table]
        if here:
            yield Change(here[0], table[here[0]], "negation")


def names(text: str) -> list[str]:
    """Runs of capitalised words, a question's or sentence's own first word and the calendar left out."""
    found = []
    for match in NAME.finditer(text):
        name = match.group()
        first, *rest = name.split()
        at_start = match.start() == 0 or text[: match.start()].rstrip().endswith((".", "?", "!", ":", '"', "“"))
        if at_start and (first.lower() in COMMON or first.lower() in QUESTION_WORDS or not rest):
            name = " ".join(rest)
        if name and name.split()[0] not in MONTHS + WEEKDAYS and name.lower() not in COMMON:
            found.append(name.removesuffix("'s").removesuffix("’s"))
    return list(dict.fromkeys(found))
