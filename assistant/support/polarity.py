"""Whether a sentence denies what its evidence affirms, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from assistant.support.opposites import opposed_to
from assistant.support.reading import Reading
from assistant.support.wording import FUNCTION_WORDS, Token

_NOT = frozenset("not never no none nobody neither nor without cannot nothing nowhere hardly scarcely barely".split())
# Verbs that turn what follows into its opposite, by stem.
_TURNING = frozenset(
    "deni refus reject fail declin lack unabl prevent avoid cancel fals untru disput halt oppos ban".split()
)
# Negations as the index has them, "didn't" as "didn" and "t". "Without" and "no" turn but a part of a question round.
_ASKED_NOT, _TOLD_NOT = frozenset("not never cannot t nobody none neither nowhere".split()), _NOT | {"t"}
_THEN = frozenset("to that having any ever".split())
# What is said to be possible, planned or claimed only, by stem.
_HEDGES = frozenset(
    """may might could would possibl perhap reportedli alleg allegedli claim suspect expect plan propos consid threaten
    like unlik if whether rumor rumour appar appear seem hope seek aim intend unconfirm""".split()
)


def denies(token: Token) -> bool:
    """Whether a word is a negation by itself."""
    return token.lower in _NOT or token.lower.endswith("n't")


def denials(reading: Reading) -> int:
    """How many words of the text negate something."""
    return sum(denies(token) or token.stem in _TURNING for token in reading.tokens)


def hedges(reading: Reading) -> int:
    """How many words say that something is possible, planned or claimed only."""
    return sum(stem in _HEDGES for stem in reading.stems)


def turned(sentence: Reading, evidence: Sequence[Reading]) -> str | None:
    """What is wrong with the sentence's polarity, None if nothing is.

    It may negate only if something it cites does; and what is negated in all that it cites it must not affirm.
    """
    own = denials(sentence)
    there = sum(denials(one) for one in evidence)
    if own and not there:
        word = next(token.text for token in sentence.tokens if denies(token) or token.stem in _TURNING)
        return f"“{word}”: nothing it cites says no"
    if not own and there:
        affirmed = [stem for one in evidence for stem in _affirmed(one)]
        for one in evidence:
            for stem in negated(one):
                if stem in sentence.content and stem not in affirmed:
                    return f"“{stem}…” is negated in what it cites"
    return None


def contrary(asked: AbstractSet[str], told: AbstractSet[str]) -> bool:
    """Whether a sentence tells the opposite of what a question asks, by the stems of their words.

    The question negates and the sentence does not ("Who did not sign?", "Poland signed."), or the sentence has the
    opposite of a word that it lacks ("Which day was the bridge opened?", "It was closed on Monday."). Of 889 squad2
    questions the best sentence does so in 83 of the 442 that are unanswerable and 4 of the 447 others.
    """
    if not _ASKED_NOT.isdisjoint(asked) and not _denied(told):
        return True
    return any(other in told and other not in asked for word in asked if word not in told for other in opposed_to(word))


def affirms(denied: AbstractSet[str], told: AbstractSet[str]) -> bool:
    """Whether a sentence, by its stems, says what is `denied` and denies nothing."""
    return not denied.isdisjoint(told) and not _denied(told)


def _denied(told: AbstractSet[str]) -> bool:
    return not (_TOLD_NOT | _TURNING).isdisjoint(told)


@lru_cache(maxsize=8192)
def negated(reading: Reading) -> frozenset[str]:
    """The stems of the words that come right after a negation, or after a verb such as "refused to"."""
    found, tokens = set(), reading.tokens
    for place, token in enumerate(tokens[:-1]):
        after = tokens[place + 1]
        verb = token.stem in _TURNING and (after.lower in _THEN or after.lower.endswith("ing"))
        if not (denies(token) or verb):
            continue
        for other in tokens[place + 1 : place + 6]:
            if other.lower not in FUNCTION_WORDS and not other.lower.endswith("ly") and other.lower != "longer":
                found.add(other.stem)
                break
    return frozenset(found)


def _affirmed(reading: Reading) -> list[str]:
    denied = negated(reading)
    counts: dict[str, int] = {}
    for stem in reading.stems:
        counts[stem] = counts.get(stem, 0) + 1
    return [stem for stem, n in counts.items() if stem not in denied or n > 1]
