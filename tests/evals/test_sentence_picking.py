from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.drawing import counted, drawn
from evals.benchmarks.sentence_picking import clapnq, squad2
from evals.benchmarks.sentence_sets import read_squad2
from tests.evals.benchmark_runs import figures, run, write

pytestmark = pytest.mark.usefixtures("small_and_apart")

FERRY = "The ferry to Orrin  sails at 9 p.m. daily. Its captain is Mara Lind. The crossing takes two hours."
BAKERY = "The bakery in Tolm opened in 1954. Its founder was Edda Brask. The ovens burn birch wood."


def squad_row(number: int, context: str, question: str, answer: str | None) -> dict[str, Any]:
    return {
        "id": f"q{number}",
        "title": "Harbour" if context == FERRY else "Bread",
        "context": context,
        "question": question,
        "answers": [answer] if answer else [],
        "answer_starts": [context.index(answer)] if answer else [],
        "is_impossible": answer is None,
    }


SQUAD = [
    squad_row(1, FERRY, "At what time does the ferry to Orrin sail?", "9 p.m."),
    squad_row(2, FERRY, "Who is the captain of the ferry?", "Mara Lind"),
    squad_row(3, BAKERY, "When did the bakery in Tolm open?", "1954"),
    squad_row(4, BAKERY, "Which wood do the ovens burn?", "birch"),
    squad_row(5, BAKERY, "How many airports does Iceland have?", None),
]


def test_sentence_picking_finds_the_answering_sentences(tmp_path: Path) -> None:
    write(tmp_path / "squad2" / "dev.jsonl.gz", SQUAD)
    result = run(squad2, tmp_path)
    assert result.of == "5 questions, 4 of them answerable, asked of 2 articles"
    ours = figures(result)
    assert ours["accuracy@1"] == ours["accuracy@2"] == ours["accuracy@1 in its article"] == 1
    # The unanswerable question is a wrong answer at full coverage.
    assert result.curves["risk and coverage, ours"][-1] == (1.0, 0.2)
    assert ours["auroc"] == 1
    assert ours["aurc"] == pytest.approx(0.2 / 5)
    first = figures(result, "first sentence of the top hit")
    assert first["accuracy@1"] == 0.25
    assert set(first) == set(ours) - {name for name in ours if ": " in name}
    assert result.better == {"aurc": "less"}


def test_a_second_run_gives_the_same_result(tmp_path: Path) -> None:
    write(tmp_path / "squad2" / "dev.jsonl.gz", SQUAD)
    first = run(squad2, tmp_path)
    write(tmp_path / "squad2" / "dev.jsonl.gz", reversed(SQUAD))
    assert run(squad2, tmp_path).to_dict() == first.to_dict()


def test_a_limited_run_says_so_and_is_a_part_of_the_whole(tmp_path: Path) -> None:
    write(tmp_path / "squad2" / "dev.jsonl.gz", SQUAD)
    assert run(squad2, tmp_path, 2).of.startswith("2 of 5 questions")
    ids = [str(row["id"]) for row in SQUAD]
    assert drawn(ids, 2, str) == drawn(ids[::-1], None, str)[:2]
    assert counted(5, 5, "pages") == "5 pages"


def test_gold_offsets_survive_single_blanks(tmp_path: Path) -> None:
    write(tmp_path / "squad2" / "dev.jsonl.gz", SQUAD)
    data_set = read_squad2(tmp_path)
    assert "Orrin sails" in data_set.texts[0].text
    assert [question.is_gold is None for question in data_set.questions] == [False] * 4 + [True]


def test_clapnq_accepts_a_sentence_that_was_split_a_little_differently(tmp_path: Path) -> None:
    row = {
        "id": "c1",
        "title": "Harbour",
        "context": "The ferry to Orrin sails daily . Its captain is Mara Lind . The crossing takes two hours .",
        "question": "who is the captain of the ferry",
        "answers": ["Mara Lind"],
        "selected_sentences": ["captain is Mara Lind ."],
        "is_impossible": False,
    }
    write(tmp_path / "clapnq" / "dev.jsonl", [row, {**row, "id": "c2", "selected_sentences": []}])
    result = run(clapnq, tmp_path)
    assert "1 of them answerable" in result.of
    assert figures(result)["accuracy@2"] == 1
