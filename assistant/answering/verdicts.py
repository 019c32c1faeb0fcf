"""Yes or no, where one sentence says plainly that what is asked is so, or is not.

Said only of a sentence that has every telling word and fact of the question, in the same parts, and says it neither
as somebody's words nor as perhaps; everything else leaves the answer to the reader. So measured on texts that nothing
here was fitted to: of 1,587 such questions of BoolQ 28 are answered, 27 rightly; of 10,478 claims of FEVER, asked as
questions, 328, of which 323 rightly. "No" is rare in both: few texts deny in so many words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Verdict
from assistant.answering.citations import dateline
from assistant.answering.evidence import Evidence as Sentence
from assistant.support.facts import Dateline, Evidence, contradictions, missing_facts
from assistant.support.polarity import denials, hedges, negated
from assistant.support.reading import Reading, read
from assistant.support.roles import matching_blocks, speakers
from assistant.support.wording import FUNCTION_WORDS, TITLES, Token, name_forms

_ASKED = re.compile(
    r"^(?:and |so )?(?:did|does|do|is|was|are|were|has|have|had)\s+(?!not\b|n['’]t)(?P<said>.+?)[\s?!.]*$",
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
LEAST_WORDS = 2
SMALL = TITLES | {"the", "a", "an", "and", "but", "that", "its", "his", "her", "their"}
# Words that may stand between two of the statement's.
BETWEEN = 4


def statement_of(question: str) -> str | None:
    """What a question for yes or no asks of, "Russia take Pokrovsk"; None for any other, or where it is weighed."""
    found = _ASKED.match(question.strip())
    if found is None or _WEIGHED.search(found["said"]) or _ALSO_ASKS.search(found["said"]):
        return None
    said = found["said"]
    if said.split()[-1].lower() in FUNCTION_WORDS:
        return None  # "in it", "before": what that is, other words say
    return said[:1].upper() + said[1:]


def verdict_of(question: str, sentences: Sequence[Sentence]) -> Verdict:
    """What the sentences that answer a question for yes or no say; "" where none plainly does, or two differ."""
    statement = statement_of(question)
    if statement is None:
        return ""
    found = {said for one in sentences if (said := stated(statement, one.text, dateline(one.hit)))}
    return found.pop() if len(found) == 1 else ""


def stated(statement: str, quote: str, line: Dateline) -> Verdict:
    """Whether the quote says that the statement is so ("yes") or is not ("no"); "" where it does not plainly say."""
    asked, said = read(statement), read(quote)
    evidence = Evidence([quote], [line])
    words = {token.stem for token in asked.telling}
    if len(words) < LEAST_WORDS or missing_facts(asked, evidence) or not _all_there(asked, said):
        return ""
    if hedges(said) or (_told(said) and not _told(asked)) or not _in_one_place(asked, said):
        return ""
    turned = denials(said) - denials(asked)
    if turned == 0 and not contradictions(asked, evidence, [matching_blocks(asked, said)]):
        return "yes"
    if turned == 1 and negated(said) & words:
        return "no"
    return ""


def _told(reading: Reading) -> bool:
    return bool(speakers(reading)) or not _TOLD.isdisjoint(reading.stems)


def _all_there(asked: Reading, said: Reading) -> bool:
    return all(
        token.stem in said.stems or name_forms(token.lower) & said.forms
        for token in asked.tokens
        if token.lower not in FUNCTION_WORDS
    )


def _in_one_place(asked: Reading, said: Reading) -> bool:
    """Whether the statement's words stand in the quote in their order, and no further apart than BETWEEN words."""
    wanted = [token for token in asked.tokens if token.lower not in FUNCTION_WORDS]
    here = [[place for place, token in enumerate(said.tokens) if _is(token, one)] for one in wanted]
    reached = {place for place in here[0] if _opens(place, said)} if here else set()
    for places in here[1:]:
        reached = {place for place in places if any(0 < place - before <= BETWEEN + 1 for before in reached)}
    return bool(reached)


def _opens(place: int, said: Reading) -> bool:
    """Whether only small words and titles stand before it in its clause, so that what is told is told of it."""
    before = place - 1
    while before >= 0 and said.tokens[before].lower in SMALL:
        before -= 1
    end = said.tokens[before].start + len(said.tokens[before].text) if before >= 0 else 0
    return before < 0 or re.search(r"[,;:.–—]", said.text[end : said.tokens[before + 1].start]) is not None


def _is(token: Token, other: Token) -> bool:
    return token.stem == other.stem or bool(name_forms(token.lower) & name_forms(other.lower))
