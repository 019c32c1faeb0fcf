"""What is read of a question's sentences: the best by themselves, the best of these again in their context."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.evidence import FEATURES
from assistant.answering.reader import Reader, in_context
from assistant.answering.scoring import READ_FEATURES, READ_NEAR, again, alone

BEFORE = "Marta Olsen is the mayor of Tolm."
PRONOUN = "She resigned in May after a quarrel over the harbour."
ALONE, NEAR = (READ_FEATURES.index(name) for name in ("reading", "reading_near"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_the_sentence_before_tells_whom_a_pronoun_means(reader: Reader) -> None:
    asked, sentences = ["When did Marta Olsen resign?"] * 2, [PRONOUN, "The ferry sailed in May."]
    read = alone(reader, asked, sentences, np.zeros((2, len(FEATURES))))
    texts = [in_context(PRONOUN, "", BEFORE), in_context(sentences[1], "", "")]
    twice = again(reader, asked, texts, read, np.ones(len(READ_FEATURES)))
    assert twice[0, NEAR] > read[0, ALONE] + 0.1  # log-odds of one more
    assert twice[1, NEAR] == pytest.approx(read[1, ALONE], abs=0.01)  # nothing stands before it
    assert np.array_equal(twice[:, :NEAR], read[:, :NEAR])


def test_only_the_best_are_read_again(reader: Reader) -> None:
    count = READ_NEAR + 3
    features = np.zeros((count, len(FEATURES)))
    features[:, 0] = np.arange(count)
    asked, second = ["When did Marta Olsen resign?"] * count, np.eye(len(READ_FEATURES))[0]
    read = alone(reader, asked, [PRONOUN] * count, features)
    twice = again(reader, asked, [in_context(PRONOUN, "Tolm", BEFORE)] * count, read, second)
    assert list(np.flatnonzero(twice[:, NEAR] != read[:, NEAR])) == list(range(3, count))


def test_nothing_found_is_nothing_read(reader: Reader) -> None:
    read = alone(reader, [], [], np.zeros((0, len(FEATURES))))
    assert again(reader, [], [], read, np.ones(len(READ_FEATURES))).shape == (0, len(READ_FEATURES))


def test_what_stands_around_a_sentence_comes_behind_it() -> None:
    assert in_context("She resigned.", "Tolm", BEFORE) == f"She resigned. (Tolm: {BEFORE})"
    assert in_context("She resigned.", "", BEFORE) == f"She resigned. ({BEFORE})"
    assert in_context("She resigned.", "Tolm", "") == "She resigned. (Tolm)"
    assert in_context("She resigned.", "", "") == "She resigned."
