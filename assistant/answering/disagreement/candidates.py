"""Which of the things that a sentence states is its answer to a question: the values that are worth comparing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answering.disagreement.intervals import LIVING, PEOPLE, amounts, counted, people_stems, role_stems, roles
from assistant.answering.disagreement.values import SAID_ON, Value, ages, clock_times, dates, names
from assistant.answering.evidence import Evidence
from assistant.answering.question import CLOSED, Question, is_yes_or_no
from assistant.library.words import analyse
from assistant.types import Span

_SIZE = "(?:population|length|height|width|depth|weight|size|area|cost|price|total|turnout)"
_SOMEBODY = (
    "(?:firm|club|airline|bank|agency|group|university|ministry|court|player|runner|driver|rider|actor|actress|author"
    "|writer|singer|artist|director|candidate|politician|judge|general|officer|scientist|winner|man|woman|side|nation"
    "|publisher|broadcaster|investor|bidder)"
)
# What questions that no rule of `question` knows ask for, too.
_FURTHER = (
    (rf"\bwhat (?:is|was|will be) the (?:\w+ )?{_SIZE}\b", "number"),
    (r"\b(?:number|quantity|sum|size) of\b|\bwhat quantity\b|\bprice tag\b", "number"),
    (r"\bhow (?:far|long is|deep|wide|big|large)\b", "number"),
    (r"\bwhat\b.{0,20}\bdate\b|\b(?:what|which) (?:exact )?(?:date|hour|time)\b", "time"),
    (r"\b(?:location|birthplace) of\b|\b(?:what|which)\b.{0,20}\b(?:location|spot|site|venue)\b", "place"),
    (rf"\b(?:what|which) {_SOMEBODY}\b|\bwhose (?:statement|words|claim)\b", "name"),
)
_PLACE = re.compile(
    r"\bwhere\b|\b(?:what|which) (?:city|country|town|place|region|state|capital|village|continent|province)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?:what|which) (?:time|hour)\b", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:said|says|told|according to|reported|reports|added|announced)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:says?|said|tells?|told|(?:announce|claim|report|warn|declare|state|argue|describe|call)\w*|words|comments?)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:in|at|near|outside|from|to|on|off|inside|into|via|around)(?: (?:the|its|a|nearby|central|northern|southern"
    r"|eastern|western|downtown|city of|town of|port of|village of))*\s$",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:the )?(?:[a-z]+ ){0,3}$")
# What a question counts: the word behind it, but for a verb ("How many were hurt?").
_HOW_MANY = re.compile(
    r"\bhow many\b(?: (?!(?:were|was|are|is|have|has|had|did|do|more|of|in|at)\b)(\w+))?|\btoll\b|\bnumber of (\w+)",
    re.IGNORECASE,
)
# Some of all people: a figure for all does not tell how many of them there were. Each with the words that name them.
_SOME = (
    "child children kid baby infant toddler girl boy pupil schoolchildren",
    "woman women female girl",
    "man men male boy",
    "tourist foreigner holidaymaker",
    "soldier troop serviceman servicemen conscript",
    "police policeman policemen officer",
    "journalist reporter",
    "teacher",
    "doctor nurse medic",
    "firefighter rescuer",
    "civilian",
)
_ONE_OF_SOME = "|".join(f"{word}s?" for one in _SOME for word in one.split())
_HOW_MANY_OF_SOME = re.compile(
    rf"\bhow many (?:of the )?(?:[\w-]+ ){{0,2}}?(?P<some>{_ONE_OF_SOME})"
    r"(?=\W*$| (?:were|was|are|is|have|has|had|did|do|does|died|came|got|lost|on|in|at|among|of|from|who|will|can)\b)",
    re.IGNORECASE,
)
# Things are counted, not measured: "two kilograms", "8 percent" and "five hours" tell no number of them.
_UNITS = (
    "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|times?|(?:kilo|centi|milli)?met(?:er|re)s?|km|miles?"
    "|feet|foot|inch(?:es)?|acres?|hectares?|lit(?:er|re)s?|gallons?|barrels?|tons?|tonnes?|(?:kilo)?grams?|kg|pounds?|dollars?"
    "|euros?|cents?|per ?cent(?:age)?|percent|points?|degrees?|[a-z]*watts?|volts?|[a-z]*bytes?"
)
_HOW_MANY_THINGS = re.compile(
    rf"\bhow many (?:more )?(?!(?:[\w-]+ )?(?:{_UNITS})\b)(?P<things>[a-z]{{3,}}(?: [a-z]+)?)", re.IGNORECASE
)
_HARMED = re.compile(r"\b(?:victim|casualt)", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:nobody|no one|none|no)\b", re.IGNORECASE)
# A figure may be counted as the answer this many characters from the question's own words.
_NEAR = 200


def kind_of(question: Question) -> str | None:
    """What is compared: "number", "duration", "age", "time", "name" or "place"; None where nothing is known."""
    if _PLACE.search(question.text):
        return "place"
    further = next((kind for pattern, kind in _FURTHER if re.search(pattern, question.text, re.IGNORECASE)), None)
    if question.expects not in (None, "reason") or (further and question.expects is None):
        return question.expects or further
    # "Were 31 people hurt?": what is compared is the figure.
    asked = amounts(question.text) if is_yes_or_no(question.text) else []
    return None if not asked else "duration" if asked[0].measure == "hours" else "number"


def answer_in(question: Question, kind: str, one: Evidence) -> Value | None:
    """The value with which a sentence answers; None where it states none of the kind."""
    found = values_of(question, kind, one)
    if not found:
        return None
    if kind == "number":
        return _amount(question, one.text, found)
    if kind in ("name", "place"):
        return _name(question, kind, one.text, found)
    near = _places(question, one.text)
    return min(found, key=lambda value: _distance(value, near))


def _asked_of_people(question: Question) -> frozenset[str]:
    """What happened to the people whom a question counts ("killed"); nothing where it counts something else."""
    counts = _HOW_MANY.search(question.text)
    noun = counts and (counts[1] or counts[2])
    if not counts or (noun and not set(analyse(noun)) & (people_stems() | role_stems().keys())):
        return frozenset()
    return _happened(question.text)


@lru_cache(maxsize=64)
def _happened(question: str) -> frozenset[str]:
    """What a question says that happened to people; asked again with each sentence that may answer."""
    return frozenset(role for _, role in roles(question)) - {LIVING}


@lru_cache(maxsize=64)
def _some_asked(question: str) -> frozenset[str]:
    """The stems that name those of the people whom a question counts; none where it counts all."""
    asked = _HOW_MANY_OF_SOME.search(question)
    stems = frozenset(analyse(asked["some"])) if asked else frozenset()
    return frozenset().union(*(named for one in _SOME if stems & (named := frozenset(analyse(one)))))


@lru_cache(maxsize=64)
def _things_asked(question: str) -> frozenset[str]:
    """The stems of the things that a question counts, and of the word behind; none where it asks for a measure."""
    asked = _HOW_MANY_THINGS.search(question)
    return frozenset(analyse(asked["things"])) if asked else frozenset()


def counts_so(question: Question, text: str) -> bool:
    """Whether a sentence counts people to whom happened what is asked: "97 bodies" of "How many died?"."""
    wanted = _happened(question.text)
    return bool(wanted) and not wanted.isdisjoint(value.role for value in amounts(question.without_hindsight(text)))


def counts_others(question: Question, text: str, around: str = "") -> bool:
    """Whether a sentence counts others than those to whom happened what is asked: "31 were hurt" of "How many died?".

    Or everybody where some are asked about, whom neither it nor the text `around` names: "31 people died" of "How many
    children died?". Or it only measures: kilometres, crowns.
    """
    wanted, some, things = _asked_of_people(question), _some_asked(question.text), _things_asked(question.text)
    if not (wanted or some or things) or _NOBODY.search(text):
        return False
    text = question.without_hindsight(text)
    stated = amounts(text)
    counts = [value for value in stated if value.measure == "count"]
    if stated and not counts and things:
        # "30 marks" measures money, and counts marks.
        return all(things.isdisjoint(analyse(value.text)) for value in stated)
    if some and some.isdisjoint(analyse(f"{around} {text}")):
        return any(PEOPLE in value.words or value.role for value in counts)
    if not wanted:
        return False
    happened = {role for _, role in roles(text)}
    so = {value.role for value in counts} - {None}
    if happened:
        return not happened & wanted or bool(so and not so & wanted)
    return not counts or any(PEOPLE in value.words and not _HARMED.search(value.text) for value in counts)


def answer_span(question: Question, one: Evidence) -> Span | None:
    """Where in a sentence the figure, age, time or duration stands with which it answers; None for anything else.

    A name is not marked: of several the one that answers is told too seldom. Nor is anything in a list.
    """
    kind = kind_of(question)
    value = answer_in(question, kind, one) if kind in CLOSED and one.spoken == one.text else None
    if value is None:
        return None
    # A value begins at its number, its text at what hedges it or at its currency.
    start = one.text.find(value.text, max(0, value.start - len(value.text)))
    return Span(start, start + len(value.text)) if start >= 0 else None


def values_of(question: Question, kind: str, one: Evidence) -> list[Value]:
    """Everything of the kind that a sentence states, in order."""
    published = one.hit.published_at
    if kind in ("number", "duration"):
        found = amounts(question.without_hindsight(one.text))
        return [value for value in found if (value.measure == "hours") == (kind == "duration")]
    if kind == "age":
        return ages(one.text, published)
    if kind == "time":
        times = clock_times(one.text)
        days = dates(one.text, published)
        if not _SAYING.search(question.text):
            days = [day for day in days if not SAID_ON.search(one.text[: day.start])]
        return times if _CLOCK.search(question.text) else days or times
    return names(one.text, frozenset(analyse(question.text)))


def _amount(question: Question, text: str, found: Sequence[Value]) -> Value | None:
    """The amount of what the question counts: by its noun, by what happened to those counted, by nearness."""
    asked = counted(analyse(question.text))
    wanted = {role for _, role in roles(question.text)}
    if wanted:
        found = [value for value in found if value.role in wanted]
    elif len(found) > 1:
        found = [value for value in found if value.words & asked] or found
    near = _places(question, text)
    return min(found, key=lambda value: (not value.words & asked, _distance(value, near)), default=None)


def _name(question: Question, kind: str, text: str, found: Sequence[Value]) -> Value | None:
    if kind == "place":
        found = [value for value in found if _IN.search(text[: value.start])]
    else:
        found = [value for value in found if not _IN.search(text[: value.start])]
        if not _SAYING.search(question.text):
            found = [value for value in found if not _told_by(value, text)]
        if by := [value for value in found if _BY.search(text[: value.start])]:
            return by[0]
    near = _places(question, text)
    return min(found, key=lambda value: _distance(value, near), default=None)


def _told_by(value: Value, text: str) -> bool:
    before, after = text[max(0, value.start - 15) : value.start], text[value.start + len(value.text) :][:12]
    return bool(_SPOKEN.search(before) or _SPOKEN.match(after.lstrip(" ,")))


def _places(question: Question, text: str) -> list[int]:
    """Where the question's words, names aside, stand in a text; where all its words do, without such."""
    words = set(question.words)
    found = [(match.start(), set(analyse(match[0]))) for match in re.finditer(r"[^\W_]+", text)]
    plain = [start for start, stems in found if stems & (words - question.names)]
    return plain or [start for start, stems in found if stems & words]


def _distance(value: Value, places: Sequence[int]) -> float:
    middle = value.start + len(value.text) / 2
    return min((abs(place - middle) for place in places), default=float(_NEAR)) + value.start / 1000
