"""Invented news with questions: twenty-six worlds of some thirty articles and two hundred questions each.

They stand in `training/worlds`, written for this project by many hands: places, people and outlets are made up. The
questions are as people type them, most in other words than the articles', and every fifth asks what its articles leave
open. A file holds a world, a row an article ({"article": file name, "text"}) or a question ({"question", "kind",
"gold", "note"}).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files

from evals.benchmarks.corpus import read_rows
from evals.question_set import Quote

# The worlds whose questions the writer's weights and levels are fitted on; the reader learns from the others.
FITTED_ON = ("05", "06", "23", "26")
TRAINED_ON = tuple(f"{number:02}" for number in range(1, 27) if f"{number:02}" not in FITTED_ON)


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question of a world; each sentence of `gold` answers it or a part of it, none does where that is empty."""

    question: str
    gold: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Articles, by file name, and the questions asked of them."""

    name: str
    articles: dict[str, str]
    questions: tuple[NewsQuestion, ...]


def read_worlds(names: Iterable[str]) -> Iterator[World]:
    """The worlds of these names ("01" to "26"), in order."""
    for name in names:
        with as_file(files("evals.training") / "worlds" / f"{name}.jsonl.gz") as path:
            rows = read_rows(path)
        articles = {row["article"]: row["text"] for row in rows if "article" in row}
        yield World(name, articles, tuple(_question(row) for row in rows if "question" in row))


def _question(row: dict[str, list[list[dict[str, str]]]]) -> NewsQuestion:
    gold = (Quote(quote["source"], quote["quote"]) for point in row["gold"] for quote in point)
    return NewsQuestion(str(row["question"]), tuple(gold))
