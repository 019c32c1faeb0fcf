"""Whether sentences affirm or deny the same thing: "approved" against "rejected", "reopened" against "did not"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from assistant.library.words import analyse

# Pairs of what cannot both be so of one event: words of one side | words of the other.
_PAIRS = (
    "approve accept agree endorse pass adopt back support | reject refuse oppose decline veto dismiss",
    "open reopen | close shut closure",
    "rise rose risen increase grew climb gained | fall fell fallen drop decrease shrank sank",
    "win won victory beat | lose lost defeat defeated",
    "survive alive recovered | die dead killed",
    "confirm admit admitted acknowledge | deny",
    "resume start begin began proceed | cancel cancelled canceled suspend halt scrapped abandon",
    "guilty convicted convict | acquitted acquit cleared innocent",
    "stay remain | resign leave quit",
    "arrested detained jailed | released freed",
    "safe | unsafe contaminated dangerous",
    "succeeded succeed successful | failed fail fails unsuccessful",
    "signed sign | unsigned",
)
_NOT = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|without|false|untrue|unlikely|cannot|refus\w+ to|fail\w* to|declin\w+ to"
    r"|den(?:y|ied|ies)|rul\w+ out)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[;:,]\s+|\s+(?:but|although|while|whereas|because|after|before)\s+")


class Stand(NamedTuple):
    """What a sentence says of an `axis` (a pair of opposites, or the question's own words): so, or not so."""

    axis: int
    so: bool
    text: str


@cache
def _axes() -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for axis, pair in enumerate(_PAIRS):
        for so, words in zip((True, False), pair.split("|"), strict=True):
            found |= {stem: (axis, so) for word in words.split() for stem in analyse(word)}
    return found


def stand(text: str, words: frozenset[str]) -> Stand | None:
    """What a sentence says of what `words` (stems of a question) are about; None where it is not about them.

    It is read from the clause that shares most of the words, an opposite of one counting as that one.
    """
    axes = {_axes()[word][0] for word in words if word in _axes()}
    best: tuple[int, Stand] | None = None
    for clause in _CLAUSES.split(text):
        stems = [(match[0], analyse(match[0])) for match in re.finditer(r"[^\W\d_]+", clause)]
        shared = {stem for _, found in stems for stem in found} & words
        on_axis = [(word, *_axes()[stem]) for word, found in stems for stem in found if stem in _axes()]
        on_axis = [one for one in on_axis if not axes or one[1] in axes]
        weight = len(shared) + bool(on_axis)
        if not weight or (best and best[0] >= weight):
            continue
        negated = _NOT.search(clause)
        word, axis, so = on_axis[0] if on_axis else ("", -1, True)
        cue = (
            negated
            if negated
            and negated[0].lower() != word.lower()
            and not (axis >= 0 and analyse(negated[0])[:1] == analyse(word)[:1])
            else None
        )
        spoken = f"{cue[0]} {word}".strip() if cue else word
        best = weight, Stand(axis, so != bool(cue), spoken)
    return best[1] if best else None
