"""Pairs of a question and a sentence: does it answer?

For a question, one sentence that answers it, the hardest that do not, and what an altered fact makes of the first:
(altered question, sentence) no, (question, altered sentence) no, (both altered alike) yes. The last keeps the
reader from taking an odd question for an unanswerable one. Half of the sentences are read by themselves, half with
their title and the sentence before, where they are known: what an altered question has put in must not stand there.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answering.reader import in_context
from evals.training.altering import Altering, Change
from evals.training.pairs import ANSWERS, Asked, Pair
from evals.training.wording import COMMON, WORD

SECOND_HARDEST, ANY_OTHER = 0.5, 0.15
ALTERED_SENTENCE, BOTH_ALTERED, SECOND_CHANGE = 0.35, 0.55, 0.4
# A negated question is odd by itself and seldom asked.
NEGATIONS_TAKEN = 0.15
TERMS_TAKEN = 0.6
IN_CONTEXT, ALONE = 0.5, ("", "")


class AnswerPairs:
    """Makes the pairs of a question; seeded by `draw`."""

    def __init__(self, questions: Sequence[Asked], altering: Altering, draw: random.Random) -> None:
        self._altering, self._draw = altering, draw
        self._seen: Counter[str] = Counter()
        for asked in questions:
            for sentence in (*asked.answering, *asked.others):
                self._seen.update(_words(sentence))
        self._texts = sum(len(asked.answering) + len(asked.others) for asked in questions)

    def of(self, asked: Asked) -> Iterator[Pair]:
        """The question's pairs."""
        question, right = asked.question, self._draw.choice(asked.answering)
        yield self._pair(asked, question, self._read(asked, right), 1, "answers")
        others = sorted((one for one in asked.others if one != right), key=lambda one: -self._shared(question, one))
        for rank, (other, share) in enumerate(zip(others, (1, SECOND_HARDEST, ANY_OTHER, ANY_OTHER), strict=False)):
            if self._draw.random() < share:
                kind = f"hard {rank + 1}" if rank < 2 else "other"
                yield self._pair(asked, question, self._read(asked, other), 0, kind)
        for change in self._changes(asked, right):
            yield from self._altered(asked, right, change)

    def _changes(self, asked: Asked, right: str) -> list[Change]:
        """One or two facts of the question that are the sentence's too, or whose turning makes another question."""
        found = self._altering.changes(asked.question, [right, *asked.others], question=True)
        usable = [change for change in found if change.kind == "opposite" or self._is_shared(change, right)]
        if not usable or self._draw.random() < TERMS_TAKEN:
            usable += self._altering.terms(asked.question, right)[:3]
        self._draw.shuffle(usable)
        return usable[: 2 if self._draw.random() < SECOND_CHANGE else 1]

    def _is_shared(self, change: Change, right: str) -> bool:
        return self._draw.random() < NEGATIONS_TAKEN if change.kind == "negation" else change.touches(right)

    def _altered(self, asked: Asked, right: str, change: Change) -> Iterator[Pair]:
        question, sentence = change.applied(asked.question), change.applied(right)
        around = self._around(asked, right)
        told = Change(change.new, "", change.kind).touches(" ".join(around))
        yield self._pair(asked, question, right if told else in_context(right, *around), 0, f"altered {change.kind}")
        if change.kind in {"negation", "opposite"} or sentence == right:
            return
        if self._draw.random() < ALTERED_SENTENCE:
            altered = in_context(sentence, *around)
            yield self._pair(asked, asked.question, altered, 0, f"sentence altered {change.kind}")
        if self._draw.random() < BOTH_ALTERED:
            both = in_context(sentence, *map(change.applied, around))
            yield self._pair(asked, question, both, 1, f"both altered {change.kind}")

    def _shared(self, question: str, sentence: str) -> float:
        """The weight, by rarity, of the question's words that stand in the sentence."""
        shared = _words(question) & _words(sentence)
        return sum(math.log(self._texts / (1 + self._seen[word])) for word in shared)

    def _read(self, asked: Asked, sentence: str) -> str:
        return in_context(sentence, *self._around(asked, sentence))

    def _around(self, asked: Asked, sentence: str) -> tuple[str, str]:
        """The title and the sentence before it, if it is to be read with them."""
        return asked.around.get(sentence, ALONE) if self._draw.random() < IN_CONTEXT else ALONE

    @staticmethod
    def _pair(asked: Asked, question: str, sentence: str, label: int, kind: str) -> Pair:
        return Pair(question, sentence, label, ANSWERS, kind, asked.question.lower())


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)} - COMMON
