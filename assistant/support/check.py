"""Whether what a sentence cites supports it; nothing is shown that has not passed.

First the facts (`facts.py`): a number, date, name, quotation or negation that is not in what it cites fails it. Then a
small model, fitted by `evals.fit_support`, gives the probability that the rest follows. Quotations need neither.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from assistant.support.facts import FRAGMENT, Dateline, Evidence, contradictions, missing_facts
from assistant.support.features import FEATURES, features, quote_shares
from assistant.support.polarity import denials, hedges
from assistant.support.reading import read, without_questions
from assistant.support.roles import matching_blocks

# Below this a sentence is dropped. Out of fold (evals.fit_support): of sentences shortened, or answers to a question,
# 97 and 99 % reach it; of those with a number, name, date, unit or polarity altered 1 % or fewer, with two names
# exchanged 40 %, of false answers 10 %. Of claims people wrote, true and false:
# fever 54 and 27 %, fm2 23 and 9 %, rte 81 and 53 %.
SUPPORTED = 0.5
WEIGHTS = "weights.json"
# The quotes that a sentence is laid beside, word by word: those with most of its words.
LAID_BESIDE = 3

_FRAME = re.compile(
    r"^(?:(?:according to|as reported (?:by|in)|as stated in|in) (?:the|this|that|an?|one) "
    r"(?:article|report|story|text)s?,? "
    r"|the (?:article|report|story|text) (?:says|states|reports|notes|said|reported) (?:that )?)",
    re.IGNORECASE,
)


class ClaimModel(Protocol):
    """A model that reads claim and evidence together, such as a trained cross-encoder."""

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> Sequence[float]:
        """The probability, 0 to 1, that each evidence supports the claim at its place."""


@dataclass(frozen=True, slots=True)
class Check:
    """How well a sentence is supported, 0 to 1, and what speaks against it, in words a person or a model can use."""

    probability: float
    problems: tuple[str, ...] = ()


def support(
    sentence: str, quotes: Sequence[str], datelines: Sequence[Dateline] = (), claim_model: ClaimModel | None = None
) -> float:
    """The probability, 0 to 1, that the quotes together support the sentence; from SUPPORTED on it may be shown."""
    return check(sentence, quotes, datelines, claim_model).probability


def check(
    sentence: str, quotes: Sequence[str], datelines: Sequence[Dateline] = (), claim_model: ClaimModel | None = None
) -> Check:
    """The same, with what speaks against it.

    What stands word for word in the quotes has 1.0, and no model is asked. `datelines` are what is known of the
    quotes' articles, one for each; without them "Friday" is no date. A `claim_model` judges in place of the fitted
    model; the facts' rules hold all the same: a sentence they object to stays below SUPPORTED.
    """
    stated = _FRAME.sub("", " ".join(sentence.split()))
    if not stated or not quotes:
        return Check(0.0, ("it cites nothing",) if stated else ())
    if _is_verbatim(stated, [" ".join(quote.split()) for quote in quotes]):
        return Check(1.0)
    row, problems = examine(stated, quotes, datelines)
    if claim_model is None:
        weights, bias = _weights()
        probability = _logistic(sum(weight * value for weight, value in zip(weights, row, strict=True)) + bias)
    else:
        probability = float(claim_model.supports([stated], [" ".join(quotes)])[0])
    return Check(probability * SUPPORTED * 0.99 if problems else probability, problems)


def examine(
    sentence: str, quotes: Sequence[str], datelines: Sequence[Dateline] = ()
) -> tuple[list[float], tuple[str, ...]]:
    """The features of a sentence, and what the facts' rules object to."""
    evidence = Evidence(quotes, datelines)
    statement = without_questions(sentence)
    whole, stated = read(sentence), read(statement)
    fragment = len(statement) < len(sentence) and len(stated.tokens) <= FRAGMENT
    shares = quote_shares(stated, evidence.quotes)
    beside = sorted(range(len(shares)), key=lambda place: -shares[place])[:LAID_BESIDE]
    blocks = [matching_blocks(stated, quote) if i in beside else [] for i, quote in enumerate(evidence.quotes)]
    missing = missing_facts(stated, evidence, fragment=fragment)
    wrong = contradictions(stated, evidence, blocks)
    return features(stated, whole, evidence, missing=bool(missing), contradicted=bool(wrong)), (*missing, *wrong)


def _is_verbatim(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether it is one of the quotes, several in a row, or a part of one whose rest says neither no nor perhaps.

    The first letter may be large here and small there: a sentence is put into another.
    """
    wanted = {sentence, sentence[:1].swapcase() + sentence[1:]}
    for first in range(len(quotes)):
        run = ""
        for quote in quotes[first:]:
            run = f"{run} {quote}" if run else quote
            if len(run) >= len(sentence):
                break
        if run in wanted:
            return True
    part = re.compile(rf"(?<![\w.,$€£-]){re.escape(sentence)}(?![\w$€£-])")
    rests = [read(part.sub(" ", quote, count=1)) for quote in quotes if part.search(quote)]
    return any(not (denials(rest) or hedges(rest)) for rest in rests)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    stored = json.loads(files("assistant.support").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return tuple(stored["weights"][name] for name in FEATURES), float(stored["bias"])
