"""A question as retrieval sees it: as a whole, its parts, and the outlets that each of them names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.dates import Period, means_recent, periods_in
from assistant.library.words import analyse, content_words

# Where a question of several parts can be cut: between clauses, and between the two sides of a comparison.
_CUT = re.compile(
    r",? (?:while|whereas|compared (?:to|with)|as opposed to|versus|vs\.?|but also)\s"
    r"|;\s|\?\s|,? and (?=(?:the|its|his|her|their|is|was|has|are|what|who|when|where|why|how|which|did|does|do)\s)"
    r"|, (?=(?:and|but|is|has|was|who|which)\s)|(?<=\d{4}),? and ",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween (.+?) and (.+)", re.IGNORECASE)
# A question for yes or no, as it goes on after another: "and did anybody die", "and can the judge ..."
_INVERTED = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should) (?:it|he|she|they|there|i|we|you|people"
    r"|any\w*|some\w*|every\w*)\b|(?:will|would|can|could|should) (?:the|this|that|these|those|his|her|its|their)\b"
)
# Where a question that asks several things can be cut: before the words that ask the next. A comma alone does not do,
# for "which carried 300 people" asks nothing.
_NEXT = re.compile(
    r"(?:[;?]|,? (?:and|but)|,(?=\s+how (?:many|much) (?:in|at|from) [A-Z]))\s+"
    r"(?=(?:(?:in|on|at|to|from|by|of|with|for|since|until) )?(?:what|whom?|whose|when|where|why|how|which)\b"
    rf"|{_INVERTED})",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:(?:in|on|at|to|from|by|of|with|for|since|until) )?(?:wh|how)|{_INVERTED}", re.IGNORECASE)
# Of what, stands in the part before.
_BARE = re.compile(r"why|when|where|how(?: many| much)?", re.IGNORECASE)
# Whom or what it means stands in the part before.
_LEANS = re.compile(r"\b(?:it|its|he|him|his|she|her|they|them|their|there|this|that|these|those)\b", re.IGNORECASE)
TIMES = re.compile(rf"(?:{'|'.join((*calendar.month_name[1:], *calendar.day_name))})")
# A part that leaves out what the one before it says: "and how many in Sumy".
_ELLIPTIC = re.compile(
    r"(?P<asks>how \w+|what|who|when|where|which) (?P<before>in|at|from|for|of|on|by|to|near)"
    r" (?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)"
)
# What is asked of two at once: "What did Lavrov and Peskov each say about the talks?" The other is a name or one
# word: "Why did Smith and Jones leave both parties?" asks one thing.
_OF_BOTH = re.compile(
    r"(?P<asks>(?:what|how|why|when|where|which [\w-]+) (?:did|do|does|has|have|had|was|were|is|are|will|would)) "
    r"(?P<one>[^,;?]{2,40}?) and"
    r" (?P<other>(?:the )?(?:[\w’'.-]+|(?-i:[A-Z][\w’'.-]*(?: (?:of |the )*[A-Z][\w’'.-]*)+))),?"
    r" (?:each|both|respectively) (?P<rest>[^;?]+)",
    re.IGNORECASE,
)
# What comes before a question and asks nothing: "Do you know who ...". "Do you know if ..." asks for yes or no.
_LEAD_IN = re.compile(
    r"^(?:(?:hi|hello|hey|please|ok|okay|well)[,!.]?\s+)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell|remind|show) (?:me|us)|(?:please )?(?:tell|remind) (?:me|us)"
    r"|do (?:you|we) (?:happen to )?know|does (?:anyone|anybody|someone) know|is it known|any idea"
    r"|i (?:just )?(?:wonder|(?:want|need|would like) to know)|i(?: am|['’]m) (?:wondering|curious)"
    r"|i['’]d (?:like|love) to know)[,:]?\s+"
    r"(?=(?:(?:in|on|at|to|from|by|of|with|for|since|until) )?(?:what|whom?|whose|when|where|why|how|which)\b)",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(what|who|where|when|how)['’]s (?=the\b)", re.IGNORECASE)
# What a follow-up takes over from the conversation stands in brackets at its end (`assistant.conversation`).
BRACKETED = re.compile(r"(?<!\s)\s*(\([^()]*\))$")
# Fewer words than these are no question of their own.
PART_WORDS = 4
ASKED_WORDS = 3  # "who chaired it"
# A pasted text has many clauses, a question has not: at most 6 of 222 that need several articles (multihop_rag).
MOST_PARTS = 6
# An outlet's name has at most so many words.
OUTLET_WORDS = 8


@dataclass(frozen=True, slots=True)
class Query:
    """A text to search for, with the outlets it names (as the library spells them) and the periods it means.

    `recent` is whether it is about what is new.
    """

    text: str
    outlets: frozenset[str]
    periods: tuple[Period, ...]
    recent: bool = False


def plain(question: str) -> str:
    """The question without a lead-in: "Do you know what's the toll?" becomes "what is the toll?"."""
    return _CONTRACTED.sub(r"\1 is ", _LEAD_IN.sub("", question.strip()))


def parse(
    question: str, outlets: Mapping[str, Sequence[str]], as_of: date, periods: tuple[Period, ...] = ()
) -> list[Query]:
    """The question as a whole, then its parts, if it has several; `outlets` is what `by_name` makes.

    `periods` are meant beside those of their own words.
    """
    return [
        Query(text, named(text, outlets), (*periods_in(text, as_of), *periods), means_recent(text))
        for text in (question, *parts_of(question))
    ]


def parts_of(question: str) -> list[str]:
    """The parts of a question that compares or asks several things; none of one that does not."""
    found: list[str] = []
    for clause in _CUT.split(question):
        between = _BETWEEN.search(clause)
        found += between.groups() if between else [clause]
    parts = [part.strip(" ,?") for part in found if len(part.split()) >= PART_WORDS]
    return parts if 1 < len(parts) <= MOST_PARTS else []


def questions_in(question: str) -> list[str]:
    """The questions of one that asks several things, "When did it open and who chaired it?"; none of any other.

    What stands in brackets at the end, carried over from a conversation, belongs to each of them.
    """
    carried = BRACKETED.search(question)
    whole = BRACKETED.sub("", question).strip(" ?")
    if both := _OF_BOTH.fullmatch(whole):
        further = f" {carried[1]}" if carried else ""
        return [f"{both['asks']} {one} {both['rest']}{further}" for one in both.group("one", "other")]
    parts = [part.strip(" ,?") for part in _NEXT.split(whole)]
    asked = [
        part for part in parts if _ASKS.match(part) and (len(part.split()) >= ASKED_WORDS or _BARE.fullmatch(part))
    ]
    for place in range(1, len(asked)):
        asked[place] = _filled(asked[place], asked[place - 1])
    if not 1 < len(asked) <= MOST_PARTS:
        return []
    return [f"{part} {carried[1]}" if carried else _leaning(part, asked[0]) for part in asked]


def _filled(part: str, before: str) -> str:
    """A part that only names another place or person, with the words of the part before it."""
    left_out = _ELLIPTIC.fullmatch(part)
    if left_out is None or not before.lower().startswith(f"{left_out['asks'].lower()} "):
        return part  # something else is asked
    same_place = re.compile(rf"\b{left_out['before']} [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
    months = TIMES.fullmatch(left_out["name"])
    if any(bool(TIMES.fullmatch(name.split(maxsplit=1)[1])) != bool(months) for name in same_place.findall(before)):
        return part  # a place is no month
    filled, count = same_place.subn(lambda _: f"{left_out['before']} {left_out['name']}", before)
    return filled if count == 1 else part


def _leaning(part: str, first: str) -> str:
    """A part that means by "it" or "they" what the first part names, with that part's words in brackets."""
    leans = _BARE.fullmatch(part) or (_LEANS.search(part) and not re.search(r"\b[A-Z]", part[1:]))
    if part == first or not leans:
        return part
    telling = set(content_words(first))
    words = [word for word in _words(first) if telling.intersection(analyse(word))]
    names = [word for word in words if word[0].isupper() and not first.startswith(word)]
    return f"{part} ({' '.join(names if names and not _BARE.fullmatch(part) else words)})"


def by_name(outlets: Iterable[str]) -> dict[str, list[str]]:
    """Outlets by the words of their name, without "The"; a single word keeps its case: "Time" is one, "time" is not."""
    names: dict[str, list[str]] = {}
    for outlet in outlets:
        words = _words(outlet)
        names.setdefault(_name(words[1:] if words[:1] in (["The"], ["the"]) else words), []).append(outlet)
    return names


def named(text: str, outlets: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The outlets whose name stands in the text."""
    if not outlets:
        return frozenset()
    words = _words(text)
    runs = (
        _name(words[first : first + length])
        for length in range(1, OUTLET_WORDS + 1)
        for first in range(len(words) - length + 1)
    )
    return frozenset(outlet for run in runs for outlet in outlets.get(run, ()))


def _name(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else " ".join(words).casefold()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
