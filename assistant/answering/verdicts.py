"""Yes or no, where one sentence says plainly that what is asked is so, or is not.

Said only of a sentence that begins a clause with the question's own words, in their order and with nothing between
them but articles: neither as somebody's words nor as a plan, a wish or a perhaps. Everything else leaves the
answer to the reader, and so does a question about a time, which an article tells by its date. It is said seldom: of
claims of FEVER, FM2 and RTE asked as questions (10,246, and 1,571 questions of BoolQ) 26 times, all rightly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Verdict
from assistant.answering.citations import dateline
from assistant.answering.evidence import Evidence as Sentence
from assistant.asked_time import names_time
from assistant.support.facts import Dateline, Evidence, missing_facts
from assistant.support.polarity import denials, hedges
from assistant.support.reading import Reading, read
from assistant.support.roles import speakers
from assistant.support.wording import FUNCTION_WORDS, TITLES, Token, name_forms

_ASKED = re.compile(
    r"^(?:and |so )?(?P<verb>did|do|does|is|was|are|were|has|have)\s+(?!not\b|n['’]t)(?P<said>.+?)[\s?!.]*$",
    re.IGNORECASE,
)
# What turns on more than the words being there.
_WEIGHED = re.compile(
    r"\b(?:or|than|more|less|fewer|most|least|only|all|every|everyone|anyone|any|always|ever|still|yet|already|same|first"
    r"|last|\w{3,}est|enough|too|both|never|not|n['’]t|if|could|would|should|might|may|really|actually)\b",
    re.IGNORECASE,
)
# A part of a question that is asked of something else ("who was there") is no statement.
_ALSO_ASKS = re.compile(r"\b(?:what|who|whom|when|where|why|how|you|i|we)\b", re.IGNORECASE)
# Words, by stem, by which a sentence tells what somebody says, and does not say it itself.
_TOLD = frozenset("said say told tell accord claim".split())
_QUOTED = re.compile(r"[“”\"«»]")
LEAST_WORDS = 2
_ARTICLES = frozenset("the a an its his her their".split())
# What may stand between two of the statement's words in a sentence, or be left out there.
_BETWEEN = _ARTICLES | {"mr", "mrs", "ms", "dr"}
_BEFORE = _BETWEEN | {"and", "but", "yet", "so"}
# The verb that asks, and those with which it may be answered; "" where none is needed.
_ANSWERED_WITH = {
    "did": frozenset({"", "did"}),
    "do": frozenset({"", "do"}),
    "does": frozenset({"", "does"}),
    "has": frozenset({"has", "have", "had", ""}),
    "have": frozenset({"has", "have", "had", ""}),
    "is": frozenset({"is"}),
    "are": frozenset({"are"}),
    "was": frozenset({"was"}),
    "were": frozenset({"were"}),
}
_AUXILIARIES = frozenset("did do does has have had is are was were be been being".split())
# What may come right after the statement without making another of it: a mark, or where and when.
_AFTER = re.compile(
    r"^[\s”\"]*(?:$|[,.;:–—(]|(?:on|in|at|after|before|during|by|with|late|early|last|this)\b)", re.IGNORECASE
)


def statement_of(question: str) -> str | None:
    """What a question for yes or no asks of, "Russia take Pokrovsk"; None for any other, or where it is weighed."""
    found = _ASKED.match(question.strip())
    if found is None or _WEIGHED.search(found["said"]) or _ALSO_ASKS.search(found["said"]) or names_time(question):
        return None
    said = found["said"]
    if said.split()[-1].lower() in FUNCTION_WORDS:
        return None  # "in it", "before": what that is, other words say
    return said[:1].upper() + said[1:]


def verdict_of(question: str, sentences: Sequence[Sentence]) -> Verdict:
    """What the sentences that answer a question for yes or no say; "" where none plainly does, or two differ."""
    found = {said for one in sentences if (said := verdict(question, one.text, dateline(one.hit)))}
    return found.pop() if len(found) == 1 else ""


def verdict(question: str, quote: str, line: Dateline) -> Verdict:
    """Whether the quote says that what is asked is so ("yes") or is not ("no"); "" where it does not plainly say."""
    statement, verb = statement_of(question), _ASKED.match(question.strip())
    if statement is None or verb is None or _QUOTED.search(quote):
        return ""
    asked, said = read(statement), read(quote)
    if len({token.stem for token in asked.telling}) < LEAST_WORDS or missing_facts(asked, Evidence([quote], [line])):
        return ""
    if hedges(said) or (_told(said) and not _told(asked)):
        return ""
    for first in range(len(said.tokens)):
        if _opens(first, said) and (found := _laid_beside(asked, said, first)):
            auxiliary, denied, last = found
            end = said.tokens[last].start + len(said.tokens[last].text)
            with_verb = auxiliary in _ANSWERED_WITH[verb["verb"].lower()]
            if not with_verb or not _AFTER.match(said.text[end:]) or denials(said) != denied:
                return ""
            return "no" if denied else "yes"
    return ""


def _laid_beside(asked: Reading, said: Reading, first: int) -> tuple[str, int, int] | None:
    """(its auxiliary, how often it denies, its last place) where the quote says the statement's words from `first` on.

    One auxiliary, with or without "not", may stand among them; an apposition ("Olsen, the mayor of Tolm") is as "is".
    """
    wanted = [token for token in asked.tokens if token.lower not in _BETWEEN]
    auxiliary, denied, place, last = "", 0, first, first - 1
    for number, one in enumerate(wanted):
        while place < len(said.tokens) and not _is(said.tokens[place], one):
            word = said.tokens[place].lower
            if not number:
                return None
            if word in _AUXILIARIES and not auxiliary:
                auxiliary = word
            elif word == "not" and auxiliary and not denied:
                denied = 1
            elif word not in _BETWEEN:
                return None
            place += 1
        if place == len(said.tokens) or _is_owner(said.tokens[place]) != _is_owner(one):
            return None
        between = said.text[said.tokens[last].start + len(said.tokens[last].text) : said.tokens[place].start]
        if number and "," in between and not auxiliary:
            auxiliary = "is"
        last, place = place, place + 1
    return auxiliary, denied, last


def _told(reading: Reading) -> bool:
    return bool(speakers(reading)) or not _TOLD.isdisjoint(reading.stems)


def _opens(place: int, said: Reading) -> bool:
    """Whether only small words, and a name's titles, stand before it in its clause: what is told is told of it."""
    small = _BEFORE | TITLES if said.tokens[place].name else _BEFORE  # "Deputy Mayor Olsen", but no deputy mayor
    before = place - 1
    while before >= 0 and said.tokens[before].lower in small:
        before -= 1
    end = said.tokens[before].start + len(said.tokens[before].text) if before >= 0 else 0
    return before < 0 or re.search(r"[,;:.–—]", said.text[end : said.tokens[before + 1].start]) is not None


def _is(token: Token, other: Token) -> bool:
    return token.stem == other.stem or bool(name_forms(token.lower) & name_forms(other.lower))


def _is_owner(token: Token) -> bool:
    return token.text.endswith(("'s", "’s", "s'", "s’"))
