"""What a question asks for more narrowly than a number or a time, and of several or of what holds now."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering.question import Question
from assistant.dates import asks_how_it_stands
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest

STORY = {
    "2026-03-12 permit.md": "# Permit of Pine Ridge mine voided\n\nA judge cancelled the permit of the Pine Ridge mine"
    " on Thursday. The mine was to be opened in May.",
    "2026-04-17 appeal.md": "# Owner of Pine Ridge mine appeals\n\nThe owner of the Pine Ridge mine has appealed"
    " against the ruling that took its permit. It has laid off 210 workers.",
    "2026-06-09 revived.md": "# Pine Ridge mine revived\n\nA higher court gave the Pine Ridge mine its permit back on"
    " Tuesday. The court set one condition.",
    "2026-06-25 treaty.md": "# Five sign lake treaty\n\nFive of seven countries signed the lake treaty, but"
    " Norhast refused. Karvonia, Ostrele, Sulvane, Mirandel and Tebria put their names to the lake treaty on Thursday.",
}


@pytest.mark.parametrize(
    ("question", "sentence", "allowed"),
    [
        ("What time did the dam break?", "It broke on Sunday after days of rain.", False),
        ("What time did the dam break?", "It broke shortly before 4.20 a.m. on Sunday.", True),
        ("At what time did it open?", "It opened at noon.", True),
        ("What time did it break?", "It broke at 14.30 on Sunday.", True),
        ("What time of year is best?", "It is best in autumn, in October.", True),
        ("What percentage of voters came?", "Some 5.1 million people are entitled to vote.", False),
        ("What percentage of voters came?", "Turnout was 68.4 percent.", True),
        ("What percentage of voters came?", "More than half of them came.", True),
        ("How much will the new dam cost?", "The number of dead has risen to 23, and 40 people are missing.", False),
        ("How much will the new dam cost?", "A power cut at 3.50 a.m. put it out of action for two years.", False),
        ("How much will the new dam cost?", "It will cost 310,000 marlets.", True),
        ("How much did they pay for it?", "It was bought for $4.2bn.", True),
        ("How much does a heat pump cost?", "Sales rose to 61,500, while prices fell.", False),
        ("How much did the ship cost?", "It killed 31 people and four more are missing.", False),
        ("What time was it called off?", "It was called off on Friday evening.", True),
        ("How much more did the drivers pay?", "Fares rose by 4 percent.", True),
        ("How much did the bridge cost?", "It cost 4.2 million, the ministry said.", True),
        ("How much did the bridge cost?", "It cost CHF 30 million.", True),
        ("How much did the bridge cost?", "It cost 35 kr.", True),
        ("How much did rents rise for those who pay by the week?", "Rents rose by 4 percent.", True),
        ("What percentage of voters came?", "Four in ten voters came.", True),
        ("How many people came?", "Some 300 people came.", True),
    ],
)
def test_a_sentence_must_hold_what_is_asked_for(question: str, sentence: str, allowed: bool) -> None:
    assert Question.parse(question).allows(sentence) is allowed


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("Which countries signed?", "Karvonia, Ostrele, Sulvane and Tebria signed.", True),
        ("Which banks bid?", "Haldane & Pryce, the Bank of Tolm and Corvane bid.", True),
        ("Which countries signed?", "Karvonia, Ostrele, and Sulvane signed.", True),
        ("Which countries signed?", "Norhast and Pellworth did not sign.", False),
        ("Which countries signed?", "On Thursday, Norhast refused again and walked out.", False),
        ("Which countries signed?", "According to Reuters, Norhast did not sign and left.", False),
        ("Who signed?", "Karvonia, Ostrele, Sulvane and Tebria signed.", False),
    ],
)
def test_several_are_told_in_a_row(question: str, sentence: str, told: bool) -> None:
    assert Question.parse(question).enumerated_by(sentence) is told


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("latest on the takeover", True),
        ("What is the current toll?", True),
        ("Is the road still closed?", True),
        ("is the mine allowed to open?", True),
        ("Has the mayor resigned?", True),
        ("Has the mayor ever resigned?", False),
        ("can the quarry expand now", True),
        ("Who was still alive in 1945?", False),
        ("Is it true that the mine was closed in March?", False),
        ("Was the mine closed?", False),
        ("When did the mine close?", False),
    ],
)
def test_what_asks_how_things_stand(question: str, now: bool) -> None:
    assert asks_how_it_stands(question) is now


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, bundled: SentenceTransformerEncoder) -> Assistant:
    folder = tmp_path_factory.mktemp("story")
    for name, text in STORY.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library(folder / "library", create=True)
    ingest([folder / name for name in STORY], library, bundled)
    return Assistant(library, bundled)


@pytest.mark.parametrize(
    "question",
    ["Is the permit of the Pine Ridge mine cancelled?", "Is the permit for the Pine Ridge mine still cancelled?"],
)
def test_how_things_stand_is_told_by_the_newest_that_answers(story: Assistant, question: str) -> None:
    # The older "A judge cancelled the permit" says more of the question's words.
    answer = story.ask(question, as_of="2026-07-01")
    assert answer.sentences[0].text == "A higher court gave the Pine Ridge mine its permit back on Tuesday."


@pytest.mark.parametrize(
    "question",
    [
        "Is the mine still closed and how many people died in the landslide?",
        "How many people have died so far at Pine Ridge?",
    ],
)
def test_where_nothing_may_answer_nothing_is_the_newest(story: Assistant, question: str) -> None:
    assert story.ask(question, refusal=0.0).status in ("answered", "abstained")


def test_those_asked_for_are_told_and_not_only_how_many_they_are(story: Assistant) -> None:
    answer = story.ask("Which countries signed the lake treaty?")
    assert "Karvonia, Ostrele, Sulvane, Mirandel and Tebria" in answer.text


def test_the_latest_on_something_is_an_account_of_it(story: Assistant) -> None:
    answer = story.ask("latest on the Pine Ridge mine", as_of="2026-07-01")
    days = [one.published_at or "" for one in answer.citations]
    assert answer.form == "account"
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-06-09"
