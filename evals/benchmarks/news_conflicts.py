"""Reports that contradict each other, and look-alikes that do not: the project's own set, all events invented.

`evals/sets/conflicts.jsonl` has a question a line with its articles, and the question twice in other words. What is
expected is a "conflict" with one of the `values` on each side; "none" where nobody disagrees (other days, other events,
the same in other words, rounded, a range); or an "update", a figure or date that a later report has overtaken, which
may be shown as such. All articles of all questions are searched, as the product searches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, Disagreement
from assistant.assistant import Assistant
from assistant.embedding import Encoder
from evals import SETS
from evals.benchmarks.corpus import Text, kept_library, read_rows
from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.result import OURS, Limits, Progress, Result, compare_systems

REWORDED = "ours, questions reworded"
CONFLICTS = SETS / "conflicts.jsonl"
NOTES = (
    "conflict shown: where reports contradict each other; each value with a sentence that states it.",
    "false alarm: over the others; a disagreement that is not marked as settled by a later report.",
    "update told: over the figures and dates that a later report has overtaken; the newest first, the other marked.",
    "questions reworded: the mean of two wordings each, the second written without the articles at hand.",
    "Rules were mended on both wordings; at first look the second had 0.69 of its conflicts shown.",
)


@dataclass(frozen=True, slots=True)
class Reports:
    """A question, its articles and what is expected; `values` are what the sides of a conflict state.

    `reworded` are further wordings of the question.
    """

    id: str
    question: str
    reworded: tuple[str, ...]
    expected: str
    kind: str
    values: tuple[str, ...]
    articles: tuple[Text, ...]


def read_reports(path: Path = CONFLICTS) -> list[Reports]:
    """The questions of a set of reports. Raises DataError, naming the file, when it cannot be read."""
    found = []
    for row in read_rows(path):
        texts = [
            Text(f"{row['id']}-{i}", one["text"], one["title"], one["outlet"], one["published_at"])
            for i, one in enumerate(row["articles"], 1)
        ]
        fields = (
            row["id"],
            row["question"],
            tuple(row["reworded"]),
            row["expected"],
            row["kind"],
            tuple(row["values"]),
        )
        found.append(Reports(*fields, tuple(texts)))
    return found


def news_conflicts(_data: Path, limits: Limits, encoder: Encoder, progress: Progress) -> Result:
    """How many conflicts are shown, and how often one is shown where there is none."""
    reports = read_reports()
    asked = drawn(reports, limits.questions, lambda one: one.id)
    texts = [text for one in reports for text in one.articles]
    library = kept_library("news_conflicts", texts, encoder, lambda done, total: progress("embedding", done, total))
    scores: dict[str, dict[str, list[float | None]]] = {OURS: {}, REWORDED: {}}
    try:
        assistant = Assistant(library, encoder)
        for done, one in enumerate(asked, 1):
            for system, wordings in ((OURS, (one.question,)), (REWORDED, one.reworded)):
                found = [measures(one, assistant.ask(question, refusal=0.0)) for question in wordings]
                for measure in found[0]:
                    scores[system].setdefault(measure, []).append(_mean([each[measure] for each in found]))
            progress("asking", done, len(asked))
    finally:
        library.close()
    return Result(
        benchmark="news_conflicts",
        task="show both sides where reports contradict each other, and nothing where they do not",
        of=f"{counted(len(asked), len(reports), 'questions')} asked of {len(texts)} articles",
        systems=compare_systems(scores),
        notes=NOTES,
        better={"false alarm": "less"},
    )


def measures(reports: Reports, answer: Answer) -> dict[str, float | None]:
    """What an answer is worth; None where a measure is not about such a question."""
    open_ones = [one for one in answer.disagreements if not one.settled]
    settled = [one for one in answer.disagreements if one.settled]
    conflict = reports.expected == "conflict"
    return {
        "conflict shown": float(any(_shows(one, answer, reports.values) for one in open_ones)) if conflict else None,
        "false alarm": None if conflict else float(bool(open_ones)),
        "update told": float(any(_shows(one, answer, reports.values) for one in settled))
        if reports.expected == "update"
        else None,
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _shows(one: Disagreement, answer: Answer, values: Sequence[str]) -> bool:
    """Whether each value stands in the sentence of a side of its own."""
    quotes = [answer.citations[side.citation - 1].quote for side in one.sides]
    places = [{place for place, quote in enumerate(quotes) if value in quote} for value in values]
    return all(places) and len(set().union(*places)) >= len(values)
