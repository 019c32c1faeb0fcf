"""Which sentence answers best, and how likely it answers: linear in the features, fitted by `evals.fit_answering`.

Three stages, for reading costs a sentence some milliseconds: weights over the features alone choose what the reader
reads by itself (`assistant.answering.reader`), weights that join what it says with them what it reads again with its
title and the sentence before, and the last ones tell which sentence answers, and whether it does. What is read again
is also compared token by token with the question.
"""

from __future__ import annotations

import json
import re
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
from assistant.embedding import Encoder, clean_text

WEIGHTS = "weights.json"
# Sentences of a question that are read, and how many of them again in context. Out of fold, an earlier reader: of 900
# questions of squad2 (and its AUROC), of clapnq and of the project's own fit set the answering sentence is first in
# 12 alone 0.810 (0.745), 0.684, 0.562; 12 and 6 again 0.810 (0.758), 0.704, 0.656; 8 and 4 0.810 (0.758), 0.711, 0.656;
# 6 and 4 0.812 (0.759), 0.691, 0.656. Reading takes 88 ms of CPU time for 12 alone, 124 for 8 and 4 (clapnq).
READ, READ_NEAR = 8, 4
# The features of a sentence that was read: FEATURES, and the reader's log-odds that it answers, a tenth of them, by
# itself and in context; where it was not read so, by itself once more. And how close the sentence in context comes to
# the part of the question that it is furthest from: the lowest, over the question's tokens, of the highest cosine with
# a token of the sentence (the late interaction of ColBERT, Khattab and Zaharia 2020, arXiv 2004.12832, which sums where
# this takes the lowest); where it was not read again, the mean of those that were.
READ_FEATURES = (*FEATURES, "reading", "reading_near", "least_met")
# Log-odds beyond this, at a tenth, say no more than that it is sure.
SURE = 0.8

# How a whole question begins, however it was typed; "peace talks result" is none.
_QUESTION = re.compile(
    r"\s*(?:wh(?:o|om|ose|at|en|ere|ich|y)|how|did|do|does|is|are|was|were|has|have|had|will|would|can|could|should)\b",
    re.IGNORECASE,
)

# What ends a sentence, and no "U.S."
_STOP = re.compile(r"(?<!\b[A-Z])[.!]+$")

# What is left of the probability of a sentence that tells the opposite of what is asked, which looks like an answer to
# reader and weights alike: of 51 of squad2's that are the best and at 0.25 or more, 7 are right.
CONTRARY = 0.35

# What its date gives an article of the time that a question means, at least: some ten days from it (`fusion`).
IN_TIME = 0.1
# What a sentence that is not read falls behind.
UNREAD = 1000.0

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Fitted weights: `first` over FEATURES, the others over READ_FEATURES.

    `first`, `second` and `order` rank a question's sentences (fitted on answerable questions, by pairs: RankNet's loss,
    Burges et al. 2005); `answer`, `bias` give the probability that a question whose best sentence looks like this is
    answered by its articles at all.
    """

    encoder: Encoder
    reader: Reader
    first: Values
    second: Values
    order: Values
    answer: Values
    bias: float

    @classmethod
    def load(cls, encoder: Encoder) -> Scorer:
        """The weights and the reader that come with the package; `encoder` is the library's.

        Raises ModelError where the reader is missing.
        """
        stored = _stored()
        return cls(
            encoder,
            Reader.load(),
            first_weights(),
            _weights(stored["second"], READ_FEATURES),
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
        sentences = [evidence[i].spoken for i in places]
        read = alone(self.reader, asked, sentences, features[places])
        near = second_places(read @ self.second)
        pairs = [(asked[i], evidence[places[i]].in_context) for i in near]
        read = again(self.reader, self.encoder, pairs, read, near)
        scores[places] = read @ self.order
        probabilities[places] = answer_probabilities(read, self.answer, self.bias)
        return scores, probabilities


def punctuated(question: str) -> str:
    """The question with the mark that it should end with: without, the reader may say something else."""
    if not _QUESTION.match(question) or "?" in question:
        return question
    return f"{_STOP.sub('', question.rstrip())}?"


def first_weights() -> Values:
    """The weights over FEATURES that choose which sentences are read: (FEATURES,)."""
    return _weights(_stored()["first"], FEATURES)


@cache
def load_levels() -> Mapping[Refusal, RefusalLevel]:
    """The levels of refusal, strictest first; nothing heavy is loaded."""
    return {level: RefusalLevel(**figures) for level, figures in _stored()["levels"].items()}


def answer_probabilities(read: Values, answer: Values, bias: float) -> Values:
    """(n,) probabilities that sentences answer, from their READ_FEATURES and the weights of `Scorer`."""
    likely = 1 / (1 + np.exp(-(read @ answer + bias)))
    return np.asarray(likely * np.where(read[:, READ_FEATURES.index("contrary")] > 0, CONTRARY, 1.0))


def first_places(scores: Values) -> list[int]:
    """The places of the sentences that are read: the READ best by the first weights, best first."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:READ]]


def alone(reader: Reader, questions: Sequence[str], sentences: Sequence[str], features: Values) -> Values:
    """The READ_FEATURES of sentences, each read by itself with its question: (n, FEATURES) to (n, READ_FEATURES)."""
    said = _reading(reader, list(zip(map(punctuated, questions), sentences, strict=True)))
    return np.column_stack([features, said, said, np.zeros_like(said)])


def second_places(scores: Values) -> list[int]:
    """The places of the sentences that are looked at once more: the READ_NEAR best by the second weights."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:READ_NEAR]]


def again(
    reader: Reader, encoder: Encoder, pairs: Sequence[tuple[str, str]], read: Values, places: list[int]
) -> Values:
    """What `alone` gave, the sentences at `places` read again: `pairs` of a question and the sentence in context."""
    if not places:
        return read
    read = read.copy()
    pairs = [(punctuated(question), sentence) for question, sentence in pairs]
    read[places, READ_FEATURES.index("reading_near")] = _reading(reader, pairs)
    met = least_met(encoder, pairs)
    read[:, READ_FEATURES.index("least_met")] = met.mean()
    read[places, READ_FEATURES.index("least_met")] = met
    return read


def least_met(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> Values:
    """How close the second text of each pair comes to the token of the first that it is furthest from: (n,) cosines."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    tokens = dict(zip(texts, encoder.encode_tokens([clean_text(text) for text in texts]), strict=True))
    return np.asarray([(tokens[one] @ tokens[other].T).max(axis=1).min() for one, other in pairs], dtype=np.float64)


def _reading(reader: Reader, pairs: Sequence[tuple[str, str]]) -> Values:
    answers = np.clip(reader.read(pairs, ANSWERS), 1e-9, 1 - 1e-9)
    return np.clip(np.log(answers / (1 - answers)) / 10, -SURE, SURE)


@cache
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
