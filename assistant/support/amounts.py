"""The amounts a text states, however it writes them: "two dozen" is 24, "$75bn" is "75,000 million dollars"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_SMALL |= {
    word: 10 * tens
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_TIMES = {
    "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9,
    "bn": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        start=1,
    )
}
_UNITS = (
    (r"percentage\spoints?", "points"),
    (r"per\s?cent|%|pct", "%"),
    (r"(?:us\s)?dollars?|usd", "$"),
    (r"euros?|eur", "€"),
    (r"pounds?\ssterling|gbp", "£"),
    (r"yen", "¥"),
    (r"km|kilomet(?:er|re)s?", "kilometre"),
    (r"miles?", "mile"),
    (r"cm|centimet(?:er|re)s?", "centimetre"),
    (r"met(?:er|re)s?", "metre"),
    (r"feet|foot|ft", "foot"),
    (r"inch(?:es)?", "inch"),
    (r"kg|kilo(?:gram(?:me)?)?s?", "kilogram"),
    (r"pounds?|lbs?", "pound"),
    (r"tons?|tonnes?", "ton"),
    (r"acres?", "acre"),
    (r"hectares?", "hectare"),
    (r"seconds?", "second"),
    (r"minutes?|mins?", "minute"),
    (r"hours?|hrs?", "hour"),
    (r"days?", "day"),
    (r"weeks?", "week"),
    (r"months?", "month"),
    (r"years?", "year"),
    (r"decades?", "decade"),
    (r"centur(?:y|ies)", "century"),
    (r"times", "times"),
)
_UNIT = re.compile("|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _) in enumerate(_UNITS)), re.IGNORECASE)
_WORDS = rf"(?:{'|'.join(sorted((*_SMALL, 'hundred', 'thousand', 'million', 'billion', 'trillion', 'dozen'), key=len, reverse=True))})"  # noqa: E501 (one pattern)
_AMOUNT = re.compile(
    rf"""(?P<clock>\b\d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\b\d{{1,2}}:\d\d\b)
    |(?:(?P<currency>(?:US)?\$|€|£|¥)\s?)?
      (?:(?P<digits>(?<![\w.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?|(?<=[A-Za-z])\d+(?:\.\d+)?)
         (?:(?P<ordinal>st|nd|rd|th)\b|(?:[\s-]?(?P<times>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|[mk])\b)*)
        |\b(?P<half>half)[\s-](?:an?[\s-])?(?P<halved>hundred|thousand|million|billion|trillion|dozen)\b
        |\b(?P<a>an?)[\s-](?P<one>hundred|thousand|million|billion|trillion|dozen)\b
        |\b(?P<words>{_WORDS}(?:(?:[\s-]|\sand\s){_WORDS})*)\b
        |\b(?P<nth>{"|".join(_ORDINALS)})\b)
      (?P<unit>[\s-]?(?:{_UNIT.pattern})(?![A-Za-z]))?""",
    re.IGNORECASE | re.VERBOSE,
)
# What "one" may be in another wording.
ONE = frozenset("a an one single once first only sole another each".split())


class Amount(NamedTuple):
    """What a text counts or measures: the values it may mean, its unit where it is a known one, and the words of it.

    "75m" may be metres or millions, so there may be two values. `unit` is "ordinal" for a place in an order, "clock"
    for a time of day (in minutes after midnight), else a currency, a measure or None.
    """

    values: frozenset[float]
    unit: str | None
    text: str
    start: int

    def found_in(self, others: Sequence[Amount]) -> bool:
        """Whether one of `others` is the same value in the same unit, or in one of which only one of them speaks."""
        return any(self.values & one.values and _same_unit(self.unit, one.unit) for one in others)


def amounts_in(text: str) -> list[Amount]:
    """The amounts in `text`, in order; dates must have been blanked out of it."""
    found = []
    for match in _AMOUNT.finditer(text):
        if clock := match["clock"]:
            found.append(Amount(frozenset({_minutes(clock)}), "clock", clock, match.start()))
            continue
        values, unit = _values(match), None
        if match["nth"] or match["ordinal"]:
            unit = "ordinal"
            if match["nth"] and match["nth"].lower() == "second" and match["unit"] is None and _is_a_time(text, match):
                continue
        elif match["currency"]:
            unit = match["currency"].upper().removeprefix("US")
        elif match["unit"]:
            unit = next(name for i, (_, name) in enumerate(_UNITS) if match[f"u{i}"])
        found.append(Amount(values, unit, match[0].strip(), match.start()))
    return found


def _values(match: re.Match[str]) -> frozenset[float]:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        factors = re.findall(r"[a-z]+", match[0][match.end("digits") - match.start() :].lower())
        for word in factors if match["times"] else ():
            if word not in _TIMES:
                break
            if word == "m" and not match["currency"]:
                return frozenset({value, value * 1e6})
            value *= _TIMES[word]
        return frozenset({round(value, 6)})
    if match["half"]:
        return frozenset({_TIMES[match["halved"].lower()] / 2})
    if match["one"]:
        return frozenset({_TIMES[match["one"].lower()]})
    if match["nth"]:
        return frozenset({float(_ORDINALS[match["nth"].lower()])})
    return frozenset({_spelt(match["words"])})


def _spelt(words: str) -> float:
    """The value of "three hundred and five thousand"."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in {"hundred", "dozen"}:
            current = (current or 1) * _TIMES[word]
        elif word in _TIMES:
            total, current = total + (current or 1) * _TIMES[word], 0.0
    return total + current


def _minutes(clock: str) -> float:
    hour, minute = int(re.match(r"\d+", clock)[0]), re.search(r"[:.](\d\d)", clock)  # type: ignore[index]
    half = re.search(r"[ap]", clock.lower())
    if half:
        hour = hour % 12 + 12 * (half[0] == "p")
    return 60.0 * hour + (int(minute[1]) if minute else 0)


def _same_unit(one: str | None, other: str | None) -> bool:
    if one in {"ordinal", "clock"} or other in {"ordinal", "clock"}:
        return one == other
    return one is None or other is None or one == other


def _is_a_time(text: str, match: re.Match[str]) -> bool:
    return re.search(r"(?:per|a|every|\d)\s*$", text[: match.start("nth")], re.IGNORECASE) is not None
