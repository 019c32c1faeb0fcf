from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionSetError
from evals.question_set import Quote, Turn, load_question_set

GOOD: dict[str, Any] = {
    "id": "q1",
    "question": "Who spoke?",
    "kind": "single",
    "gold": [{"source": "talks.txt", "quote": "Rubio spoke on Friday."}],
    "answer_points": [["Rubio", "the secretary"]],
}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_every_field(tmp_path: Path) -> None:
    extra = {
        "history": [{"question": "Hm?", "answer": "Yes."}],
        "as_of": "2025-03-22",
        "tags": ["person"],
        "note": "Hm.",
    }
    (question,) = load_question_set(write(tmp_path / "set.jsonl", "", GOOD | extra))
    assert question.id == "q1"
    assert question.gold == (Quote("talks.txt", "Rubio spoke on Friday."),)
    assert question.answer_points == (("Rubio", "the secretary"),)
    assert question.history == (Turn("Hm?", "Yes."),)
    assert question.as_of == "2025-03-22"
    assert question.tags == ("person",)
    assert question.note == "Hm."
    assert question.answerable
    # The empty first line counts: the number is the one an editor shows.
    assert question.where == f"{tmp_path / 'set.jsonl'}:2"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "q2",', "is not JSON"),
        ("[1]", "is not a JSON object"),
        (GOOD | {"id": "q2", "answer": "Rubio"}, "unknown field 'answer'; known are id, question"),
        ({key: value for key, value in GOOD.items() if key != "kind"}, "lacks the field 'kind'"),
        (GOOD, "the id 'q1' was used at"),
        (GOOD | {"id": "q2", "kind": "double"}, "'kind' = \"double\"; it must be one of single, multi"),
        (GOOD | {"id": "q2", "kind": ["single"]}, "it must be one of single, multi"),
        (GOOD | {"id": "q2", "kind": "unanswerable"}, "is unanswerable but has gold"),
        (GOOD | {"id": "q2", "gold": []}, "has no gold; quote the sentence"),
        (GOOD | {"id": "q2", "gold": [{"source": "a.txt"}]}, "'gold' = "),
        (GOOD | {"id": "q2", "gold": "Rubio spoke."}, "'gold' = "),
        (GOOD | {"id": "q2", "answer_points": ["Rubio"]}, "a list of lists of acceptable texts"),
        (GOOD | {"id": "q2", "answer_points": [[]]}, "a list of lists of acceptable texts"),
        (GOOD | {"id": "q2", "question": " "}, "'question' = "),
        (GOOD | {"id": 2}, "'id' = 2; it must be a text"),
        (GOOD | {"id": "q2", "history": ["Hm?"]}, "'history' = "),
        (GOOD | {"id": "q2", "as_of": 2025}, "'as_of' = 2025"),
        (GOOD | {"id": "q2", "tags": "person"}, "'tags' = "),
        (GOOD | {"id": "q2", "note": 7}, "'note' = 7"),
    ],
)
def test_refuses_a_wrong_line_by_file_and_number(tmp_path: Path, line: dict[str, Any] | str, told: str) -> None:
    path = write(tmp_path / "set.jsonl", GOOD, line)
    with pytest.raises(QuestionSetError) as refused:
        load_question_set(path)
    assert str(refused.value).startswith(f"{path}:2: ")
    assert told in str(refused.value)


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    odd = GOOD | {"question": "Who\u2028spoke\x85?"}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(odd, ensure_ascii=False), encoding="utf-8")
    assert load_question_set(path)[0].question == odd["question"]


def test_refuses_a_file_that_is_not_there_or_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="cannot be read"):
        load_question_set(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "caf\xe9"}')
    with pytest.raises(QuestionSetError, match="not UTF-8"):
        load_question_set(tmp_path / "latin.jsonl")
    with pytest.raises(QuestionSetError, match="holds no questions"):
        load_question_set(write(tmp_path / "empty.jsonl", "", " "))
