"""The pairs the reader learns from: what they are made of, and that their labels are true."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DataError
from evals.training.altering import Altering, Change, names
from evals.training.answer_pairs import AnswerPairs
from evals.training.claim_pairs import ClaimPairs
from evals.training.mix import make_mix, make_news_mix, read_pairs, write_pairs
from evals.training.neighbours import bundled_neighbours
from evals.training.pairs import (
    ANSWER_FILES,
    ANSWERS,
    CLAIM_FILES,
    SUPPORTS,
    Asked,
    Pair,
    read_claims,
    read_questions,
    split,
)

SENTENCE = (
    "On 18 April 2025 the Harbour Council of Brackwater raised the ferry fare by 12 percent, said Anna Lindqvist."
)
OTHERS = [
    "The Brackwater Gazette had warned of it since March.",
    "Passengers from Little Wick paid 3 pounds more.",
    "The council of Nordmere lowered its own fares.",
]


@pytest.fixture
def altering() -> Altering:
    return Altering(bundled_neighbours(), random.Random(3), ["The mayor of Oldport met Jan Peeters in Ghent."])


def rows_of(question: str, group: str, **more: Any) -> list[dict[str, Any]]:
    texts = [(SENTENCE, 1), *((other, 0) for other in OTHERS)]
    return [{"question": question, "sentence": s, "label": label, "group": group, **more} for s, label in texts]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": f"{path.stem}-{n}"} | row) + "\n" for n, row in enumerate(rows))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, _ in ANSWER_FILES:
        rows = [
            row
            for n in range(12)
            for row in rows_of(f"By how much did ferry fare number {n} of {name} rise in 2025?", f"{name}-{n}")
        ]
        rows += rows_of("Who raised the ferry fare in Brackwater?", f"{name}-shared", answer="the Harbour Council")
        rows += rows_of("Who said?", f"{name}-short")
        write(tmp_path / "answers" / f"{name}.jsonl.gz", rows)
    for name, _ in CLAIM_FILES:
        labels = ("SUPPORTS", "REFUTES", "NEI")
        claims = [
            {"claim": f"Fare {n} of {name} rose.", "evidence": SENTENCE, "label": labels[n % 3]} for n in range(9)
        ]
        write(tmp_path / "support" / f"{name}.jsonl.gz", claims)
    return tmp_path


def test_a_question_is_read_once_and_only_if_it_stands_alone(data: Path) -> None:
    questions = read_questions(data)
    texts = [asked.question for asked in questions]
    assert len(texts) == len(set(texts))
    shared = next(asked for asked in questions if asked.question == "Who raised the ferry fare in Brackwater?")
    assert (shared.answering, shared.others, shared.answer) == ([SENTENCE], OTHERS, "the Harbour Council")
    # Short questions lean on their sentence in the two sets whose questions were made from it.
    assert texts.count("Who said?") == 1


def test_claims_are_supported_or_not(data: Path) -> None:
    claims = list(read_claims(data))
    assert {pair.output for pair in claims} == {SUPPORTS}
    by_name = {name: [pair.label for pair in claims if pair.kind == name] for name, _ in CLAIM_FILES}
    assert by_name["fever_dev_train"] == [1, 0, 0] * 3
    assert len(by_name["fm2_train_weak_nei"]) < 9


def test_the_mix_is_the_same_each_time_and_keeps_groups_together(data: Path, tmp_path: Path) -> None:
    training, held = make_mix(data)
    assert make_mix(data) == (training, held)
    assert not {pair.group for pair in training} & {pair.group for pair in held}
    assert {pair.output for pair in training} == {ANSWERS, SUPPORTS}
    half = training[: len(training) // 2]
    share = sum(pair.output == ANSWERS for pair in training) / len(training)
    assert sum(pair.output == ANSWERS for pair in half) / len(half) == pytest.approx(share, abs=0.12)
    write_pairs(training, tmp_path / "pairs.jsonl.gz")
    assert read_pairs(tmp_path / "pairs.jsonl.gz") == training


def test_too_little_to_go_over_is_told_before_the_news_is_read(data: Path) -> None:
    said = r"claims, \d+ altered facts and \d+ other pairs to go over, and 100000, 50000 and 150000 are wanted"
    with pytest.raises(DataError, match=said):
        make_news_mix(data, 100_000)


def test_too_few_other_pairs_to_go_over_are_told_too(data: Path) -> None:
    pairs, _ = make_mix(data)
    claims = sum(pair.output == SUPPORTS for pair in pairs)
    altered = sum(pair.output == ANSWERS and "altered" in pair.kind for pair in pairs)
    others = len(pairs) - claims - altered
    assert altered >= claims // 2
    assert others < claims + claims // 2
    with pytest.raises(DataError, match=f" {claims} claims.* {others} other pairs"):
        make_news_mix(data, claims)


def test_what_is_gone_over_has_questions_whole(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.training.news_pairs.news_pairs", lambda: iter(()))
    pairs, held = make_news_mix(data, 8)
    assert pairs == make_news_mix(data, 8)[0]
    assert not {pair.group for pair in pairs} & {pair.group for pair in held}
    altered = [pair for pair in pairs if pair.output == ANSWERS and "altered" in pair.kind]
    plain = [pair for pair in pairs if pair.output == ANSWERS and "altered" not in pair.kind]
    assert (len(pairs), len(altered), len(plain)) == (24, 4, 12)
    # Each question has its answer among its pairs; the last may be cut.
    answered = {pair.group for pair in plain if pair.label}
    assert len({pair.group for pair in plain} - answered) <= 1


def test_a_missing_set_is_named(data: Path) -> None:
    (data / "answers" / "qed_train.jsonl.gz").unlink()
    with pytest.raises(DataError, match=r"qed_train\.jsonl\.gz"):
        read_questions(data)


def test_every_kind_of_fact_is_exchanged(altering: Altering) -> None:
    changes = {change.old: change for change in altering.changes(SENTENCE, OTHERS, question=False)}
    kinds = {old: change.kind for old, change in changes.items()}
    assert {"18", "2025", "12"} <= {old for old, kind in kinds.items() if kind == "number"}
    assert kinds["April"] == "date"
    assert kinds["Anna Lindqvist"] == kinds["Harbour Council of Brackwater"] == "name"
    assert changes["raised"].new == "lowered"
    for change in changes.values():
        altered = change.applied(SENTENCE)
        assert altered != SENTENCE
        assert change.new in altered


def test_statements_and_questions_are_negated_once(altering: Altering) -> None:
    for text, expected in (
        ("Is the bridge open?", ["isn't the bridge open?"]),
        ("The bridge was closed.", ["The bridge was not closed."]),
        ("The bridge was not closed.", []),
        ("Why didn't it open?", []),
    ):
        changes = altering.changes(text, [], question=text.endswith("?"))
        assert [change.applied(text) for change in changes if change.kind == "negation"] == expected


def test_a_change_is_of_whole_words() -> None:
    assert Change("12", "15", "number").applied("12 of 120, then 12.") == "15 of 120, then 15."
    assert Change("North", "South", "opposite").applied("Northern ports in the north") == "Northern ports in the South"
    assert not Change("fare", "toll", "term").touches("Welfare rose.")


def test_names_leave_out_the_sentences_own_capital() -> None:
    assert names(SENTENCE) == ["Harbour Council of Brackwater", "Anna Lindqvist"]
    assert names("The ferry left. Passengers waited for Little Wick in April.") == ["Little Wick"]
    assert names("Who met Jan Peeters's crew in Ghent?") == ["Jan Peeters", "Ghent"]


def test_altered_questions_are_not_answered_and_altered_alike_they_are(altering: Altering) -> None:
    asked = Asked("How much did the Harbour Council raise the ferry fare in 2025?", [SENTENCE], OTHERS)
    made = AnswerPairs([asked], altering, random.Random(1))
    pairs = [pair for _ in range(60) for pair in made.of(asked)]
    for pair in pairs:
        same = pair.first == asked.question, pair.second == SENTENCE
        if pair.kind == "answers":
            assert (same, pair.label) == ((True, True), 1)
        elif pair.kind.startswith("altered"):
            assert (same, pair.label) == ((False, True), 0)
        elif pair.kind.startswith("sentence altered"):
            assert (same, pair.label) == ((True, False), 0)
        elif pair.kind.startswith("both altered"):
            assert (same, pair.label) == ((False, False), 1)
        else:
            assert pair.second in OTHERS
            assert pair.label == 0
    kinds = {pair.kind for pair in pairs}
    assert {"answers", "hard 1", "altered number", "both altered number", "sentence altered term"} <= kinds
    # The hardest shares most rare words with the question.
    assert {pair.second for pair in pairs if pair.kind == "hard 1"} == {OTHERS[2]}


def test_half_of_the_sentences_are_read_in_context_altered_like_them(altering: Altering) -> None:
    before = "The fare was set in 2019."
    asked = Asked("How much did the Harbour Council raise the ferry fare in 2025?", [SENTENCE], OTHERS)
    asked.around = dict.fromkeys((SENTENCE, *OTHERS), ("Brackwater", before))
    made = AnswerPairs([asked], altering, random.Random(1))
    pairs = [pair for _ in range(120) for pair in made.of(asked)]
    context = f" (Brackwater: {before})"
    answers = [pair.second for pair in pairs if pair.kind == "answers"]
    assert 0.3 < answers.count(SENTENCE + context) / len(answers) < 0.7
    assert set(answers) == {SENTENCE, SENTENCE + context}
    for pair in pairs:
        if pair.kind == "altered number" and "2019" in pair.first:
            assert pair.second == SENTENCE  # what was put into the question stands before it
        if pair.kind == "both altered name" and "(" in pair.second and "Brackwater" not in pair.first:
            assert pair.second.count("Brackwater") in {0, 2}  # in sentence and title alike


def test_the_sentence_before_is_known_where_rows_have_an_order(data: Path) -> None:
    rows = rows_of("Who raised the ferry fare in the harbour?", "ordered", title="Ferries")
    write(data / "answers" / "qed_train.jsonl.gz", rows)
    asked = next(one for one in read_questions(data) if one.question == "Who raised the ferry fare in the harbour?")
    assert [asked.around[one][1] for one in (SENTENCE, *OTHERS)] == ["", SENTENCE, *OTHERS[:2]]
    assert {title for title, _ in asked.around.values()} <= {"Ferries", ""}


def test_made_claims_are_reworded_or_altered(altering: Altering) -> None:
    asked = Asked("Who raised the ferry fare?", [SENTENCE], OTHERS, "the Harbour Council of Brackwater")
    made = ClaimPairs(altering, random.Random(1))
    pairs = [pair for _ in range(80) for pair in made.of(asked)]
    for pair in pairs:
        assert pair.label == (pair.kind in {"reworded", "question and answer"})
        if pair.label or pair.kind.startswith("altered"):
            assert SENTENCE in pair.second
    assert any(pair.first.startswith("April 18 2025") or "April 18" in pair.first for pair in pairs if pair.label)
    assert {"reworded", "altered speaker", "elsewhere", "question and answer"} <= {pair.kind for pair in pairs}
    facts = ("12 percent", "Anna Lindqvist", "2025", "raised", "18", "April", "Harbour Council", "Brackwater")
    for pair in pairs:
        if pair.kind == "altered speaker":
            assert "Anna Lindqvist" not in pair.first
        if pair.kind.startswith("altered ") and "negation" not in pair.kind:
            assert any(fact not in pair.first for fact in facts)


def test_held_out_groups_are_few_and_whole() -> None:
    pairs = [Pair("q", str(n), 0, ANSWERS, "k", f"group {n // 3}") for n in range(6000)]
    training, held = split(pairs)
    assert 0.01 < len(held) / len(pairs) < 0.06
    assert not {pair.group for pair in training} & {pair.group for pair in held}


def test_near_words_are_neither_the_same_nor_far() -> None:
    near = bundled_neighbours()
    assert "navy" in near.of("army")
    assert "armies" not in near.of("army")
    assert near.of("zzzzqqqq") == ()
