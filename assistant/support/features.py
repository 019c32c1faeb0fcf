"""What tells, beyond its facts, whether a sentence follows from what it cites: the features of the fitted model.

Left out, since weights fitted without one of four kinds of data did worse on that kind with them (AUROC of newswire
0.80 with these seven, 0.52 with all): the lengths of sentence and quote, the longest run in common, the best single
quote, how many words and facts are missing, who hedges more. Trees on all of them did no better (0.54).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.support.facts import Evidence
from assistant.support.polarity import denials
from assistant.support.reading import Reading
from assistant.support.wording import name_forms, rarity

# In the order of the fitted weights.
FEATURES = (
    "coverage",  # share of the sentence's telling words in all that it cites, weighted by rarity
    "pairs",  # share of its neighbouring telling words that stand near each other in one quote
    "letters",  # share of the runs of four letters in its telling words that the quotes have
    "missing_most",  # how rare its rarest word is that is not there
    "facts_missing",  # whether a fact is missing
    "contradicted",  # whether the evidence gives something of it otherwise
    "denies_more",  # it negates, and what it cites does not
)
WINDOW = 4


def features(
    sentence: Reading, whole: Reading, evidence: Evidence, *, missing: bool, contradicted: bool
) -> list[float]:
    """The features, in the order of FEATURES. `missing` and `contradicted`: whether the facts' rules object so.

    `whole` is the sentence with the questions in it, which state nothing and are only looked for near the rest.
    """
    words = sentence.telling
    known = [token.stem in evidence.stems or bool(name_forms(token.lower) & evidence.forms) for token in words]
    lost = [rarity(token.stem) for token, there in zip(words, known, strict=True) if not there]
    total = sum(rarity(token.stem) for token in words)
    grams = _grams(f" {' '.join(token.lower for token in words)} ")
    known_grams = frozenset().union(*(_grams(one.run) for one in evidence.quotes))
    denied = any(denials(one) for one in evidence.quotes)
    return [
        1 - sum(lost) / total if total else 1.0,
        _pairs(whole, evidence.quotes),
        len(grams & known_grams) / len(grams) if words else 1.0,
        max(lost, default=0.0),
        float(missing),
        float(contradicted),
        float(denials(sentence) > 0 and not denied),
    ]


def quote_shares(sentence: Reading, quotes: Sequence[Reading]) -> list[int]:
    """How many of the sentence's telling words each quote has."""
    wanted = frozenset(sentence.content)
    return [len(wanted.intersection(quote.stems)) for quote in quotes]


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
