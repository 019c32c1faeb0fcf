"""Sentences with one fact altered, made from sentences that are true: what a support check must refuse.

The FactCC way (Kryściński et al. 2020, arXiv 1910.12840): numbers, dates, units, names, polarity and speakers are
exchanged, deleted or put in, one at a time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from assistant.support.reading import read
from assistant.support.wording import TIME_WORDS

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_UNITS = (
    ("million", "billion"),
    ("percent", "million"),
    ("miles", "kilometres"),
    ("hours", "days"),
    ("weeks", "months"),
)
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|can|did|does|should)\b(?! not)")
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|can|did|does|should) not ")


def alter(sentence: str, names: Sequence[str], draw: random.Random) -> tuple[str, str] | None:
    """One altered form of `sentence` and what was altered; None where nothing can be. `names` are to be put in."""
    kinds = list(ALTERATIONS)
    draw.shuffle(kinds)
    for kind in kinds:
        altered = ALTERATIONS[kind](sentence, names, draw)
        if altered and altered != sentence:
            return altered, kind
    return None


def _number(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = list(re.finditer(r"(?<![\w.,])\d[\d,]*(?![\w,])", sentence))
    words = list(re.finditer(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", sentence, re.IGNORECASE))
    if not found and not words:
        return None
    match = draw.choice(found or words)
    if match in words:
        return _put(sentence, match, draw.choice([word for word in _NUMBER_WORDS if word != match[0].lower()]))
    value = int(match[0].replace(",", ""))
    other = max(1, value + draw.choice((-1, 1)) * draw.randint(1, max(3, value // (100 if value > 999 else 3))))
    shown = f"{other:,}" if "," in match[0] else str(other)
    return _put(sentence, match, shown)


def _date(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    for among in (_MONTHS, _DAYS):
        found = list(re.finditer(rf"\b(?:{'|'.join(among)})\b", sentence))
        if found:
            match = draw.choice(found)
            return _put(sentence, match, draw.choice([word for word in among if word != match[0]]))
    return None


def _unit(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    for pair in _UNITS:
        for one, other in (pair, pair[::-1]):
            match = re.search(rf"(?<=\d )\b{one}\b", sentence)
            if match:
                return _put(sentence, match, other)
    return None


def _name(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    tokens = [token for token in read(sentence).tokens if token.name and token.text in sentence]
    others = [name for name in names if name.lower() not in sentence.lower() and name.lower() not in TIME_WORDS]
    if not tokens or not others:
        return None
    old = draw.choice(tokens).text
    return re.sub(rf"\b{re.escape(old)}\b", draw.choice(others), sentence, count=1)


def _exchange(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    own = list(dict.fromkeys(token.text for token in read(sentence).tokens if token.name and len(token.text) > 2))
    if len(own) < 2:
        return None
    first, second = draw.sample(own, 2)
    mark = "\0"
    exchanged = re.sub(rf"\b{re.escape(first)}\b", mark, sentence)
    return re.sub(rf"\b{re.escape(second)}\b", first, exchanged).replace(mark, second)


def _polarity(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    if _NEGATED.search(sentence):
        return _NEGATED.sub(r"\1 ", sentence, count=1)
    return _AUXILIARY.sub(r"\1 not", sentence, count=1) if _AUXILIARY.search(sentence) else None


def _put(sentence: str, match: re.Match[str], text: str) -> str:
    text = text.capitalize() if match[0][:1].isupper() and text.islower() else text
    return sentence[: match.start()] + text + sentence[match.end() :]


ALTERATIONS: dict[str, Callable[[str, Sequence[str], random.Random], str | None]] = {
    "number": _number,
    "date": _date,
    "unit": _unit,
    "name": _name,
    "exchange": _exchange,
    "polarity": _polarity,
}
