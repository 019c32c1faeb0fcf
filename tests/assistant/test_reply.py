"""A model's reply is read the same however it is cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.reply import MAX_CHARACTERS, Written, sentences_of
from tests.examples import times

REPLIES = [
    ("It rained. [S1.2]", [("It rained.", "S1.2")]),
    ("It rained [S1.2, S3.1].\nIt poured. (s2.1)", [("It rained.", "S1.2 S3.1"), ("It poured.", "S2.1")]),
    ("It rained. [S1.2] [S1.3] It poured. [S2.1]", [("It rained.", "S1.2 S1.3"), ("It poured.", "S2.1")]),
    ("- **It** rained [S1.1] and hailed [S1.2].\n\n2. `Snow`. [7]", [("It rained and hailed.", "S1.1 S1.2"), ("Snow.", "S7")]),  # noqa: E501
    ("S1.4: Mr. Li left at 9 p.m. Friday.", [("Mr. Li left at 9 p.m. Friday.", "S1.4")]),
    ("It rained. “It poured,” she said. [S1.2]", [("It rained.", "S1.2"), ("“It poured,” she said.", "S1.2")]),
    ("<think>Maybe [S1.1].\nNo.</think>It rained. [S1.2]", [("It rained.", "S1.2")]),
    ("<b>It</b> rained\x1b[2J. [S1.2]", [("<b>It</b> rained [2J.", "S1.2")]),
    ("[[1]7] It rained [sic]. [S1.2]", [("[(7) It rained [sic].", "S7 S1 S1.2")]),
    ("[S1.2]\n***\n", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), REPLIES[:8] + REPLIES[9:])
def test_sentences_come_with_the_ids_they_name(reply: str, expected: list[tuple[str, str]]) -> None:
    assert list(sentences_of([reply])) == [Written(text, tuple(ids.split())) for text, ids in expected]


@given(st.sampled_from([reply for reply, _ in REPLIES]), st.integers(1, 7))
@times(0.4)
def test_it_does_not_matter_where_a_reply_is_cut(reply: str, size: int) -> None:
    pieces = [reply[start : start + size] for start in range(0, len(reply), size)]
    assert list(sentences_of(pieces)) == list(sentences_of([reply]))


@given(st.text(st.sampled_from("[](){}S1.7,; \nAb*<>`\x1b\u202e-"), max_size=60))
@times(2)
def test_no_sentence_has_a_number_like_a_citation_s_or_drives_a_terminal(reply: str) -> None:
    for text, ids in sentences_of([reply]):
        assert not re.search(r"\[\d+\]", text)
        assert text.isprintable()
        assert all(one.startswith("S") for one in ids)


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    read: list[str] = []

    pieces = ["It rained. ", "[S1.2]", " It", " poured. [S2.1]"]

    def reading() -> Iterator[str]:
        for piece in pieces:
            read.append(piece)
            yield piece

    written = sentences_of(reading())
    assert next(written) == Written("It rained.", ("S1.2",))
    assert read == pieces[:3]


def test_a_reply_without_end_is_not_read_to_its_end() -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 50
            yield "rain " * 10

    assert list(sentences_of(endless())) == []
    assert read == MAX_CHARACTERS + 50
