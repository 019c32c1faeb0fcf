"""What of a sentence must be found in what it cites, or it is not shown: numbers, dates, names, quotations, polarity.

Only one way round: the sentence may leave out what the evidence says, and may say nothing that it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.support.amounts import ONE
from assistant.support.polarity import turned
from assistant.support.reading import Reading, read
from assistant.support.roles import aligned, misattributed, substituted, swapped
from assistant.support.stated_dates import Day, resolve, stated
from assistant.support.wording import FUNCTION_WORDS, Token, name_forms

# An answer of so few words after a question is all fact.
FRAGMENT = 5


@dataclass(frozen=True, slots=True)
class Dateline:
    """What is known of the article that a quote is from; `published_at` is an ISO date at any precision."""

    title: str = ""
    outlet: str | None = None
    published_at: str | None = None
    byline: str | None = None


class Evidence:
    """What a sentence cites: the quotes taken apart, and the facts of their datelines."""

    def __init__(self, quotes: Sequence[str], datelines: Sequence[Dateline] = ()) -> None:
        """`datelines` are those of the quotes' articles, in their order; none, or one for each quote."""
        self.quotes = [read(quote) for quote in quotes]
        lines = list(datelines) or [Dateline()] * len(self.quotes)
        around = [read(part) for one in dict.fromkeys(lines) for part in (one.title, one.outlet, one.byline) if part]
        self.readings = [*self.quotes, *around]
        self.forms = frozenset().union(*(one.forms for one in self.readings))
        self.stems = frozenset().union(*(one.stems for one in self.readings))
        self.words = frozenset(token.lower for one in self.readings for token in one.tokens)
        self.amounts = [amount for one in self.readings for amount in one.amounts]
        self.values = frozenset().union(*(one.values for one in self.readings))
        self.days: list[Day] = [day for one in around for day in one.days]
        for quote, line in zip(self.quotes, lines, strict=True):
            self.days += resolve(quote.days, line.published_at)
        self.initials = " ".join(one.initials for one in self.readings)
        self.run = "|".join(one.run for one in self.readings)


def missing_facts(sentence: Reading, evidence: Evidence, *, fragment: bool = False) -> list[str]:
    """The facts of the sentence that the evidence does not state, as a person would name them; empty if there are none.

    A `fragment` is a bare answer after a question: every telling word of it is a fact.
    """
    years = {float(day.year) for day in evidence.days if day.year}
    found = []
    for amount in sentence.amounts:
        if amount.found_in(evidence.amounts):
            continue
        if amount.values == {1.0} and amount.text.lower() == "one" and evidence.words & ONE:
            continue
        if amount.unit is None and amount.values & years:
            continue
        found.append(f"the number {amount.text}")
    if any(not stated(day, evidence.days, evidence.values) for day in sentence.days):
        found.append("a date")
    for place, token in enumerate(sentence.tokens):
        if token.name and not _is_named(token, place, sentence, evidence):
            found.append(f"the name {token.text}")
        elif fragment and not _is_there(token, evidence):
            found.append(f"the word {token.text}")
    found += [
        f"the quotation “{quotation.strip()}”" for quotation in sentence.quotations if quotation not in evidence.run
    ]
    return found


def contradictions(sentence: Reading, evidence: Evidence, blocks: Sequence[list[tuple[int, int, int]]]) -> list[str]:
    """What of the sentence the evidence gives otherwise: a negation, a speaker, the parts of two names, one fact.

    `blocks` are the runs of words that it shares with each quote, as `roles.matching_blocks` gives them.
    """
    exchanged = [
        substituted(sentence, quote, shared)
        for quote, shared in zip(evidence.quotes, blocks, strict=True)
        if aligned(sentence, shared)
    ]
    wrong = [
        turned(sentence, evidence.quotes),
        misattributed(sentence, evidence.quotes),
        swapped(sentence, evidence.quotes),
        # Where one quote has the very fact, another that has its own in that place is of something else.
        next((one for one in exchanged if one), None) if exchanged and all(exchanged) else None,
    ]
    return [one for one in wrong if one]


def _is_there(token: Token, evidence: Evidence) -> bool:
    """Whether a word is one of the evidence's; small words and figures, which are looked for elsewhere, always are."""
    if not token.lower.isalpha() or token.lower in FUNCTION_WORDS | evidence.words:
        return True
    return token.stem in evidence.stems or bool(name_forms(token.lower) & evidence.forms)


def _is_named(token: Token, place: int, sentence: Reading, evidence: Evidence) -> bool:
    if name_forms(token.lower) & evidence.forms or token.stem in evidence.stems:
        return True
    if token.text.isupper() and len(token.text) > 1 and token.lower in evidence.initials:
        return True  # "WHO" for the World Health Organization
    for first in range(max(0, place - 4), place + 1):
        for last in range(place + 2, min(len(sentence.tokens), place + 6) + 1):
            run = sentence.tokens[first:last]
            large = "".join(one.lower[0] for one in run if one.text[0].isupper())
            if len(large) > 2 and large in evidence.words and run[0].text[0].isupper() and run[-1].text[0].isupper():
                return True  # the World Health Organization for "WHO"
    return False
