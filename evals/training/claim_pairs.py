"""Pairs of a sentence and a text that were made: does it support the sentence?

Sentences of open texts against their own text, reworded a little (supported) or with one fact altered (not), and
against other sentences of their article (not). People's claims come from evals.training.pairs.read_claims.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from evals.training.altering import Altering
from evals.training.pairs import SUPPORTS, Asked, Pair
from evals.training.wording import MONTHS, NUMBER_WORDS

MOST_AROUND = 2  # sentences beside the one that supports
FRAMES = (
    "According to the article, {}",
    "It was reported that {}",
    "The article says that {}",
    "According to reports, {}",
)
FRAMED, REWORDED = 0.3, 0.7
EVIDENCE_ALTERED, ELSEWHERE, SPOKEN = 0.3, 0.3, 0.8

_DIGITS = {str(number): word for number, word in zip(range(2, 13), NUMBER_WORDS, strict=False)}
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")
_MONTH_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?!\d)")
_LED = re.compile(r"^(?:In|On|At|After|During|By|Since|However|Meanwhile|Also)\b[^,]{0,40}, (?=\w)")
_TRAILING = re.compile(r", (?:which|who|where|while|although|though|whereas)\b[^,]*[.]$")
_ASIDE = re.compile(r" \([^()]*\)")
_SPEAKER = re.compile(
    r"\b(?:said|says|told|announced|claimed|stated|argued|wrote) ([A-Z][a-z]+(?: [A-Z][a-z]+)*)"
    r"|\b([A-Z][a-z]+(?: [A-Z][a-z]+)*) (?:said|says|told|announced|claimed|stated|argued|wrote)\b"
)


class ClaimPairs:
    """Makes the pairs of a question's sentences; seeded by `draw`."""

    def __init__(self, altering: Altering, draw: random.Random) -> None:
        self._altering, self._draw = altering, draw

    def of(self, asked: Asked) -> Iterator[Pair]:
        """One supported and one altered claim for a sentence, and now and then others."""
        sentence = self._draw.choice(asked.answering)
        around = [one for one in asked.others if one != sentence]
        evidence = self._evidence(sentence, around)
        yield self._pair(asked, self._frame(self._reword(sentence)), evidence, 1, "reworded")
        changes = self._altering.changes(sentence, around, question=False)
        spoken = [change for change in changes if change.kind == "name" and change.old in _speakers(sentence)]
        changes = spoken if spoken and self._draw.random() < SPOKEN else changes
        changes = changes or self._altering.terms(sentence, sentence)
        if changes:
            change = self._draw.choice(changes)
            kind = "speaker" if spoken and change in spoken else change.kind
            altered = self._frame(self._reword(change.applied(sentence)))
            if altered != sentence and change.applied(self._reword(sentence)) != self._reword(sentence):
                yield self._pair(asked, altered, evidence, 0, f"altered {kind}")
                if self._draw.random() < EVIDENCE_ALTERED:
                    other = self._evidence(change.applied(sentence), around)
                    yield self._pair(asked, self._frame(self._reword(sentence)), other, 0, f"evidence altered {kind}")
        if around and self._draw.random() < ELSEWHERE:
            yield self._pair(asked, sentence, " ".join(around[:MOST_AROUND]), 0, "elsewhere")
        if asked.answer:
            yield from self._answered(asked, sentence, evidence)

    def _answered(self, asked: Asked, sentence: str, evidence: str) -> Iterator[Pair]:
        """Question and answer as one claim, with the answer given and with another."""
        yield self._pair(asked, f"{asked.question} {asked.answer}.", evidence, 1, "question and answer")
        changes = self._altering.changes(f"The {asked.answer}", [sentence, *asked.others], question=False)
        changes = changes or self._altering.terms(asked.answer, sentence)
        if changes:
            other = self._draw.choice(changes).applied(asked.answer)
            if other.lower() != asked.answer.lower() and other.lower() not in sentence.lower():
                yield self._pair(asked, f"{asked.question} {other}.", evidence, 0, "question and false answer")

    def _evidence(self, sentence: str, around: Sequence[str]) -> str:
        """The sentence among up to MOST_AROUND others of its article."""
        beside = list(around)
        self._draw.shuffle(beside)
        texts = [sentence, *beside[: self._draw.randint(0, MOST_AROUND)]]
        self._draw.shuffle(texts)
        return " ".join(texts)

    def _reword(self, sentence: str) -> str:
        """The sentence with its numbers and dates written another way, or without an aside: it says no more."""
        for pattern, new in (
            (_DAY_MONTH, r"\2 \1"),
            (_MONTH_DAY, r"\2 \1"),
            (_ASIDE, ""),
            (_LED, ""),
            (_TRAILING, "."),
        ):
            if self._draw.random() < REWORDED:
                shorter = pattern.sub(new, sentence)
                if len(shorter) > 40:
                    sentence = shorter
                if pattern is _DAY_MONTH and shorter != sentence:
                    break
        for digits, word in _DIGITS.items():
            if self._draw.random() < REWORDED:
                sentence = re.sub(rf"(?<![\w.,$£€-]){digits}(?= [a-z])", word, sentence)
        return sentence[:1].upper() + sentence[1:]

    def _frame(self, sentence: str) -> str:
        return self._draw.choice(FRAMES).format(sentence) if self._draw.random() < FRAMED else sentence

    @staticmethod
    def _pair(asked: Asked, claim: str, evidence: str, label: int, kind: str) -> Pair:
        return Pair(claim, evidence, label, SUPPORTS, kind, asked.question.lower())


def _speakers(sentence: str) -> set[str]:
    return {one or other for one, other in _SPEAKER.findall(sentence)}
