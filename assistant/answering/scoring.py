"""Which sentence answers best, and how likely it answers: linear in the features, fitted by `evals.fit_answering`.

Two stages, for reading costs a sentence some milliseconds: weights over the features alone choose what the reader
reads (`assistant.answering.reader`), further weights join what it says with the features.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Refusal, RefusalLevel
from assistant.answering.evidence import FEATURES, Evidence
from assistant.answering.reader import ANSWERS, Reader

WEIGHTS = "weights.json"
# Sentences of a question that are read. Of 242 answerable squad2 questions 12 hold the answering one of about 70 in
# 97 %, 24 in 98 %; neither the first sentence nor the AUROC is better with 24, and the time is twice as long.
READ = 12
# The features of a sentence that was read: FEATURES, and the reader's log-odds that it answers, a tenth of them.
READ_FEATURES = (*FEATURES, "reading")
# Log-odds beyond this, at a tenth, say no more than that it is sure.
SURE = 0.8

# What its date gives an article of the time that a question means, at least: some ten days from it (`fusion`).
IN_TIME = 0.1
# What a sentence that is not read falls behind.
UNREAD = 1000.0

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Fitted weights: `first` over FEATURES, the others over READ_FEATURES.

    `first` and `order` rank a question's sentences (fitted on answerable questions, by pairs: RankNet's loss, Burges
    et al. 2005); `answer`, `bias` give the probability that a question whose best sentence looks like this is answered
    by its articles at all.
    """

    reader: Reader
    first: Values
    order: Values
    answer: Values
    bias: float

    @classmethod
    def load(cls) -> Scorer:
        """The weights and the reader that come with the package. Raises ModelError where the reader is missing."""
        stored = _stored()
        return cls(
            Reader.load(),
            _weights(stored["first"], FEATURES),
            _weights(stored["order"], READ_FEATURES),
            _weights(stored["answer"], READ_FEATURES),
            float(stored["bias"]),
        )

    def score(self, question: str, evidence: Sequence[Evidence], timeless: str = "") -> tuple[Values, Values]:
        """(n,) scores to rank the sentences by, higher is better, and (n,) probabilities that each answers.

        Where an article is of the time meant, its sentences are read as answers to the question without the words for
        that time. Sentences that were not read come after the others and have the probability 0.
        """
        probabilities = np.zeros(len(evidence))
        features = np.asarray([one.features for one in evidence]).reshape(len(evidence), len(FEATURES))
        scores = features @ self.first - UNREAD
        places = first_places(features @ self.first)
        asked = [timeless if timeless and _in_time(evidence[i]) else question for i in places]
        pairs = [(one, evidence[i].text) for one, i in zip(asked, places, strict=True)]
        read = np.column_stack([features[places], reading(self.reader, pairs)])
        scores[places] = read @ self.order
        probabilities[places] = 1 / (1 + np.exp(-(read @ self.answer + self.bias)))
        return scores, probabilities


@cache
def load_levels() -> Mapping[Refusal, RefusalLevel]:
    """The levels of refusal, strictest first; nothing heavy is loaded."""
    return {level: RefusalLevel(**figures) for level, figures in _stored()["levels"].items()}


def first_places(scores: Values) -> list[int]:
    """The places of the sentences that are read: the READ best by the first weights, best first."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:READ]]


def reading(reader: Reader, pairs: Sequence[tuple[str, str]]) -> Values:
    """The last of READ_FEATURES for pairs of question and sentence: (n,)."""
    answers = np.clip(reader.read(pairs, ANSWERS), 1e-9, 1 - 1e-9)
    return np.clip(np.log(answers / (1 - answers)) / 10, -SURE, SURE)


def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(files("assistant.answering").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return stored


def _weights(stored: Mapping[str, float], names: Sequence[str]) -> Values:
    """Weights in the order of the features; 0 where none is stored."""
    if unknown := set(stored) - set(names):
        raise ValueError(
            f"{WEIGHTS} has weights for {', '.join(sorted(unknown))}, which are no features; run make fit."
        )
    return np.asarray([stored.get(name, 0.0) for name in names])


def _in_time(one: Evidence) -> bool:
    return one.hit.explain.date_effect >= IN_TIME
