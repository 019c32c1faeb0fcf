"""Which articles carry the same text: pairs of realtimeqa_2022 that share much of it, labelled for the project.

`evals/sets/story_pairs.jsonl` has the ids of a pair a line, whether it is the `same` story, and of what `kind` it is:
the same are copies and versions of one article; not the same are reports of one matter written apart, columns and
lists with the same frame every time, articles that carry one picture gallery, and a site's notice in place of the text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Encoder
from assistant.errors import DataError
from assistant.library.stories import SAME_STORY, bands, signature
from evals import SETS
from evals.benchmarks.corpus import read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.group_statistics import Measure, Rows, compare_statistics, join
from evals.benchmarks.result import OURS, Limits, Progress, Result
from evals.benchmarks.retrieval_sets import realtimeqa

STORY_PAIRS = SETS / "story_pairs.jsonl"
_HALVES = {", held out": True, ", seen": False}
NEIGHBOURS = (0.3, 0.4, 0.6, 0.7)
HOW = (
    "Pairs were found by the five-word runs they share: all that share 0.65 to 0.95 of them, all copies but one site's "
    "notice, and a draw of the others. They are hard on purpose: no library has so many look-alikes."
)
HALVES = "Pairs that share no article with the other half's were held out when the rules of what counts were made."


@dataclass(frozen=True, slots=True)
class StoryPair:
    """Two articles of the corpus, by id."""

    a: str
    b: str
    same: bool
    kind: str


def read_story_pairs(path: Path = STORY_PAIRS) -> list[StoryPair]:
    """The labelled pairs. Raises DataError, naming the file, when it cannot be read."""
    return [StoryPair(row["a"], row["b"], row["same"], row["kind"]) for row in read_rows(path)]


def held_out(pairs: Sequence[StoryPair]) -> list[bool]:
    """Which of the pairs nobody looked at while making the rules: those of about half of the connected articles."""
    first: dict[str, str] = {}
    for pair in pairs:
        one, other = (_first(first, name) for name in (pair.a, pair.b))
        first[one] = first[other] = other
    return [hashlib.sha256(_first(first, pair.a).encode()).digest()[-1] % 2 == 1 for pair in pairs]


def _first(first: dict[str, str], name: str) -> str:
    """What stands for all articles that pairs connect with this one."""
    while first.setdefault(name, name) != name:
        name = first[name]
    return name


def story_pairs(data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:  # noqa: ARG001
    """Precision and recall of `same_story` at its threshold and at others; nothing is embedded."""
    every = read_story_pairs()
    pairs = drawn(every, limits.questions, lambda pair: f"{pair.a} {pair.b}")
    texts = {text.id: text for text in realtimeqa(data).texts}
    if missing := {name for pair in pairs for name in (pair.a, pair.b)} - texts.keys():
        raise DataError(f"realtimeqa_2022 lacks {len(missing)} of the articles of the pairs, {min(missing)} first.")
    similar = []
    for done, pair in enumerate(pairs, 1):
        one, other = (signature(texts[name].text, texts[name].title) for name in (pair.a, pair.b))
        shared = any(a == b for a, b in zip(bands(one), bands(other), strict=True))
        similar.append(float((one == other).mean()) if shared else 0.0)
        progress("comparing", done, len(pairs))
    same = np.asarray([pair.same for pair in pairs])
    apart = dict(zip(every, held_out(every), strict=True))
    halves = {half: [i for i, pair in enumerate(pairs) if apart[pair] is out] for half, out in _HALVES.items()}
    thresholds = {OURS: SAME_STORY} | {f"{OURS}, at {at}": at for at in NEIGHBOURS}
    kinds = Counter(pair.kind for pair in pairs)
    taken = Counter(pair.kind for pair, value in zip(pairs, similar, strict=True) if value >= SAME_STORY)
    return Result(
        benchmark="story_pairs",
        task="tell copies and versions of one article from articles that only share much text",
        of=f"{counted(len(pairs), len(every), 'pairs')}, {int(same.sum())} of them the same",
        systems=join(
            *(
                compare_statistics(
                    {name: _measures(np.asarray(similar) >= at, same, half) for name, at in thresholds.items()},
                    [[row] for row in rows],
                )
                for half, rows in ({"": list(range(len(pairs)))} | halves).items()
                if rows
            )
        ),
        notes=(
            HOW,
            HALVES,
            f"Taken for the same at {SAME_STORY}: "
            + ", ".join(f"{kind} {taken[kind]} of {count}" for kind, count in sorted(kinds.items())),
        ),
    )


def _measures(taken: NDArray[np.bool_], same: NDArray[np.bool_], half: str) -> dict[str, Measure]:
    def precision(rows: Rows) -> float:
        return _share(same[rows][taken[rows]])

    def recall(rows: Rows) -> float:
        return _share(taken[rows][same[rows]])

    return {f"precision{half}": precision, f"recall{half}": recall}


def _share(values: Sequence[bool] | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
