"""Question sets: JSONL, a question a line; a line that cannot be used is refused by file and number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import QuestionSetError

KINDS = ("single", "multi", "list", "temporal", "follow_up", "conflict", "unanswerable")
REQUIRED = ("id", "question", "kind", "gold", "answer_points")
OPTIONAL = ("history", "as_of", "tags", "note")


@dataclass(frozen=True, slots=True)
class Quote:
    """A gold sentence: the end of its article's source (a file name will do) and its words."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, with the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a question set. `answer_points` are what the answer must say, each in any of its wordings.

    `note` is what whoever wrote the line says of it, for people. `where` is file:line, for messages.
    """

    id: str
    question: str
    kind: str
    gold: tuple[Quote, ...]
    answer_points: tuple[tuple[str, ...], ...]
    history: tuple[Turn, ...] = ()
    as_of: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    where: str = field(default="", compare=False)

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.kind != "unanswerable"


def load_question_set(path: str | Path) -> list[Question]:
    """The questions of a JSONL file, in order; empty lines are passed over.

    Raises QuestionSetError, naming file and line, what is wrong there and what to do, and on a file without questions.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise QuestionSetError(f"{path}: cannot be read ({reason}); give the path of a JSONL file.") from error
    questions: list[Question] = []
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _question(line, f"{path}:{number}")
        if question.id in seen:
            raise QuestionSetError(
                f"{question.where}: the id {question.id!r} was used at {seen[question.id]} already; give it another."
            )
        seen[question.id] = question.where
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{path}: holds no questions; write one JSON object a line.")
    return questions


def _question(line: str, where: str) -> Question:
    def refuse(problem: str) -> QuestionSetError:
        return QuestionSetError(f"{where}: {problem}.")

    try:
        values: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise refuse(f"is not JSON ({error.msg} at column {error.colno}); write one object a line") from error
    if not isinstance(values, dict):
        raise refuse("is not a JSON object; write one object a line")
    if unknown := sorted(values.keys() - {*REQUIRED, *OPTIONAL}):
        raise refuse(f"has the unknown field {unknown[0]!r}; known are {', '.join(REQUIRED + OPTIONAL)}")
    if missing := [key for key in REQUIRED if key not in values]:
        raise refuse(f"lacks the field {missing[0]!r}; add it")
    if wrong := _wrong_shape(values):
        raise refuse(wrong)
    if values["kind"] == "unanswerable" and values["gold"]:
        raise refuse("is unanswerable but has gold; remove the gold or choose another kind")
    if values["kind"] != "unanswerable" and not values["gold"]:
        raise refuse("has no gold; quote the sentence that answers it, or set the kind to 'unanswerable'")
    return Question(
        id=values["id"],
        question=values["question"],
        kind=values["kind"],
        gold=tuple(Quote(**gold) for gold in values["gold"]),
        answer_points=tuple(tuple(wordings) for wordings in values["answer_points"]),
        history=tuple(Turn(**turn) for turn in values.get("history", ())),
        as_of=values.get("as_of"),
        tags=tuple(values.get("tags", ())),
        note=values.get("note", ""),
        where=where,
    )


def _wrong_shape(values: Mapping[str, Any]) -> str | None:
    """What is wrong with the type of a value, or None."""
    checks = {
        "id": (_is_text(values["id"]), "a text that is not empty"),
        "question": (_is_text(values["question"]), "a text that is not empty"),
        "kind": (values["kind"] in KINDS, f"one of {', '.join(KINDS)}"),
        "gold": (_are_records(values["gold"], {"source", "quote"}), 'a list of {"source": "...", "quote": "..."}'),
        "answer_points": (
            isinstance(values["answer_points"], list)
            and all(_are_texts(wordings) and wordings for wordings in values["answer_points"]),
            "a list of lists of acceptable texts",
        ),
        "history": (
            _are_records(values.get("history", []), {"question", "answer"}),
            'a list of {"question": "...", "answer": "..."}',
        ),
        "as_of": (values.get("as_of") is None or _is_text(values["as_of"]), 'a date such as "2025-03-22"'),
        "tags": (_are_texts(values.get("tags", [])), "a list of texts"),
        "note": (isinstance(values.get("note", ""), str), "a text"),
    }
    for key, (right, expected) in checks.items():
        if not right:
            return f"has {key!r} = {shorten(json.dumps(values[key], ensure_ascii=False))}; it must be {expected}"
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _are_records(value: Any, keys: set[str]) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and item.keys() == keys and _are_texts(list(item.values())) for item in value
    )


def shorten(text: str) -> str:
    """A text as messages show it: its first 80 characters."""
    return text if len(text) <= 80 else f"{text[:79]}…"
