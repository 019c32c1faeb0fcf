"""The amounts that a sentence states, as intervals: "about 30" may be 27 to 33, "1.3 million" 1.25 to 1.35 million.

Durations are told in hours, lengths in metres, weights in kilograms, so that "90 minutes" and "an hour and a half" are
one. Dates and times of day are no amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.answering.disagreement.values import Value
from assistant.answering.question import DATES, NUMBER_WORDS
from assistant.library.words import analyse, is_stop_word

_WORDS: dict[str, float] = {word: float(value) for value, word in enumerate(NUMBER_WORDS[:20], 1)}
_WORDS |= {word: float(value) for word, value in zip(NUMBER_WORDS[19:27], range(20, 100, 10), strict=True)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SCALES |= {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}
_VAGUE = {"dozens": (24.0, 120.0), "scores": (40.0, 120.0), "hundreds": (200.0, 1500.0), "thousands": (2e3, 15e3)}
_SMALL = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_TIME = "(?:second|minute|hour|day|night|week|fortnight|month|year|decade)s?"
_SPELLED = (
    rf"(?:{_SMALL})\b(?:[ -](?:{_SMALL})\b)?(?: (?:{_SCALE})\b)*(?: and (?:{_SMALL})\b(?:-(?:{_SMALL})\b)?)?"
    rf"|an? (?:{_SCALE})\b|half an?\b|an?(?= {_TIME}\b)"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONE = rf"(?:(?:{_DIGITS})(?: ?(?:{_SCALE}|bn|mn|m|k)\b(?!\w))?|\b(?:{_SPELLED}|(?:{'|'.join(_VAGUE)})\b))"
# How far from what it says a hedged amount may lie, as factors.
_HEDGES = dict.fromkeys(("about", "around", "some", "roughly", "approximately", "close to", "estimated"), (0.9, 1.1))
_HEDGES |= dict.fromkeys(("nearly", "almost", "just under"), (0.9, 1.0))
_HEDGES |= dict.fromkeys(
    ("just over", "more than", "well over", "over", "topped", "exceeded", "surpassed", "passed"), (1.0, 1.3)
)
_HEDGES |= dict.fromkeys(("at least", "no fewer than"), (1.0, 1.5))
_HEDGES |= dict.fromkeys(("as many as", "up to", "fewer than", "less than", "under"), (0.7, 1.0))
_AMOUNT = re.compile(
    rf"(?<![\w.,:-])(?:(?P<hedge>{'|'.join(sorted(_HEDGES, key=len, reverse=True))}) )?(?P<money>[$€£] ?)?"
    rf"(?P<first>{_ONE})(?:(?: ?[-–] ?| to | and (?=[$€£\d]))[$€£]?(?P<second>{_ONE}))?"
    rf"(?P<half>(?: {_TIME})? and a half)?"
    r"(?: ?(?P<percent>%|percent\b|per cent\b)"
    r"|(?=(?P<unit>(?:[ -](?!(?:and|or|but|of|from|to|in)\b)[^\W\d_]+){0,4})))",
    re.IGNORECASE,
)
# An amount of three digits or more with zeros at its end may be rounded, by so much at most.
_ROUNDED = 0.025
# Months and years are of more than one length, and who converts a measure rounds it.
_LOOSE, _CONVERTED = 0.03, 0.01

_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "day": 24.0, "night": 24.0, "week": 168.0}
_HOURS |= {"fortnight": 336.0, "month": 730.0, "year": 8766.0, "decade": 87660.0}
_MEASURES = {
    "metre": ("metres", 1.0), "meter": ("metres", 1.0), "kilometre": ("metres", 1e3), "kilometer": ("metres", 1e3),
    "km": ("metres", 1e3), "mile": ("metres", 1609.3), "foot": ("metres", 0.3048), "feet": ("metres", 0.3048),
    "tonne": ("kilograms", 1e3), "ton": ("kilograms", 1e3), "kilogram": ("kilograms", 1.0), "kg": ("kilograms", 1.0),
    "hectare": ("hectares", 1.0), "acre": ("hectares", 0.4047), "litre": ("litres", 1.0), "liter": ("litres", 1.0),
}  # fmt: skip
# What does not change from one report to the next.
PHYSICAL = frozenset(measure for measure, _ in _MEASURES.values())
_MONEY = {"dollar": "$", "euro": "€", "pound": "£", "crown": "crowns", "krone": "kroner", "mark": "marks"}
_PEOPLE = (
    "people person passenger resident civilian worker man men woman women child children student pupil villager soldier"
    " victim inhabitant employee miner sailor tourist customer patient guest visitor spectator demonstrator protester"
    " marcher fan attendee participant others"
)
PEOPLE, LIVING = "people", "living"
# What happened to those who are counted: a figure belongs to the nearest of these.
_ROLES = {
    "killed": "killed dead died die death deaths kill killing toll fatalities fatally drowned perished massacred",
    "hurt": "injured wounded hurt injuries injure injuring wounding hospitalised",
    "missing": "missing unaccounted",
    "arrested": "arrested detained arrest arrests detain custody",
    "displaced": "evacuated displaced homeless evacuate",
    LIVING: "live living",
}
_DEAD = frozenset({"bodies", "lives"})


@cache
def people_stems() -> frozenset[str]:
    """The stems of the words for people."""
    return frozenset(analyse(_PEOPLE))


@cache
def role_stems() -> dict[str, str]:
    """The stems of the words that say what happened to people, each with that."""
    return {stem: role for role, words in _ROLES.items() for stem in analyse(words)}


def roles(text: str) -> list[tuple[int, str]]:
    """Where a text says of people that they were "killed", "hurt", "missing", "arrested", "displaced" or "living"."""
    words = [(match.start(), match[0].lower()) for match in re.finditer(r"[^\W\d_]+", text)]
    # "Bodies" are found and "lives" lost, a "body" may be a council, and who lives is not dead.
    stems = ((start, "kill" if word in _DEAD else next(iter(analyse(word)), "")) for start, word in words)
    return [(start, role_stems()[stem]) for start, stem in stems if stem in role_stems()]


# No length of time, but when: "two weeks ago".
_TIME_AGO = re.compile(rf"[ -](?:{'|'.join(_HOURS)})s? ago\b", re.IGNORECASE)
_LEADS = re.compile(
    r"\w+(?::|(?: (?:has|had|have|now|is|was|stands?|stood|rose|risen|climbed|grown|reached|at|to|of)){1,4}:?)\s",
    re.IGNORECASE,
)
# A word before an amount is as far as one so many times as many characters behind it.
BEFORE = 2
# And what leads to it has at most so many characters.
LEADING = 40


def counted(words: Sequence[str]) -> frozenset[str]:
    """The stems of what is counted; all words for people are one."""
    return frozenset(PEOPLE if stem in people_stems() else stem for stem in words)


def amounts(text: str) -> list[Value]:
    """The amounts of a sentence, in order."""
    dates = [match.span() for match in DATES.finditer(text)]
    told = roles(text)
    found: list[Value] = []
    for match in _AMOUNT.finditer(text):
        start, end = match.span("first")
        part_of = text[end:].startswith((" of them", " of those", " of these")) or (
            match["first"].lower() == "one" and text[end:].startswith(" of ")
        )
        if part_of or any(start < last and first < end for first, last in dates):
            continue
        first = _read(match["first"])
        second = _read(match["second"]) if match["second"] else None
        if first is None or _TIME_AGO.match(text, end):
            continue
        unit = re.findall(r"[^\W\d_]+", match["unit"] or "")
        if match["half"]:
            unit = [*match["half"].split()[:-3], *unit]
            first = (first[0] + 0.5, first[1] + 0.5)
        measure, factor, used = _measure(match, unit)
        low, high = _hedged(first, match["hedge"])
        if second is not None and second[1] > low:
            high = second[1]
        loose = (
            _LOOSE if measure == "hours" and factor >= _HOURS["month"] else _CONVERTED if measure in PHYSICAL else 0.0
        )
        low, high = low * (1 - loose), high * (1 + loose)
        role = (
            min(told, key=lambda one: _gap(text, one[0], start), default=(0, None))[1] if measure == "count" else None
        )
        shown = re.match(rf"(?:[ -][^\W\d_]+){{0,{used}}}", match["unit"] or "")
        spoken = match[0].strip() + (shown[0] if shown else "")
        stems = [stem for word in unit if not is_stop_word(word) for stem in analyse(word)]
        words = counted(stems) if measure == "count" else frozenset()
        value = Value(spoken, start, measure, low * factor, high * factor, words, role)
        if found and measure == "hours" and (whole := _together(found[-1], value, text)):
            found[-1] = whole
        else:
            found.append(value)
    return found


def _gap(text: str, role: int, amount: int) -> int:
    """How far a word is that tells what happened to those counted; most follow, "98 people were injured".

    One that leads to the amount is next to it: "the dead at 14 and the wounded at 52".
    """
    if role < amount <= role + LEADING and _LEADS.fullmatch(text, role, amount):
        return 0
    return role - amount if role > amount else BEFORE * (amount - role)


def _together(one: Value, rest: Value, text: str) -> Value | None:
    """Two durations as one: "four hours and 50 minutes"; None where they are not."""
    end = text.find(one.text, max(0, one.start - len(one.text))) + len(one.text)
    if one.measure != "hours" or rest.low >= one.low or text[end : rest.start].strip() not in ("and", ",", ""):
        return None
    whole = text[one.start : rest.start] + rest.text
    return Value(whole, one.start, "hours", one.low + rest.low, one.high + rest.high)


def _read(text: str) -> tuple[float, float] | None:
    """What a number may stand for, from and to."""
    low = text.lower().strip()
    if low in _VAGUE:
        return _VAGUE[low]
    if match := re.fullmatch(rf"({_DIGITS}) ?([a-z]*)", low):
        digits, scale = match[1].replace(",", ""), _SCALES.get(match[2], 1.0)
        value = float(digits)
        if scale > 1:
            half = 0.5 * 10 ** -len(digits.partition(".")[2])
            half = min(half, value * _ROUNDED) if "." not in digits else half
            return (value - half) * scale, (value + half) * scale
        zeros = len(digits) - len(digits.rstrip("0")) if "." not in digits else 0
        half = min(10**zeros / 2, value * _ROUNDED) if zeros and value >= 100 else 0.0
        return value - half, value + half
    if low.startswith("half a"):
        return 0.5, 0.5
    total = last = 0.0
    for word in re.split(r"[ -]", low):
        if word in _WORDS:
            last += _WORDS[word]
        elif word in ("a", "an"):
            last += 1
        elif word in _SCALES:
            last = (last or 1) * _SCALES[word]
            if last >= 1000:
                total, last = total + last, 0.0
    total += last
    return (total, total) if total else None


def _hedged(bounds: tuple[float, float], hedge: str | None) -> tuple[float, float]:
    down, up = _HEDGES[hedge.lower()] if hedge else (1.0, 1.0)
    return bounds[0] * down, bounds[1] * up


def _measure(match: re.Match[str], unit: Sequence[str]) -> tuple[str, float, int]:
    """What is measured, in how many of its units, and how many of the words after the number tell it."""
    if match["percent"]:
        return "percent", 1.0, 0
    if match["money"]:
        return match["money"].strip(), 1.0, 0
    for place, word in enumerate(unit[:2]):
        singular = word.lower().removesuffix("s") if word.lower() != "feet" else "feet"
        if singular in _HOURS and not (len(unit) > place + 1 and unit[place + 1].lower() in ("old", "ago")):
            return "hours", _HOURS[singular], place + 1
        if singular in _MEASURES:
            return (*_MEASURES[singular], place + 1)
        if singular in _MONEY:
            return _MONEY[singular], 1.0, place + 1
    people = next((place for place, word in enumerate(unit) if set(analyse(word)) & people_stems()), None)
    if people is None:
        people = -1 if unit and is_stop_word(unit[0].lower()) else 0  # "rose to 64 on Friday"
    return "count", 1.0, people + 1
