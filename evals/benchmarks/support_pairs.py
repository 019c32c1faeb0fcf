"""Whether the support check tells claims that a text supports from those it does not: wice, scifact, climate_fever.

Each pair is a claim and a text, labelled by people. Only "supports" counts as true: a claim that is supported in
part, or about which the text says nothing, must not stand in an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Encoder
from assistant.support import SUPPORTED, support
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.group_statistics import Measure, Rows, compare_statistics
from evals.benchmarks.result import OURS, Limits, Progress, Result
from evals.benchmarks.support_baselines import WordCoverage, embed_backings, embed_sentences, longest_match
from evals.score_measures import auroc, balanced_accuracy, best_threshold, expected_calibration_error

NOTES = (
    "Ours reads all of the text's sentences together; peers' scores are those of the best one.",
    "Peers' thresholds are chosen on one half of the claims (by hash) and used on the other, both ways round.",
    "A claim's pairs stay together: the intervals are over claims.",
    "Calibration error takes each score as a probability; peers' were never meant to be one.",
)

Values = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a text that may support it. `true`: it does; `near`: it does, or has the label hardest to tell."""

    claim: str
    text: str
    true: bool
    near: bool


def wice(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """WiCE (Kamoi et al. 2023, arXiv 2303.01432): sentences of Wikipedia against the web articles they cite."""
    return _measure(data / "wice", "supported", "partially_supported", limits, encoder, progress)


def scifact(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """SciFact (Wadden et al. 2020, arXiv 2004.14974): scientific claims against abstracts."""
    return _measure(data / "scifact", "SUPPORT", "CONTRADICT", limits, encoder, progress)


def climate_fever(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """CLIMATE-FEVER (Diggelmann et al. 2020, arXiv 2012.00614): claims about the climate against sentences."""
    return _measure(data / "climate_fever", "SUPPORTS", "REFUTES", limits, encoder, progress)


def _measure(  # noqa: PLR0917
    folder: Path, supports: str, near: str, limits: Limits, encoder: Encoder, progress: Progress
) -> Result:
    rows = read_rows(folder / "attribution.jsonl.gz")
    all_claims = sorted({str(row["claim"]) for row in rows})
    claims = drawn(all_claims, limits.questions, str)
    of_claim: dict[str, list[int]] = {claim: [] for claim in claims}
    pairs: list[Pair] = []
    for row in rows:
        if row["claim"] in of_claim:
            of_claim[row["claim"]].append(len(pairs))
            label = row["label"]
            pairs.append(Pair(row["claim"], row["evidence"], label == supports, label in {supports, near}))
    true = np.asarray([pair.true for pair in pairs])
    scores = _scores(pairs, encoder, progress)
    accepted = {
        name: values >= SUPPORTED if name == OURS else _accepted_by_other_half(values, true, of_claim)
        for name, values in scores.items()
    }
    is_near = np.asarray([pair.near for pair in pairs])
    systems = compare_statistics(
        {name: _measures(values, accepted[name], true, is_near, near) for name, values in scores.items()},
        list(of_claim.values()),
    )
    return Result(
        benchmark=folder.name,
        task="tell claims that a text supports from claims that it does not",
        of=f"{counted(len(claims), len(all_claims), 'claims')}, {len(pairs):,} pairs, {true.sum():,} of them supported",
        systems=systems,
        notes=(
            f"Ours accepts {accepted[OURS][true].sum()} supported pairs and {accepted[OURS][~true].sum()} others.",
            *NOTES,
        ),
        better={"calibration error": "less"},
    )


def _scores(pairs: Sequence[Pair], encoder: Encoder, progress: Progress) -> dict[str, Values]:
    """Each system's score of each pair, ours first."""
    backings = embed_backings((pair.text for pair in pairs), encoder, partial(progress, "embedding texts"))
    vectors = embed_sentences((pair.claim for pair in pairs), encoder, partial(progress, "embedding claims"))
    coverage = WordCoverage(sentence for backing in backings.values() for sentence in backing.sentences)
    scores: dict[str, list[float]] = {OURS: [], "word coverage": [], "cosine": [], "longest match": []}
    for done, pair in enumerate(pairs, 1):
        backing = backings[pair.text]
        scores[OURS].append(support(pair.claim, backing.sentences))
        scores["word coverage"].append(coverage(pair.claim, backing.sentences))
        scores["cosine"].append(float(np.clip(np.max(backing.vectors @ vectors[pair.claim]), 0, 1)))
        scores["longest match"].append(longest_match(pair.claim, backing.sentences))
        progress("scoring", done, len(pairs))
    return {name: np.asarray(values) for name, values in scores.items()}


def _accepted_by_other_half(scores: Values, true: Labels, of_claim: Mapping[str, Sequence[int]]) -> Labels:
    """Which pairs pass the threshold that was best on the half of the claims they do not belong to."""
    half = np.zeros(len(scores), dtype=np.int64)
    for claim, rows in of_claim.items():
        half[rows] = hashlib.sha256(claim.encode()).digest()[0] % 2
    accepted = np.zeros(len(scores), dtype=np.bool_)
    for one in (0, 1):
        accepted[half == one] = scores[half == one] >= best_threshold(scores[half != one], true[half != one])
    return accepted


def _measures(scores: Values, accepted: Labels, true: Labels, is_near: Labels, near: str) -> dict[str, Measure]:
    def near_auroc(rows: Rows) -> float:
        among = rows[is_near[rows]]
        return auroc(scores[among], true[among])

    return {
        "balanced accuracy": lambda rows: balanced_accuracy(accepted[rows], true[rows]),
        "auroc": lambda rows: auroc(scores[rows], true[rows]),
        f"auroc against {near.lower()}": near_auroc,
        "calibration error": lambda rows: expected_calibration_error(scores[rows], true[rows]),
    }
