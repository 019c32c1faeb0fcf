"""What tells, beyond its facts, whether a sentence follows from what it cites: the features of the fitted model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from assistant.answering.facts import Evidence
from assistant.answering.polarity import denials, hedges
from assistant.answering.reading import Reading
from assistant.answering.wording import FUNCTION_WORDS, name_forms, rarity

# In the order of the fitted weights.
FEATURES = (
    "coverage",  # share of the sentence's telling words in all that it cites, weighted by rarity
    "coverage_best",  # the same in the one quote that has most of them, with the datelines
    "pairs",  # share of its neighbouring telling words that stand near each other in one quote
    "run",  # share of its words that the best quote has in the same order
    "letters",  # share of its runs of four letters that the quotes have
    "missing_most",  # how rare its rarest word is that is not there
    "missing_words",  # how many telling words are not there, log
    "facts_missing",  # whether a fact is missing
    "facts_many",  # how many facts are missing, log
    "contradicted",  # whether the evidence gives something of it otherwise
    "denies_more",  # it negates, and the best quote does not
    "denies_less",  # the best quote negates, and it does not
    "hedges_more",  # it hedges, and the best quote does not
    "hedges_less",  # the best quote hedges, and it does not
    "length",  # log of its telling words
    "evidence_length",  # log of the telling words of the best quote
)
WINDOW = 4


def features(
    sentence: Reading,
    evidence: Evidence,
    blocks: Sequence[list[tuple[int, int, int]]],
    missing: int,
    contradicted: int,
) -> list[float]:
    """The features, in the order of FEATURES. `missing` and `contradicted` count what the facts' rules object to."""
    words = [token for token in sentence.tokens if token.lower not in FUNCTION_WORDS]
    weights = [rarity(token.stem) for token in words]
    total = sum(weights) or 1.0
    there = [token.stem in evidence.stems or bool(name_forms(token.lower) & evidence.forms) for token in words]
    lost = [weight for weight, known in zip(weights, there, strict=True) if not known]
    shares = [_share(words, weights, quote) for quote in evidence.quotes] or [0.0]
    best = shares.index(max(shares))
    quote = evidence.quotes[best]
    runs = [sum(size for _, _, size in shared) / max(1, len(sentence.tokens)) for shared in blocks] or [0.0]
    grams = _grams(sentence.run)
    known_grams = frozenset().union(*(_grams(one.run) for one in evidence.quotes))
    own, his = denials(sentence), denials(quote)
    mine, theirs = hedges(sentence), hedges(quote)
    return [
        1 - sum(lost) / total,
        max(shares) / total,
        _pairs(sentence, evidence.quotes),
        max(runs),
        len(grams & known_grams) / max(1, len(grams)),
        max(lost, default=0.0),
        math.log1p(len(lost)),
        float(missing > 0),
        math.log1p(missing),
        float(contradicted > 0),
        float(own > 0 and not his),
        float(his > 0 and not own),
        float(mine > 0 and not theirs),
        float(theirs > 0 and not mine),
        math.log1p(len(words)) / 3,
        math.log1p(len(quote.content)) / 3,
    ]


def quote_shares(sentence: Reading, quotes: Sequence[Reading]) -> list[int]:
    """How many of the sentence's telling words each quote has."""
    wanted = frozenset(sentence.content)
    return [len(wanted.intersection(quote.stems)) for quote in quotes]


def _share(words: Sequence[object], weights: Sequence[float], quote: Reading) -> float:
    known = frozenset(quote.stems)
    return sum(
        weight
        for token, weight in zip(words, weights, strict=True)
        if token.stem in known or name_forms(token.lower) & quote.forms  # type: ignore[attr-defined]
    )


def _pairs(sentence: Reading, quotes: Sequence[Reading]) -> float:
    wanted = set(pairwise(sentence.content))
    if not wanted:
        return 0.0
    found = set()
    for quote in quotes:
        for distance in range(1, WINDOW + 1):
            near = zip(quote.content, quote.content[distance:], strict=False)
            found |= {pair for a, b in near for pair in ((a, b), (b, a))} & wanted
    return len(found) / len(wanted)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 4] for i in range(max(1, len(text) - 3)))
