"""Sentences and passages: exact spans that leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.types import Span
from ingest.segmentation import Segment, split_passages, split_sentences
from tests.examples import times

BULLET = re.compile(r"(?:[-*•‣▪◦·–]|\d{1,2}[.)])\s+")


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def count_words(texts: Sequence[str]) -> list[int]:
    """A word is at most ten characters long, so that long words are many tokens, as with a real model."""
    return [sum(-(-len(word) // 10) for word in text.split()) for text in texts]


def passages(text: str, limit: int) -> list[Segment]:
    spans = split_sentences(text)
    return split_passages(text, spans, count_words([text[s:e] for s, e in spans]), limit, count_words)


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Ray met Mrs. May, Dr. Poe and Gen. Fox of the U.S. Senate.", "They talked."],
        ["It began at 5 p.m. on Monday.", "It ended at 9 a.m. the next day."],
        ["It began at 5 p.m. Monday in Paris.", "It ended at 9 a.m. Eastern time."],
        ["At 5 p.m. Mr. Ray left.", "He came back at 6 p.m.", "Then he slept."],
        ["She lives in the U.S.", "The law changed."],
        ["U.S.-led talks with U.K. and U.N. officials failed.", "Sen. Lee said so on Jan. 6."],
        ["J. K. Poe wrote it.", "So did J.R.R. May Jr. of Acme Inc. in St. Louis."],
        ["It rose by 3.5 per cent to $1.2m.", "Nobody knew why."],
        ["“We are done. Go home,” he said.", "“Why?”", "She left."],
        ['"We are done. Go home," he said.', "She left."],
        ["He said: “It is over.”", "Then he left."],
        ["What?!", "No way...", "Really."],
        ["See example.com or write to a.b@example.org today.", "Thanks."],
        ["He left.[1]", "She stayed.[2][3]", "That was all."],
        ["😀 It was good.", "😀 It was not."],
    ],
)
def test_sentences_end_where_they_end(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Prices are high.", "We're tired."],
        ["Prices are high.", "We’re tired.", "It is a risk of escalation,impacting all."],
        ["He spoke of peace.”", "She left."],
        ["They met in the U.K.", "They left."],
        ["It ended at 5 p.m.", "They left."],
    ],
)
def test_a_missing_space_after_a_full_stop_ends_a_sentence_as_well(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


@pytest.mark.parametrize("word", ["example.com", "Dr.Ray", "3.5", "U.S.A", "a.b@example.org", "escalation,impacting"])
def test_words_with_stops_in_them_stay_whole(word: str) -> None:
    text = f"They spoke of {word} at length."
    assert sentences(text) == [text]


def test_a_line_is_a_paragraph() -> None:
    assert sentences("A heading\n\nThe talks ended\nWithout a stop") == [
        "A heading",
        "The talks ended",
        "Without a stop",
    ]


def test_bullets_stand_outside() -> None:
    assert sentences("- One.\n• Two. Three.\n12. Four.\n3) Five.\n5 people left.\n-") == [
        *("One.", "Two.", "Three.", "Four.", "Five.", "5 people left.", "-")
    ]


def test_a_long_quotation_is_cut_into_its_sentences() -> None:
    said = [f"We have waited for number {number} since the spring of last year." for number in range(6)]
    text = f"He said: “{' '.join(said)}” Then he left."
    assert sentences(text) == [f"He said: “{said[0]}", *said[1:5], f"{said[5]}”", "Then he left."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \t\n\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


PIECES = st.sampled_from(
    [*'.!?"“”‘’()[]…,:;-–—•*\n', " ", "  ", "\t", "\u00a0", "\r", "12.", "3)", "Mr.", "U.S.", "p.m. "]
)
TEXTS = st.lists(PIECES | st.text(max_size=5) | st.from_regex(r"[A-Z]?[a-z]{1,8}", fullmatch=True)).map("".join)


@times(3)
@given(TEXTS)
@example("- \n- x")
@example("PARIS, May 3, 2025 (Agency) - Talks ended.")
@example("At 5 p.m.  Monday")
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert end <= span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        check_gap(text[end : span.start])
        end = span.end
    assert not text[end:].strip()


def check_gap(gap: str) -> None:
    before, _, line = gap.rpartition("\n")
    assert not before.strip()
    assert not line.strip() or BULLET.fullmatch(line.lstrip())


@given(TEXTS, st.integers(1, 40))
@example("- a\n" * 50, 20)
@example("word " * 200, 7)
@example("x" * 3000, 5)
@example("x" * 95 + " y. " + "z" * 95, 10)
def test_passages_hold_all_sentences_in_order_within_the_limit(text: str, limit: int) -> None:
    segments = passages(text, limit)
    kept = [sentence for segment in segments for sentence in segment.sentences]
    assert kept == sorted(kept)
    assert "".join("".join(text[s:e].split()) for s, e in kept) == "".join(
        "".join(text[s:e].split()) for s, e in split_sentences(text)
    )
    for segment in segments:
        assert segment.span == Span(segment.sentences[0].start, segment.sentences[-1].end)
        (words,) = count_words([text[segment.span.start : segment.span.end]])
        assert words <= segment.tokens <= limit


def test_sentences_that_fit_are_never_cut() -> None:
    text = "One two three. Four five six. Seven eight nine ten."
    assert [[text[s:e] for s, e in segment.sentences] for segment in passages(text, 6)] == [
        ["One two three.", "Four five six."],
        ["Seven eight nine ten."],
    ]


def test_a_sentence_longer_than_the_limit_is_cut_at_white_space() -> None:
    text = " ".join(f"word{number}" for number in range(100)) + "."
    pieces = [text[s:e] for segment in passages(text, 10) for s, e in segment.sentences]
    assert " ".join(pieces) == text


def test_bullets_count_towards_the_limit() -> None:
    text = "\n".join(["- one"] * 30)
    assert all(count_words([text[p.span.start : p.span.end]])[0] <= 10 for p in passages(text, 10))


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "x " * 50_000, "“a. " * 20_000, "a.B" * 30_000, "(" * 50_000, "- a\n" * 20_000]
)
@pytest.mark.timeout(20)
def test_monsters_are_cut_to_size_in_time(text: str) -> None:
    segments = passages(text, 200)
    assert segments[-1].span.end == len(text.rstrip())
    assert all(0 < segment.tokens <= 200 for segment in segments)
