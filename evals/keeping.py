"""Answers judged by a person, kept as test questions: lines of a question set beside the library they were asked of."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.answer import Answer
from assistant.errors import QuestionSetError
from assistant.types import Hit
from evals.question_set import OPTIONAL, REQUIRED, Question, Quote, load_question_set

# Seconds to wait for another writer; each needs milliseconds.
PATIENCE = 10.0
# What ends a line for other programs, which JSON leaves unescaped.
_LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})


def kept_path(library: Path, person: str = "") -> Path:
    """Where the questions stand that a person keeps from the library in the folder `library`: beside it, to outlive it.

    The `person` is "" where nobody signs in.
    """
    whose = f"-{hashlib.sha256(person.encode()).hexdigest()[:12]}" if person else ""
    return library.with_name(f"{library.name}-questions{whose}.jsonl")


def is_anothers(question_set: Path, library: Path, person: str = "") -> bool:
    """Whether the set holds what somebody else keeps from the library: questions are nobody else's business."""
    kept = re.compile(rf"{re.escape(kept_path(library).stem)}(-[0-9a-f]{{12}})?\.jsonl")
    mine = kept_path(library, person)
    return question_set.parent == mine.parent and question_set != mine and bool(kept.fullmatch(question_set.name))


def question_from_answer(answer: Answer) -> Question:
    """The test question of an answer that is right: the sentences cited are its gold; an abstention has none."""
    gold = dict.fromkeys(Quote(citation.source, citation.quote) for citation in answer.citations)
    question = _question(answer, tuple(gold), (), "right")
    # Both sides are needed: to cite one of them would be to hide the other.
    return replace(question, kind="conflict") if any(not one.settled for one in answer.disagreements) else question


def question_from_correction(answer: Answer, sentence: Quote | None, wording: str = "", note: str = "") -> Question:
    """The test question of an answer that is wrong: `sentence` would have been right, None where nothing answers.

    `wording` is what the answer must say; left blank, any answer with that sentence will do. `note` is for people.
    """
    points = ((wording.strip(),),) if sentence and wording.strip() else ()
    return replace(_question(answer, (sentence,) if sentence else (), points, "wrong"), note=note.strip())


def quotes(hit: Hit) -> list[Quote]:
    """The sentences of a hit, verbatim and in order, as a correction may name them."""
    return [Quote(hit.source, hit.text_of(span)) for span in hit.sentences]


def keep(question: Question, path: Path) -> None:
    """Writes the question to the JSONL file `path`, in the place of the line with its id or as the last line.

    The other lines stay as they are. The file is replaced in one step by one that loads, so a crash leaves the old or
    the new one. Writers wait for each other. Raises QuestionSetError when the file that is there cannot be used as a
    question set, when it cannot be written, when another process holds it for too long, and when the question
    is not one that a set may hold.
    """
    path = path.resolve()  # a link stays a link
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE):
            _replace(path, _with(question, _lines(path)))
    except Timeout as error:
        raise QuestionSetError(f"{path}: another process is writing to it; try again when it has finished.") from error
    except OSError as error:
        raise QuestionSetError(
            f"{path}: cannot be written ({error.strerror}); make room or allow it, then keep the question again."
        ) from error


def kept_questions(path: Path) -> dict[str, Question]:
    """The questions that were kept in a file, by id; none where there is no such file or it cannot be used."""
    try:
        return {question.id: question for question in load_question_set(path)} if path.exists() else {}
    except QuestionSetError:
        return {}  # told where one is kept


def _question(answer: Answer, gold: tuple[Quote, ...], points: tuple[tuple[str, ...], ...], verdict: str) -> Question:
    # A test question is asked on its own, so what a follow-up referred to must stand in it.
    text = answer.standalone_question
    same = " ".join(text.split()).casefold()
    return Question(
        id=f"kept-{hashlib.sha256(same.encode()).hexdigest()[:12]}",
        question=text,
        kind="single" if gold else "unanswerable",
        gold=gold,
        answer_points=points,
        tags=("page", verdict),
    )


def _lines(path: Path) -> list[str]:
    """The lines of a question set that can be used; none where there is no file, or an empty one."""
    if not path.exists() or not path.read_bytes().strip():
        return []
    load_question_set(path)
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _with(question: Question, lines: Sequence[str]) -> list[str]:
    values = asdict(question)
    kept = {key: values[key] for key in REQUIRED} | {key: values[key] for key in OPTIONAL if values[key]}
    line = json.dumps(kept, ensure_ascii=False).translate(_LINE_ENDS)
    ids = [json.loads(other)["id"] if other.strip() else None for other in lines]
    if question.id not in ids:
        return [*lines, line]
    at = ids.index(question.id)
    return [*lines[:at], line, *lines[at + 1 :]]


def _replace(path: Path, lines: Sequence[str]) -> None:
    draft = path.with_name(f".{path.name}.new")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        load_question_set(draft)
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
