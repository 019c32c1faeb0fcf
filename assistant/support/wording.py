"""The words of a text as the support check sees them: stems, how rare each is, and which are names."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from assistant.library.words import analyse

COMMON_WORDS = "common_words.json"
# The rarity of what is not in the table: one sentence in 2 to the 13th, as the rarest in it.
RAREST = 13

# Several ways to write one name, brought to one before words are told apart.
_ONE_NAME = (
    (re.compile(r"\bunited states(?: of america)?\b|\bU\.S\.(?:A\.)?", re.IGNORECASE), "US"),
    (re.compile(r"\bUSA\b"), "US"),
    (re.compile(r"\bunited kingdom\b|\b(?:great )?britain\b|\bU\.K\.", re.IGNORECASE), "UK"),
    (re.compile(r"\beuropean union\b|\bE\.U\.", re.IGNORECASE), "EU"),
    (re.compile(r"\bunited nations\b|\bU\.N\.", re.IGNORECASE), "UN"),
    (re.compile(r"\b((?:[A-Z]\.){2,})"), None),  # N.A.T.O., J.K.
)
_OTHER_FORMS = {
    "american": "us", "america": "us", "british": "uk", "briton": "uk", "french": "france", "dutch": "netherlands",
    "spanish": "spain", "german": "germany", "danish": "denmark", "swedish": "sweden", "greek": "greece",
    "polish": "poland", "turkish": "turkey", "turkiye": "turkey", "irish": "ireland", "swiss": "switzerland",
    "welsh": "wales", "scottish": "scotland", "english": "england", "finnish": "finland", "portuguese": "portugal",
    "norwegian": "norway", "thai": "thailand", "kiev": "kyiv", "filipino": "philippines", "afghan": "afghanistan",
}  # fmt: skip
_OF_A_PLACE = ("ians", "ian", "eans", "ean", "ese", "ish", "ans", "an", "ns", "n", "is", "i", "a", "e", "s")
TITLES = frozenset(
    """mr mrs ms miss dr prof sir lord lady president vice prime minister secretary senator sen rep representative
    congressman congresswoman governor gov general gen chancellor king queen prince princess pope mayor judge justice
    chairman chief director spokesman spokeswoman spokesperson ambassador foreign deputy i""".split()
)
TIME_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today tonight yesterday
    tomorrow""".split()
)
FUNCTION_WORDS = frozenset(
    """a an the this that these those and or but if then than as at by for from in into of off on onto out over to up
    down with within about after before between during through under until upon via is am are was were be been being
    do does did done has have had having will would can could shall should may might must it its he him his she her
    hers they them their theirs we us our ours you your yours i me my who whom whose which what when where why how
    there here so such not no nor own same too very just also both each few more most other some any all only s t
    """.split()
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?:…]['\"”’)\]]*\s+['\"“‘(\[]*$|^['\"“‘(\[\s]*$|[“\"]$")
_HEADLINE = 0.6


class Token(NamedTuple):
    """A word or figure: as written, in lower case without a possessive, its stem, and whether it may be a name."""

    text: str
    lower: str
    stem: str
    name: bool
    start: int


def one_name(text: str) -> str:
    """The text with the commonest names of several forms in one of them ("United States" and "U.S." as "US")."""
    for pattern, name in _ONE_NAME:
        text = pattern.sub(name or (lambda match: match[1].replace(".", "")), text)
    return text


def read_tokens(text: str) -> tuple[Token, ...]:
    """The words and figures of `text`, in order.

    A name is a word written large, not a title, a month or a weekday; at the start of a sentence, and where nearly all
    words are written large as in a headline, only what is not a common word.
    """
    found = []
    words = list(_TOKEN.finditer(text))
    long = [match[0] for match in words if len(match[0]) > 3]
    headline = len(long) > 3 and sum(word[0].isupper() for word in long) > _HEADLINE * len(long)
    for match in words:
        written = match[0]
        lower = re.sub(r"[’']s?$", "", written.lower().replace("’", "'"))
        stem = stem_of(lower)
        large = written[0].isupper() and lower not in TITLES and lower not in TIME_WORDS
        opens = large and _ENDS.search(text[max(0, match.start() - 6) : match.start()]) is not None
        name = (large and lower not in FUNCTION_WORDS | {"us"}) or written in {"US", "UK", "UN", "EU"}
        if name and (opens or headline) and len(written) > 1 and is_common(stem):
            name = False
        found.append(Token(written, lower, stem, name, match.start()))
    return tuple(found)


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """The stem by which the index, too, knows the word."""
    stems = analyse(word)
    return stems[0] if stems else word


def rarity(stem: str) -> float:
    """How rare a word is, 0 to 1: the log of how many sentences there are to one that has it."""
    return min(_levels().get(stem, RAREST), RAREST) / RAREST


def is_common(stem: str) -> bool:
    """Whether it is a word that everybody writes small."""
    return stem in _levels()


@lru_cache(maxsize=65536)
def name_forms(lower: str) -> frozenset[str]:
    """The forms by which a name is known again: accents and doubled letters aside, a people's by its place."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    plain = re.sub(r"(?:iy|yy|ii|ij|y|i)$", "y", re.sub(r"([a-z])\1", r"\1", plain)) if len(plain) > 5 else plain
    whole = _OTHER_FORMS.get(lower, _OTHER_FORMS.get(lower.removesuffix("s"), plain))
    places = {whole[: -len(end)] for end in _OF_A_PLACE if whole.endswith(end) and len(whole) - len(end) >= 4}
    return frozenset({whole, lower, *places})


@cache
def _levels() -> dict[str, int]:
    table = json.loads(files("assistant.support").joinpath(COMMON_WORDS).read_text(encoding="utf-8"))
    return {stem: int(level) for level, stems in table.items() for stem in stems.split()}
