"""Which of a question's names and figures a text lacks: by their forms, spelling, and the capital named for a state."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answering.question import TIME_NAMES
from assistant.support.wording import name_forms, one_name

# Where something happened, as news says it.
_AT = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|(?:city|town|village|port|region) of|struck|hit) (?:the )?"
    r"(?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)*)"
)

# A name may be misspelt in the question: difflib's ratio of 0.8 lets one letter of five be wrong, or two turned round.
ALIKE = 0.8
# Letters that a name needs for that: shorter ones differ by a letter and are somebody else.
LONG = 5
# Newspapers name a government by its capital or seat.
_SEATS = {
    "washington": "us", "moscow": "russia", "kremlin": "russia", "kyiv": "ukraine", "beijing": "china", "london": "uk",
    "brussels": "eu", "tehran": "iran", "ankara": "turkey", "delhi": "india", "tokyo": "japan", "seoul": "korea",
    "pyongyang": "korea", "paris": "france", "berlin": "germany", "rome": "italy", "madrid": "spain",
    "warsaw": "poland", "canberra": "australia", "ottawa": "canada", "taipei": "taiwan", "damascus": "syria",
}  # fmt: skip
# A text that names the state for its seat may tell of what is asked, or of something else there.
BY_SEAT = 0.5
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")


def missing_share(names: Sequence[str], text: str) -> float:
    """The share of the names (single words) that the text lacks, 0 to 1; one known by its seat alone counts half."""
    # Of "EU-led" the half that is a name.
    words = [word for name in names for word in _words(name) if not word[0].islower()]
    lower = f" {' '.join(_words(text)).lower()} "
    absent = [word for word in words if f" {word.lower()} " not in lower]
    if not absent:
        return 0.0
    forms, written = _names_of(text)
    return sum(_missing(word, forms, written) for word in absent) / len(words)


def elsewhere(question: str, before: str, sentence: str) -> bool:
    """Whether a sentence tells of another place than the question: "98 were hurt in Kharkiv" of "How many in Sumy?".

    A place asked about must stand in the sentence or the one `before`, unless the sentence names none. Of 37
    answerable squad2 questions for a figure or time at a place that refuses no answering sentence, of 62 unanswerable
    ones the likeliest of 6. Of other questions it refuses 7 of 138: "in the New World" is told of as "in North
    America".
    """
    asked = _places(question)
    if not asked or missing_share(asked, f"{before} {sentence}") < 1:
        return False
    return any(missing_share([place], question) == 1 for place in _places(sentence))


def _places(text: str) -> list[str]:
    return [found["place"] for found in _AT.finditer(text) if not TIME_NAMES.match(found["place"])]


def _missing(word: str, forms: frozenset[str], written: tuple[str, ...]) -> float:
    own = _forms(word)
    if own & forms or (len(word) >= LONG and difflib.get_close_matches(word.lower(), written, n=1, cutoff=ALIKE)):
        return 0.0
    seats = {_SEATS[form] for form in own if form in _SEATS} | {seat for seat, state in _SEATS.items() if state in own}
    return BY_SEAT if seats & forms else 1.0


@lru_cache(maxsize=4096)
def _names_of(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The forms of all words of a text, and those of its words that are written large, in lower case."""
    words = list(dict.fromkeys(_words(one_name(text))))
    large = tuple(word.lower() for word in words if word[0].isupper() and len(word) >= LONG)
    return frozenset().union(*(_forms(word) for word in words)), large


def _words(text: str) -> list[str]:
    """Words without a possessive, the halves of a compound each, and figures without thousands' commas."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"[’'](?:s\b)?(?!\w)", "", text))
    return _WORD.findall(plain)


def _forms(word: str) -> frozenset[str]:
    return frozenset({word}) if word[0].isdigit() else name_forms(word.lower())
