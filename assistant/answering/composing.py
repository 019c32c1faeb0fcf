"""Which sentences make an answer, and in what order: by the form of answer that the question wants."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.answer import Form
from assistant.answering.evidence import FEATURES, Evidence
from assistant.support.reading import read
from assistant.support.roles import says, speakers, speaks
from assistant.support.wording import FUNCTION_WORDS, TITLES, name_forms, stem_of

# Sentences that share more of their words than this say the same.
SAME_WORDS = 0.6


class Recipe(NamedTuple):
    """What an answer of one form is made of.

    At most `most` sentences; each scored at most `below` under the best (in the units of the fitted order) and with at
    least `share` of the best one's probability to answer, even where that is less than an answer by itself would need;
    at most `per_story` of one story (None: any number).
    """

    most: int
    below: float
    share: float = 1.0
    per_story: int | None = None


# Within 0.7, 0.5, 0.35 and 0 of the best: citation precision on the sample set 0.75, 0.75, 0.75 and 0.78, recall 0.66,
# 0.66, 0.63 and 0.61, right if answered 0.73, 0.73, 0.68 and 0.65; on ramdocs, with an earlier reader, at 0.7 and 0.5 a
# valid answer given 0.54 and 0.51, all of several 0.25 and 0.20, a wrong one 0.45 and 0.43. An account's
# figures are by judgement: no set has such questions.
_QUOTED = Recipe(most=4, below=0.7)
RECIPES: dict[Form, Recipe] = {
    "fact": _QUOTED,
    "list": _QUOTED,
    "statement": _QUOTED,
    "account": Recipe(most=6, below=math.inf, share=0.3, per_story=3),
}
# The share of the question's words, by rarity, that a statement asked for has: all of them, but for rounding.
WHOLE = 0.999
COVERAGE = FEATURES.index("coverage")
# Sentences before one that opens with a pronoun, at most, among which the one it stands for is looked for.
BACK = 2
# How things are ("Orrin is the oldest town of the coast", "It lies in the north"), in one plain clause: what is done in
# a second one, or told of by a participle ("the third mayor shot this year"), is an event.
_STANDING = re.compile(
    r"^(?:[\w’'-]+ ){1,4}(?:(?:is|are) (?:also )?(?:a|an|the|one|part|home)|lies? (?:in|on|at|near|between))\b"
    r"[^,;:–—]*$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:after|and|as|because|but|since|that|when|where|which|while|who|whose)\b"
    r"|\b(?!located|situated|populated|hundred)[a-z]{2,}ed\b"
    r"|\b(?:built|found|held|hit|left|lost|seen|shot|struck|sunk|taken|won)\b"
)
_OWNED = r"(?:an?|the|one of|(?:[\w’'-]+ )?[\w-]+['’]s)"
_IS = (
    rf"(?:(?:is|was|has been|became|remains) (?:now |also |once )?{_OWNED}\b|(?:serves|served|works|worked) as\b"
    r"|(?:heads|headed|leads|led|runs|ran|chairs|chaired) (?:an?|the|[\w-]+['’]s)\b)"
)
_APPOSED = (
    rf"(?:who (?:is|was|heads|leads|runs|chairs|serves|works|once|used)\b|(?<=, ){_OWNED} [a-z]"
    r"|(?<=, )(?:[a-z]+ )?(?:head|chief|director|leader|founder|author|mayor|minister|adviser|envoy|spokes\w+)"
    r" (?:of|for|at|to)\b)"
)
# The name before a last name, so many characters back at most.
_NAME_BEFORE, FAR = re.compile(r"(?<![\w’'-])([A-Z][\w’'-]*)\.? $"), 40
_QUOTATION = re.compile(r"[\"“”«»„]")
_PRONOUN = re.compile(r"^[\"“‘']?(?:he|she|they|it|his|her|their)\b", re.IGNORECASE)


def with_speakers(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The chosen sentences, before each that opens with a pronoun ("He added ...") those that say who that is."""
    at = {(one.hit.passage_id, one.span.end): one for one in evidence}
    found: list[Evidence] = []
    for one in chosen:
        run = [one]
        while len(run) <= BACK and _PRONOUN.match(run[0].text):
            ends = [span.end for span in run[0].hit.sentences if span.end <= run[0].span.start]
            before = at.get((one.hit.passage_id, max(ends))) if ends else None
            if before is None:
                break
            run.insert(0, before)
        found += run
    return found


