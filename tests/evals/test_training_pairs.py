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
from evals.training.blurring import blurred, blurred_elsewhere
from evals.training.mix import make_mix, read_pairs, write_pairs
from evals.training.neighbours import bundled_neighbours
from evals.training.pairs import (
    ANSWER_FILES,
    Asked,
    Pair,
    read_questions,
    split,
)
from evals.training.synonyms import Synonyms

SENTENCE = (
    "On 18 April 2025 the Harbour Council of Brackwater raised the ferry fare by 12 percent, said Anna Lindqvist."
)
OTHERS = [
    "The Brackwater Gazette had warned of it since March.",
    "Passengers from Little Wick paid 3 pounds more.",
    "The council of Nordmere lowered its own fares.",
]


SYNONYMS = {"raise": ("lift",), "raised": ("lifted",)}


def synonyms(word: str) -> tuple[str, ...]:
    return SYNONYMS.get(word, ())


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
    return tmp_path


def test_a_question_is_read_once_and_only_if_it_stands_alone(data: Path) -> None:
    questions = read_questions(data)
    texts = [asked.question for asked in questions]
    assert len(texts) == len(set(texts))
    shared = next(asked for asked in questions if asked.question == "Who raised the ferry fare in Brackwater?")
    assert (shared.answering, shared.others, shared.answer) == ([SENTENCE], OTHERS, "the Harbour Council")
    # Short questions lean on their sentence in the two sets whose questions were made from it.
    assert texts.count("Who said?") == 1


def test_the_mix_is_the_same_each_time_and_keeps_groups_together(data: Path, tmp_path: Path) -> None:
    training, held = make_mix(data, synonyms)
    assert make_mix(data, synonyms) == (training, held)
    assert not {pair.group for pair in training} & {pair.group for pair in held}
    half = training[: len(training) // 2]
    share = sum(pair.label for pair in training) / len(training)
    assert sum(pair.label for pair in half) / len(half) == pytest.approx(share, abs=0.12)
    write_pairs(training, tmp_path / "pairs.jsonl.gz")
    assert read_pairs(tmp_path / "pairs.jsonl.gz") == training


def test_a_missing_set_is_named(data: Path) -> None:
    (data / "answers" / "qed_train.jsonl.gz").unlink()
    with pytest.raises(DataError, match=r"qed_train\.jsonl\.gz"):
        read_questions(data)


def test_every_kind_of_fact_is_exchanged(altering: Altering) -> None:
    changes = {change.old: change for change in altering.changes(SENTENCE, OTHERS)}
    kinds = {old: change.kind for old, change in changes.items()}
    assert {"18", "2025", "12"} <= {old for old, kind in kinds.items() if kind == "number"}
    assert kinds["April"] == "date"
    assert kinds["Anna Lindqvist"] == kinds["Harbour Council of Brackwater"] == "name"
    assert changes["raised"].new == "lowered"
    for change in changes.values():
        altered = change.applied(SENTENCE)
        assert altered != SENTENCE
        assert change.new in altered


def test_questions_are_negated_once(altering: Altering) -> None:
    for text, expected in (
        ("Is the bridge open?", ["isn't the bridge open?"]),
        ("The bridge was not closed.", []),
        ("Why didn't it open?", []),
    ):
        changes = altering.changes(text, [])
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
    made = AnswerPairs([asked], altering, lambda _: (), random.Random(1))
    pairs = [pair for _ in range(60) for pair in made.of(asked)]
    for pair in pairs:
        same = pair.question == asked.question, pair.sentence == SENTENCE
        if pair.kind == "answers":
            assert (same, pair.label) == ((True, True), 1)
        elif pair.kind.startswith("altered"):
            assert (same, pair.label) == ((False, True), 0)
        elif pair.kind.startswith("sentence altered"):
            assert (same, pair.label) == ((True, False), 0)
        elif pair.kind.startswith("both altered"):
            assert (same, pair.label) == ((False, False), 1)
        elif pair.kind == "blurred elsewhere":
            assert (same, pair.label) == ((True, False), 1)
            assert "Anna Lindqvist" not in pair.sentence
        else:
            assert pair.sentence in OTHERS
            assert pair.label == 0
    kinds = {pair.kind for pair in pairs}
    assert {"answers", "hard 1", "altered number", "both altered number", "sentence altered term"} <= kinds
    # The hardest shares most rare words with the question.
    assert {pair.sentence for pair in pairs if pair.kind == "hard 1"} == {OTHERS[2]}


def test_other_words_of_the_same_meaning_are_no_other_question(altering: Altering) -> None:
    asked = Asked("Who did raise the ferry fare?", [SENTENCE], OTHERS)
    made = AnswerPairs([asked], altering, synonyms, random.Random(1))
    pairs = [pair for _ in range(60) for pair in made.of(asked)]
    labels = {(pair.question, pair.label) for pair in pairs if pair.sentence == SENTENCE}
    assert ("Who did lift the ferry fare?", 1) in labels
    # Nor are they a sign of an answer: sentences beside it are asked the same.
    assert any("lift" in pair.question and pair.kind == "hard 1" for pair in pairs)
    assert len({pair.group for pair in pairs}) == 1


@pytest.mark.parametrize(
    ("question", "sentence", "without", "elsewhere"),
    [
        ("Who met the crew?", "The crew met Jan Peeters in 1999.", "Jan Peeters", "1999"),
        ("When did the crew arrive?", "The crew of Jan Peeters arrived on 4 May 1999.", "4 May 1999", "Jan Peeters"),
        ("How many boats sank?", "In the storm 12 boats sank, said Jan Peeters.", "12", "Jan Peeters"),
        ("Where did the crew land?", "The crew landed in Ghent in May 1999.", "Ghent", "May 1999"),
    ],
)
def test_an_answer_is_blurred(question: str, sentence: str, without: str, elsewhere: str) -> None:
    draw = random.Random(1)
    no, still = blurred(question, sentence, draw), blurred_elsewhere(question, sentence, draw)
    assert no is not None
    assert still is not None
    assert without not in no
    assert elsewhere in no
    assert elsewhere not in still
    assert without in still


def test_what_is_not_one_plain_thing_is_not_blurred() -> None:
    draw = random.Random(1)
    assert blurred("Who met the crew?", "The crew met Jan Peeters and Anna Lindqvist.", draw) is None
    assert blurred("Why did the ferry sink?", "The ferry sank in 1999 because of a leak.", draw) is None
    assert blurred("Who is Jan Peeters?", "The crew met Jan Peeters.", draw) is None


def test_a_missing_wordnet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk.data

    monkeypatch.setattr(nltk.data, "path", [])
    with pytest.raises(DataError, match="python -m nltk.downloader wordnet"):
        Synonyms(bundled_neighbours())


def test_held_out_groups_are_few_and_whole() -> None:
    pairs = [Pair("q", str(n), 0, "k", f"group {n // 3}") for n in range(6000)]
    training, held = split(pairs)
    assert 0.01 < len(held) / len(pairs) < 0.06
    assert not {pair.group for pair in training} & {pair.group for pair in held}


def test_near_words_are_neither_the_same_nor_far() -> None:
    near = bundled_neighbours()
    assert "navy" in near.of("army")
    assert "armies" not in near.of("army")
    assert near.of("zzzzqqqq") == ()
