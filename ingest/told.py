"""Which sentences of a page that was copied whole are its report's: linear in features, fitted by `evals.fit_lines`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ingest.furniture import LIST_ITEM, LONG, is_report, is_sentence, many_words
from ingest.line_features import alone, among
from ingest.line_page import Page, Values

WEIGHTS = "line_weights.json"
# A sentence that is less likely the report's goes; `evals.fit_lines` prints what other levels keep and lose.
LEVEL = 0.4
# A label in a language without spaces counts as this many words at most: "最終更新日時:" is one.
LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """Of features by name, and `bias`: they give the log-odds that a sentence is the report's.

    `first` weighs each among all long sentences of its page, `then` among those that `first` takes for the report's.
    """

    first: Mapping[str, float]
    then: Mapping[str, float]

    @classmethod
    @cache
    def load(cls) -> Weights:
        """Those that come with the package."""
        stored = json.loads((files("ingest") / WEIGHTS).read_text(encoding="utf-8"))
        return cls(stored["first"], stored["then"])


def told(lines: Sequence[str], site: Sequence[bool], weights: Weights | None = None) -> list[bool]:
    """Whether each line is a sentence, or several, of the report; `site` tells which are a site's for certain."""
    page = page_of(lines, site)
    weights = weights or Weights.load()
    found = alone(page)
    likely = probabilities(page, found, at_first(page), weights.first)
    return list(probabilities(page, found, likely > LEVEL, weights.then) > LEVEL)


def page_of(lines: Sequence[str], site: Sequence[bool]) -> Page:
    """The lines with what is told of each at a glance: rows of a table are no sentences, unless they are long."""
    rows = np.array(["|" in line and len(line.split()) <= LONG for line in lines], dtype=bool)
    sentences = np.array([is_sentence(line) and not _is_label(line) for line in lines], dtype=bool)
    certain = np.array(site, dtype=bool)
    entries = rows | np.array([bool(LIST_ITEM.match(line)) for line in lines], dtype=bool)
    return Page(lines, sentences & ~rows & ~certain, certain, entries)


def _is_label(line: str) -> bool:
    """Whether a line is one word and a colon, as stands above a name or a date."""
    return line.endswith(":") and " " not in line and many_words(line) <= LABEL_WORDS


def at_first(page: Page) -> NDArray[np.bool_]:
    """What is taken for the report before anything is weighed: every long sentence."""
    return np.array(
        [said and is_report(line) for line, said in zip(page.lines, page.sentence, strict=True)], dtype=bool
    )


def probabilities(
    page: Page, found: dict[str, Values], good: NDArray[np.bool_], weights: Mapping[str, float]
) -> Values:
    """(n,) that each line is a sentence of the report, given which seem to be; 0 for what is none."""
    features = found | among(page, found, good)
    odds = sum((weight * features[name] for name, weight in weights.items() if name != "bias"), np.zeros(len(good)))
    return np.where(page.sentence, 1 / (1 + np.exp(-(odds + weights["bias"]))), 0.0)