def may_speak(speaker: str, one: Evidence) -> bool:
    """Whether the words of a sentence may be the speaker's: it names them and has words for speaking or a quotation.

    Or it names no speaker and goes on about somebody ("He added ...") or quotes, and the last one before it in its
    passage who speaks is them; where nobody does, they are named there.
    """
    sentence, forms = read(one.text), name_forms(speaker.lower())
    if forms & sentence.forms:
        return speaks(sentence) or bool(_QUOTATION.search(one.text))
    if speakers(sentence) or not (_QUOTATION.search(one.text) or _PRONOUN.match(one.text)):
        return False
    before = [read(one.hit.text_of(span)) for span in one.hit.sentences if span.end <= one.span.start]
    last = next((who for earlier in reversed(before) if (who := speakers(earlier))), None)
    if last is None:
        return any(forms & earlier.forms for earlier in before)
    return any(forms & name_forms(who) for who in last)


def events(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that tell what was done; all where each says how things are."""
    found = [one for one in ranked if not _STANDING.match(one.text) or _DONE.search(one.text)]
    return found or list(ranked)


def states(speaker: str, one: Evidence) -> bool:
    """Whether a sentence has the speaker say something, with every telling word of the question in it."""
    return one.features[COVERAGE] >= WHOLE and says(read(one.text), name_forms(speaker.lower()))


def identifies(name: str, one: Evidence) -> bool:
    """Whether a sentence says who somebody is: "Olsen is the mayor", "Marta Olsen, who heads ...".

    By the last name alone only where the passage or the title has the whole one, and no other first name is there.
    """
    *first, last = name.split()
    whole = name in f"{one.hit.title} {one.hit.text}"
    for found in re.finditer(rf"(?<![\w’'-]){re.escape(last)}(?: {_IS}|,? {_APPOSED})", one.text):
        word = _NAME_BEFORE.search(one.text, max(0, found.start() - FAR), found.start())
        before = word[1] if word else None
        if not first or before in first or (whole and (before is None or before.lower() in TITLES)):
            return True
    return False


def compose(
    form: Form, ranked: Sequence[Evidence], wanted: Sequence[Evidence], *, newest_first: bool = False
) -> list[Evidence]:
    """The wanted sentences and what else belongs to the answer, in the order in which they are read.

    `ranked` are the sentences that may be said, best first; none is added that repeats another. An account goes by
    date, oldest or `newest_first`; other answers begin with the best sentence's article, and an article's sentences
    stand in its own order.
    """
    recipe = RECIPES[form]
    chosen = list({one.number: one for one in wanted}.values())
    for one in ranked:
        if len(chosen) >= recipe.most:
            break
        told = sum(other.hit.story == one.hit.story for other in chosen)
        if (recipe.per_story is None or told < recipe.per_story) and not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return _by_day(chosen, newest_first=newest_first) if form == "account" else _by_article(chosen)


def _same(a: Evidence, b: Evidence) -> bool:
    """Whether two sentences say the same: most telling words in common, and no figure that only one of them has."""
    one, other = (evidence.words - _stems_of_function_words() for evidence in (a, b))
    figures = [{word for word in words if word[0].isdigit()} for words in (one, other)]
    return figures[0] == figures[1] and len(one & other) > SAME_WORDS * min(len(one), len(other))


@lru_cache(maxsize=1)
def _stems_of_function_words() -> frozenset[str]:
    return frozenset(map(stem_of, FUNCTION_WORDS))


def _by_article(chosen: Sequence[Evidence]) -> list[Evidence]:
    articles = list(dict.fromkeys(one.hit.article_id for one in chosen))
    return sorted(chosen, key=lambda one: (articles.index(one.hit.article_id), one.span.start))


def _by_day(chosen: Sequence[Evidence], *, newest_first: bool) -> list[Evidence]:
    """Undated articles last."""
    undated = "" if newest_first else "9999"
    return sorted(_by_article(chosen), key=lambda one: one.hit.published_at or undated, reverse=newest_first)
