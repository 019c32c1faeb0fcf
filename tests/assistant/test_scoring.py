"""What is read of a question's sentences: the best by themselves, the best of these again in their context."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.evidence import FEATURES
from assistant.answering.reader import Reader, in_context
from assistant.answering.scoring import READ_FEATURES, READ_NEAR, again, alone, least_met, punctuated, second_places
from assistant.embedding import Encoder, SentenceTransformerEncoder

BEFORE = "Marta Olsen is the mayor of Tolm."
PRONOUN = "She resigned in May after a quarrel over the harbour."
ALONE, NEAR, MET = (READ_FEATURES.index(name) for name in ("reading", "reading_near", "least_met"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return SentenceTransformerEncoder()


def test_the_sentence_before_tells_whom_a_pronoun_means(reader: Reader, encoder: Encoder) -> None:
    asked, sentences = ["When did Marta Olsen resign?"] * 2, [PRONOUN, "The ferry sailed in May."]
    read = alone(reader, asked, sentences, np.zeros((2, len(FEATURES))))
    texts = [in_context(PRONOUN, "", BEFORE), in_context(sentences[1], "", "")]
    twice = again(reader, encoder, list(zip(asked, texts, strict=True)), read, [0, 1])
    assert twice[0, NEAR] > read[0, ALONE] + 0.1  # log-odds of one more
    assert twice[1, NEAR] == pytest.approx(read[1, ALONE], abs=0.01)  # nothing stands before it
    assert np.array_equal(twice[:, :NEAR], read[:, :NEAR])


def test_only_the_best_are_read_again(reader: Reader, encoder: Encoder) -> None:
    count = READ_NEAR + 3
    places = second_places(np.arange(float(count)))
    assert sorted(places) == list(range(3, count))
    asked = "When did Marta Olsen resign?"
    read = alone(reader, [asked] * count, [PRONOUN] * count, np.zeros((count, len(FEATURES))))
    twice = again(reader, encoder, [(asked, in_context(PRONOUN, "Tolm", BEFORE))] * READ_NEAR, read, places)
    assert list(np.flatnonzero(twice[:, NEAR] != read[:, NEAR])) == list(range(3, count))
    assert twice[0, MET] == pytest.approx(twice[3, MET])  # of what was not read again, the mean


def test_nothing_found_is_nothing_read(reader: Reader, encoder: Encoder) -> None:
    read = alone(reader, [], [], np.zeros((0, len(FEATURES))))
    assert again(reader, encoder, [], read, second_places(np.zeros(0))).shape == (0, len(READ_FEATURES))


def test_the_word_that_a_sentence_lacks_tells_near_misses_apart(encoder: Encoder) -> None:
    """Where it stands, or one of its meaning, the sentence comes closer to the whole question."""
    asked = "When did the harbour master of Tolm resign?"
    told = ["The harbour master of Tolm resigned in May.", "The harbour master of Tolm spoke of his dog in May."]
    other = "In May the man in charge of the port of Tolm quit."
    same, unlike, reworded = least_met(encoder, [(asked, text) for text in (*told, other)])
    assert same > reworded > unlike


def test_half_characters_are_compared_as_if_unknown(encoder: Encoder) -> None:
    (met,) = least_met(encoder, [("Who \ud83d won?", "Tolm won.")])
    assert -1 <= met <= 1


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("how many died in Orrin", "how many died in Orrin?"),
        ("Why did he resign.", "Why did he resign?"),
        ("who governs the U.S.", "who governs the U.S.?"),
        ("Who won? (Orrin)", "Who won? (Orrin)"),
        ("peace talks result", "peace talks result"),
    ],
)
def test_a_question_is_read_with_its_mark(asked: str, read: str) -> None:
    assert punctuated(asked) == read


def test_what_stands_around_a_sentence_comes_behind_it() -> None:
    assert in_context("She resigned.", "Tolm", BEFORE) == f"She resigned. (Tolm: {BEFORE})"
    assert in_context("She resigned.", "", BEFORE) == f"She resigned. ({BEFORE})"
    assert in_context("She resigned.", "Tolm", "") == "She resigned. (Tolm)"
    assert in_context("She resigned.", "", "") == "She resigned."
