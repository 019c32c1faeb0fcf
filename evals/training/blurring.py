"""Takes the answer out of a sentence: what is left tells of the event, and not what was asked."""

from __future__ import annotations

import random
import re

from evals.training.altering import Change, names
from evals.training.wording import MONTHS, NUMBER, NUMBER_WORDS

SOMEONE = ("a man", "a woman", "an official", "one person", "someone", "a spokesman", "an expert")
SOMEWHERE = ("the area", "the city", "another country", "the region")
SOME = ("several", "many", "a number of", "some")
SOME_TIME = ("recently", "at the time", "later", "")
_WHO = re.compile(r"^(?:who|whom|what (?:was|is) the name of)\b", re.IGNORECASE)
_WHERE = re.compile(r"^(?:where|in (?:what|which) (?:city|country|place|region|state))\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_WHEN = re.compile(r"^(?:when|(?:in|on|what|which|in what|in which|on what) (?:year|date|month|day))\b", re.IGNORECASE)
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"\b(?:(?:in|on|by|since|until|from|of)\s+)?(?:(?:early|late|mid)[ -])?"
    rf"(?:(?:\d{{1,2}}\s+)?(?:{_MONTH})(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|\d{{4}})(?![-–\w]),?",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"{NUMBER.pattern}|\b(?:{'|'.join(NUMBER_WORDS)})\b(?! of\b)")


def blurred(question: str, sentence: str, draw: random.Random) -> str | None:
    """The sentence without what the question asks for; None where that is not one plain thing of the sentence."""
    if _WHO.match(question):
        return _without_name(question, sentence, SOMEONE, draw)
    if _WHERE.match(question):
        return _without_name(question, sentence, SOMEWHERE, draw)
    if _HOW_MANY.search(question):
        return _without(_COUNT, question, sentence, SOME, draw)
    return _without(_DATE, question, sentence, SOME_TIME, draw) if _WHEN.match(question) else None


def blurred_elsewhere(question: str, sentence: str, draw: random.Random) -> str | None:
    """The sentence without something that the question does not ask for; None where nothing is surely that."""
    if _WHO.match(question) or _WHERE.match(question):
        return _without(_DATE, question, sentence, SOME_TIME, draw)
    if _HOW_MANY.search(question) or _WHEN.match(question):
        return _without_name(question, sentence, SOMEONE, draw)
    return None


def _without(
    facts: re.Pattern[str], question: str, sentence: str, instead: tuple[str, ...], draw: random.Random
) -> str | None:
    asked = question.lower()
    found = [match for match in facts.finditer(sentence) if match.group().strip(" ,").lower() not in asked]
    return _put(sentence, found[0], draw.choice(instead)) if len(found) == 1 else None


def _without_name(question: str, sentence: str, instead: tuple[str, ...], draw: random.Random) -> str | None:
    asked = question.lower()
    found = [name for name in names(sentence) if not any(word in asked for word in name.lower().split())]
    if len(found) != 1:
        return None
    return _sentence(Change(found[0], draw.choice(instead), "blurred").applied(sentence))


def _put(sentence: str, match: re.Match[str], instead: str) -> str:
    return _sentence(re.sub(r"\s{2,}", " ", f"{sentence[: match.start()]}{instead}{sentence[match.end() :]}"))


def _sentence(text: str) -> str:
    text = text.strip(" ,")
    return text[:1].upper() + text[1:]
