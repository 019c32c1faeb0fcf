"""A run of a question set: what was asked of what, a row for each question, and what the rows come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.estimates import Estimate

# Measures of which less is better.
LESS_IS_BETTER = frozenset({"aurc", "draft_unsupported"})

Summary = dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one question.

    `measures` holds a value for each measure; None where the question cannot have it, and then no mean counts it.
    `gold` and `cited` are (source, quote) pairs, `answer_points` the wordings of each point, `nearest` the titles an
    abstention named. `hits` are (source, start, end) of the passages retrieved, best first, and `found` the share of
    the evidence needed that the first 1, 2, ... 10 of them hold, empty without gold. `milliseconds` is what `ask`
    took. `note` is the question's.
    """

    id: str
    question: str
    kind: str
    tags: tuple[str, ...]
    status: str
    text: str
    confidence: float
    gold: tuple[tuple[str, str], ...]
    answer_points: tuple[tuple[str, ...], ...]
    cited: tuple[tuple[str, str], ...]
    nearest: tuple[str, ...]
    hits: tuple[tuple[str, int, int], ...]
    found: tuple[float, ...]
    measures: dict[str, float | None]
    milliseconds: float
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.kind != "unanswerable"

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Row:
        """The row that its JSON was made from. Raises TypeError on unknown keys."""
        pairs = {key: tuple(map(tuple, values[key])) for key in ("gold", "cited", "answer_points", "hits")}
        lists = {key: tuple(values[key]) for key in ("tags", "nearest", "found")}
        return cls(**{**values, **pairs, **lists})


@dataclass(frozen=True, slots=True)
class EvalRun:
    """A run. `summary` has each measure's mean over the questions it concerns, `kinds` the same kind by kind.

    `settings` are what answers depend on, `made_with` is the software and the machine. `latency` holds `p50_ms` and
    `p95_ms` of `ask` in a warm process, and `cold_ms`, a new process from its start to its first answer, where that
    was measured. `risk_coverage` are (coverage, risk) points.
    """

    id: str
    created_at: str
    question_set: str
    questions_fingerprint: str
    library: str
    library_fingerprint: str
    articles: int
    passages: int
    settings: dict[str, Any]
    made_with: dict[str, Any]
    summary: Summary
    kinds: dict[str, Summary]
    latency: dict[str, float]
    risk_coverage: tuple[tuple[float, float], ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_dict(self) -> dict[str, Any]:
        """The object `eval --json` prints and a stored run holds; `from_dict` reads it back unchanged."""
        summaries = {"summary": _plain(self.summary), "kinds": {kind: _plain(one) for kind, one in self.kinds.items()}}
        return asdict(self) | summaries

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> EvalRun:
        """The run that `to_dict` (or its JSON) was made from. Raises TypeError or KeyError on other objects."""
        parts = {
            "summary": _summary(values["summary"]),
            "kinds": {kind: _summary(one) for kind, one in values["kinds"].items()},
            "risk_coverage": tuple((coverage, risk) for coverage, risk in values["risk_coverage"]),
            "notes": tuple(values["notes"]),
            "rows": tuple(Row.from_dict(row) for row in values["rows"]),
        }
        return cls(**{**values, **parts})


def _plain(summary: Mapping[str, Estimate]) -> dict[str, dict[str, Any]]:
    return {name: one._asdict() for name, one in summary.items()}


def _summary(values: Mapping[str, Mapping[str, Any]]) -> Summary:
    return {name: Estimate(**one) for name, one in values.items()}


def measure_names(rows: Sequence[Row]) -> list[str]:
    """Every measure that a row has, in the order in which they first come."""
    return list(dict.fromkeys(name for row in rows for name in row.measures))


def risks(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """Each question's confidence, and 1 where answering it would be an error: always, where nothing answers it."""
    return [row.confidence for row in rows], [1 - (row.measures.get("right_if_answered") or 0.0) for row in rows]
