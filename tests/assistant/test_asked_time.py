"""The time a question means: resolved as of a fixed day, shown, preferred, left out; what lies outside it is told."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, TimeRange
from assistant.answering.question import Question
from assistant.asked_time import without_time
from assistant.assistant import Assistant
from assistant.library import Library
from tests.assistant.libraries import article
from tests.fakes import HashEncoder

ENCODER = HashEncoder(dimension=32)
TODAY = "2025-04-18"
STORIES = (
    ("toll-early", "Toll of the Arden flood", "2025-04-02", "The flood in Arden killed 12 people in the valley."),
    ("toll-late", "Toll rises", "2025-04-16", "The flood in Arden killed 31 people in the valley."),
    ("toll-undated", "Flood", None, "The flood in Arden killed some people in the valley."),
    ("talks", "Talks in Paris", "2025-04-10", "The talks of Paris began on Tuesday with the ministers there."),
    ("talks-again", "Ministers meet", "2025-04-11", "After the talks of Paris the ministers flew home again."),
    ("war-then", "War", "2024-01-03", "The war of the valley went on as it did before."),
    ("war-now", "War", "2025-04-03", "The war of the valley went on as it always does."),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    library = Library(tmp_path_factory.mktemp("time") / "library", create=True)
    with library.writing():
        library.remember_embedding(ENCODER.name, ENCODER.dimension)
        library.add(
            [
                article(name, ENCODER.encode_queries([text]), text, title=title, published_at=published)
                for name, title, published, text in STORIES
            ]
        )
    return Assistant(library, ENCODER)


def asked(assistant: Assistant, question: str, *, ignore_time: bool = False) -> Answer:
    return assistant.ask(question, as_of=TODAY, refusal=0.0, ignore_time=ignore_time)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("How many people did the flood in Arden kill?", None),
        ("Who won yesterday?", TimeRange("yesterday", "2025-04-17", "2025-04-17")),
        ("What has changed since the talks of Paris?", TimeRange("since the talks of Paris", "2025-04-08", TODAY)),
        ("What was said before the Paris talks?", TimeRange("before the Paris talks", None, "2025-04-07")),
        ("What has changed since the war?", None),  # articles of two years tell of one
        ("What has changed since the coronation in Corby?", None),
        ("What is the latest toll?", TimeRange("latest")),
    ],
)
def test_the_range_that_is_shown(assistant: Assistant, question: str, period: TimeRange | None) -> None:
    found = asked(assistant, question).period
    assert (found and TimeRange(found.words, found.since, found.until)) == period


def test_an_event_that_was_told_of_after_the_day_asked_is_not_known_yet(assistant: Assistant) -> None:
    answer = assistant.ask("What has changed since the talks of Paris?", as_of="2025-04-05", refusal=0.0)
    assert answer.period is None


def test_a_time_is_preferred_and_what_lies_outside_is_told(assistant: Assistant) -> None:
    question = "How many people did the flood in Arden kill{}?"
    for words, best in (("in the last four days", "toll-late"), ("before 5 April 2025", "toll-early")):
        answer = asked(assistant, question.format(f" {words}"))
        assert answer.citations[0].source == best
        assert answer.period is not None
        outside = {answer.citations[number - 1].source for number in answer.period.outside}
        assert best not in outside
        assert "toll-undated" not in outside  # an undated article takes part, in no range and outside none
        cited = {citation.source for citation in answer.citations}
        assert outside == cited & ({"toll-early", "toll-late"} - {best})


def test_without_its_time_a_question_is_asked_as_if_it_had_none(assistant: Assistant) -> None:
    answer = asked(assistant, "How many people did the flood in Arden kill before 5 April 2025?", ignore_time=True)
    bare = asked(assistant, "How many people did the flood in Arden kill?")
    assert answer.question == "How many people did the flood in Arden kill before 5 April 2025?"
    assert answer.standalone_question == bare.question
    assert (answer.period, answer.citations) == (None, bare.citations)


def test_the_latest_is_the_newest_that_answers(assistant: Assistant) -> None:
    answer = asked(assistant, "How many people did the flood in Arden kill, at the latest count?")
    assert answer.citations[0].source == "toll-late"
    assert answer.newest == "2025-04-16"


def test_a_follow_up_is_answered_as_it_stands_alone(assistant: Assistant) -> None:
    first = asked(assistant, "How many people did the flood in Arden kill?")
    for history in ([first], [(first.question, first.text)]):
        answer = assistant.ask("And in Brook?", as_of=TODAY, refusal=0.0, history=history)
        assert answer.question == "And in Brook?"
        assert answer.standalone_question == "How many people did the flood in Brook kill?"


def test_the_range_is_stored_with_its_answer(assistant: Assistant) -> None:
    answer = asked(assistant, "How many people did the flood in Arden kill in the last four days?")
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


@pytest.mark.parametrize(
    ("question", "words", "left"),
    [
        ("What happened in Sumy last week?", ["last week"], "What happened in Sumy?"),
        ("What is the latest toll?", ["latest"], "What is the toll?"),
        ("Who won yesterday's match?", ["yesterday"], "Who won match?"),
        ("Since Monday, what has Rubio said?", ["Since Monday"], "what has Rubio said?"),
        ("Who met on 18 April 2025 in Paris?", ["18 April 2025"], "Who met in Paris?"),
        ("Yesterday?", ["Yesterday"], "Yesterday?"),
    ],
)
def test_a_question_without_its_time(question: str, words: list[str], left: str) -> None:
    assert without_time(question, words) == left


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=10), max_size=3))
def test_a_question_without_its_time_is_never_empty(question: str, words: list[str]) -> None:
    assert without_time(question, words).strip() or not question.strip()


def test_now_is_the_day_of_asking_unless_told(assistant: Assistant) -> None:
    answer = assistant.ask("What happened today?", refusal=0.0)
    assert answer.period is not None
    assert answer.period.until == date.today().isoformat()  # noqa: DTZ011 (the asker's own day)
    with pytest.raises(ValueError, match="as_of is 'soon'"):
        assistant.ask("What happened today?", as_of="soon")


def test_what_is_carried_over_finds_and_what_is_asked_decides(assistant: Assistant) -> None:
    carried = Question.parse("Who flew home? (talks of Paris Moscow)").carried
    assert carried == {"talk", "pari", "moscow"}
    assert Question.parse("How many died in Sumy?").carried == frozenset()
    assert Question.parse("(talks of Paris)").carried == frozenset()
    history = [("When did the talks of Paris begin?", "On Tuesday.")]
    answer = assistant.ask("And when did they fly home?", as_of=TODAY, refusal=0.0, history=history)
    assert answer.standalone_question == "And when did they fly home? (talks Paris begin)"
    assert "talks-again" in {citation.source for citation in answer.citations}
