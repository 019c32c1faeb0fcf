"""Which form of answer a question wants, and what an answer of that form is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Filter, Span
from assistant.answer import Form
from assistant.answering.composing import events, identifies, may_speak, states
from assistant.answering.disagreement import answer_span
from assistant.answering.evidence import FEATURES
from assistant.answering.forms import form_of, identity_asked, speaker_asked, topic_asked
from assistant.answering.question import Question
from assistant.answering.quoting import STATED
from assistant.asked_time import asked_time, asks_for_news
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from assistant.query import questions_in
from ingest import ingest
from tests.assistant.quoted import quoted


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("How many people were injured in Kharkiv?", "fact"),
        ("Who described the talks as productive?", "fact"),
        ("What was the ferry's name?", "fact"),
        ("Which news was reported?", "fact"),
        ("What happened in Sumy?", "account"),
        ("Summarise the talks.", "account"),
        ("Give me a timeline of the strike", "account"),
        ("What is happening in Sumy?", "account"),
        ("How has the crisis unfolded?", "account"),
        ("What did Rubio say about mediation?", "statement"),
        ("Who warned that the bridge might fall?", "statement"),
        ("List the demands.", "list"),
        ("Which two kinds of leverage were weighed?", "list"),
        ("What are the targets of the sanctions?", "list"),
        ("Which ministers have signed?", "list"),
        ("Did the mayor resign?", "fact"),
        ("Has Tolm published a summary of its talks?", "fact"),
        ("Isn't the bridge closed?", "fact"),
        ("The truce was prolonged by 60 days, right?", "fact"),
        ("Pokrovsk: taken or not?", "fact"),
    ],
)
def test_the_form_a_question_wants(question: str, form: Form) -> None:
    assert form_of(question) == form


@given(st.text())
def test_every_question_wants_some_form(question: str) -> None:
    assert form_of(question) in ("fact", "list", "account", "statement")
    assert not topic_asked(question) or form_of(question) == "account"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("latest on the Pine Ridge mine", "the Pine Ridge mine"),
        ("What happened at the Orrin dam?", "at the Orrin dam?"),
        ("Who owns the Pine Ridge mine?", ""),
    ],
)
def test_an_account_is_asked_of_a_topic(question: str, topic: str) -> None:
    assert topic_asked(question).strip() == topic


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When did the session open and who chaired it?",
            ["When did the session open", "who chaired it (session open)"],
        ),
        (
            "What does Orrin want, and which towns object to it?",
            ["What does Orrin want", "which towns object to it (Orrin)"],
        ),
        (
            "How many were injured in Orrin and how many in Tolm?",
            ["How many were injured in Orrin", "How many were injured in Tolm"],
        ),
        (
            "How many died in Orrin, how many in Tolm and how many in Ulm?",
            ["How many died in Orrin", "How many died in Tolm", "How many died in Ulm"],
        ),
        ("When did the talks in Orrin end and who in Tolm?", ["When did the talks in Orrin end", "who in Tolm"]),
        ("Who was fined in Orrin and who in May?", ["Who was fined in Orrin", "who in May"]),
        ("Who opened the bridge between Orrin and Tolm in March?", []),
        ("Compare what Orrin pays and what Tolm pays", []),
        ("When did the ferry sink, which carried 300 people?", []),
        ("What did the mayor, who was elected in 2024, say?", []),
        ("Who resigned and is now in prison?", []),
        ("Who won the race and did anybody object?", ["Who won the race", "did anybody object"]),
        ("Which country exports the most oil and has the largest army?", []),
        ("Who wrote the book and did the drawings?", []),
        ("Who was elected mayor and had his licence revoked?", []),
        ("Which countries did not sign and why?", ["Which countries did not sign", "why (countries sign)"]),
        ("When did Norhast sign and did it pay?", ["When did Norhast sign", "did it pay (Norhast)"]),
        ("where were they sold and can i get it back", ["where were they sold", "can i get it back (sold)"]),
        (
            "what is marrant's novel called and when is it out",
            ["what is marrant's novel called", "when is it out (marrant novel)"],
        ),
        (
            "How many were laid off, and will they be taken back?",
            ["How many were laid off", "will they be taken back (laid off)"],
        ),
        (
            "Which party won and who leads it? (Tolm council)",
            ["Which party won (Tolm council)", "who leads it (Tolm council)"],
        ),
        (
            "What did Lavrov and Peskov each have to say about the talks?",
            ["What did Lavrov have to say about the talks", "What did Peskov have to say about the talks"],
        ),
        (
            "what did lavrov and the Bank of Tolm each say",
            ["what did lavrov say", "what did the Bank of Tolm say"],
        ),
        ("What did Lavrov and Peskov sign?", []),
        ("Why did Smith and Jones leave both parties?", []),
        ("What did Lavrov and Peskov say in each speech?", []),
    ],
)
def test_the_questions_in_a_question(question: str, parts: list[str]) -> None:
    assert questions_in(question) == parts


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Marco Rubio say about mediation?", "Rubio"),
        ("And what has Dr. Petrova warned of?", "Petrova"),
        ("What does the Kremlin claim?", "Kremlin"),
        ("What did the mayor say?", None),
        ("What did Olsen's lawyer say?", None),
        ("What did Orrin and Tolm say?", None),
        ("Who said that the bridge might fall?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str | None) -> None:
    assert speaker_asked(question) == speaker


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Yuri Ushakov?", "Yuri Ushakov"),
        ("who's Dr. Anya Petrova", "Anya Petrova"),
        ("What is Olsen's job?", "Olsen"),
        ("Which post does Marta Olsen hold?", "Marta Olsen"),
        ("What does Marta Olsen do?", "Marta Olsen"),
        ("What is his job? (Yuri Ushakov December talks)", "Yuri Ushakov"),
        ("What is her role? (talks)", None),
        ("Who is the mayor of Tolm?", None),
        ("Who was hurt in Tolm?", None),
        ("What did Olsen do in Tolm?", None),
        ("Who is Olsen's lawyer?", None),
    ],
)
def test_of_whom_it_is_asked_who_that_is(question: str, name: str | None) -> None:
    assert identity_asked(question) == name


@pytest.mark.parametrize(
    ("name", "sentence", "said"),
    [
        ("Marta Olsen", "Marta Olsen is the mayor of Tolm.", True),
        ("Marta Olsen", "Marta Olsen, who heads the council, was there.", True),
        ("Marta Olsen", "Marta Olsen, the harbour's director, was there.", True),
        ("Olsen", "Mrs. Olsen is a lawyer.", True),
        ("Marta Olsen", "Karl Olsen is the mayor of Tolm.", False),
        ("Marta Olsen", "Ms. Olsen is the mayor of Tolm.", False),  # maybe another one: nothing here names her whole
        ("Marta Olsen", "Marta Olsen was hurt in Tolm.", False),
        ("Marta Olsen", "Marta Olsen said that she is the mayor.", False),
    ],
)
def test_who_somebody_is_is_told_of_nobody_else(name: str, sentence: str, said: bool) -> None:
    assert identifies(name, quoted(sentence)) is said


def test_who_somebody_is_comes_before_what_they_said(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    told = assistant.ask("Who is Yuri Ushakov?")
    follow_up = assistant.ask("What is his job?", history=[("Who said so?", "Yuri Ushakov said so.")])
    assistant.close()
    adviser = "Mr. Ushakov is a senior adviser to President Vladimir Putin."
    assert [one.text for one in told.sentences] == [one.text for one in follow_up.sentences] == [adviser]


def test_nobody_elses_words_are_given_for_a_speakers() -> None:
    texts = {
        "Marta Olsen said the dam would hold.": True,
        "Others feared for Tolm.": False,
        "She called it safe.": True,
        "“It was built to last.”": True,
        "“It will break,” Karl Lind said.": False,
        "He left it at that.": False,
        "Olsen wants it to be rebuilt.": True,
        "Olsen resigned.": False,
        "Polls give Olsen a lead.": False,
        "Olsen rejected the plan.": True,
        "The opposition of Tolm cheered Olsen at Hopkins station.": False,
    }
    whole = " ".join(texts)
    spans = [Span(whole.index(text), whole.index(text) + len(text)) for text in texts]
    passage = replace(quoted(whole).hit, sentences=tuple(spans))
    sentences = [replace(quoted(text), hit=passage, span=span) for text, span in zip(texts, spans, strict=True)]
    assert {one.text: may_speak("Olsen", one) for one in sentences} == texts
    assert not any(may_speak("Marlow", one) for one in sentences)


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Rubio said that mediation may end.", True),
        ("The mediation may end, Secretary of State Marco Rubio said on Friday.", True),
        ("Mediation has failed, according to Mr. Rubio.", True),
        ("“Mediation has failed,” said Marco Rubio.", True),
        ("Rubio has also warned that mediation may end.", True),
        ("Critics of Rubio said that the mediation was a failure.", False),
        ("Rubio's spokesman said mediation would go on for now.", False),
        ("Rubio has not said anything about mediation.", False),
        ("Rubio declined to say whether mediation would go on.", False),
        ("Lavrov told Rubio that mediation was welcome.", False),
        ("Mediation would go on, said Rubio's spokesman.", False),
    ],
)
def test_who_says_it(sentence: str, stated: bool) -> None:
    one = quoted(sentence)
    covering = replace(one, features=np.ones(len(FEATURES)))
    assert states("Rubio", covering) is stated
    assert not states("Rubio", one)  # it has none of the question's words


def test_a_statement_on_all_that_is_asked_is_an_answer(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    answer = assistant.ask("What did Rubio say about mediation?")
    assert answer.status == "answered"
    assert "may give up trying to mediate" in answer.sentences[0].text
    assert answer.confidence == STATED
    # Of another topic, and by another person, nothing of the kind is there.
    for question in ("What did Rubio say about fishing quotas?", "What did Antony Blinken say about mediation?"):
        assert assistant.ask(question).status == "abstained"
    assistant.close()


def test_an_account_tells_what_was_done_and_each_thing_once(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    told = [sentence.text for sentence in assistant.ask("What happened in Kharkiv?").sentences]
    assert sum("98 people" in text for text in told) == 1  # two outlets report it in other words
    assert not [text for text in told if "second-largest city" in text]
    described = [sentence.text for sentence in assistant.ask("Describe Kharkiv.").sentences]
    assert [text for text in described if "second-largest city" in text]
    assistant.close()


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("Tolm is the oldest town of the coast.", False),
        ("Tolm is a town located near one hundred lakes.", False),
        ("The old mill lies in the north of Tolm.", False),
        ("The bridge is a ruin after a lorry hit it.", True),
        ("The strike is the deadliest of the war, killing 98 people.", True),
        ("Ten children are among the dead.", True),
        ("Orrin is the third town hit this week.", True),
        ("It is one of the worst floods and swept away a bridge.", True),
        ("Two people are in hospital.", True),
        ("Tolm and Orrin are now holding talks.", True),
        ("A lorry hit the bridge.", True),
    ],
)
def test_what_was_done_is_told_from_how_things_are(sentence: str, event: bool) -> None:
    told = events([quoted("A dam broke."), quoted(sentence)])
    assert [one.text for one in told] == ["A dam broke.", *([sentence] if event else [])]
    assert [one.text for one in events([quoted(sentence)])] == [sentence]


REPORTS = {
    "2025-05-04": "The dam above Tolm broke on Sunday night. The flood reached the lower town within an hour.",
    "2025-05-06": "The flood at the Tolm dam has destroyed 41 houses, the county said. Schools in Tolm stay closed.",
    "2025-05-19": "Engineers found that the Tolm dam broke because a drain was blocked. It will be rebuilt.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("tolm")
    for number, (day, text) in enumerate(REPORTS.items()):
        head = f"---\ntitle: Tolm dam, report {number}\npublished_at: {day}\noutlet: Outlet {number}\n---\n"
        (folder / f"{number}.md").write_text(head + text, encoding="utf-8")
    library, encoder = Library(folder / "library", create=True), SentenceTransformerEncoder()
    ingest(sorted(folder.glob("*.md")), library, encoder)
    assistant = Assistant(library, encoder)
    yield assistant
    assistant.close()


def test_an_account_goes_by_date(assistant: Assistant) -> None:
    answer = assistant.ask("What happened at the Tolm dam?")
    days = [answer.citations[sentence.citations[0] - 1].published_at for sentence in answer.sentences]
    assert answer.form == "account"
    assert len(set(days)) > 1
    assert days == sorted(days, key=str)


@pytest.mark.parametrize(
    ("question", "newest_first"),
    [
        ("What happened most recently at the Tolm dam?", True),
        ("What is the latest news?", True),
        ("What's new?", True),
        ("What happened in May?", False),
        ("Summarise the news.", False),
    ],
)
def test_the_latest_is_told_newest_first(assistant: Assistant, question: str, newest_first: bool) -> None:
    answer = assistant.ask(question, as_of="2025-06-01")
    days = [answer.citations[sentence.citations[0] - 1].published_at for sentence in answer.sentences]
    assert len(set(days)) > 1
    assert days == sorted(days, key=str, reverse=newest_first)
    assert [number for sentence in answer.sentences for number in sentence.citations] == list(range(1, len(days) + 1))


def test_what_was_asked_for_is_marked(assistant: Assistant) -> None:
    answer = assistant.ask("How many houses did the flood at the Tolm dam destroy?")
    first = answer.sentences[0]
    assert first.marked is not None
    assert first.text[slice(*first.marked)].startswith("41")


def test_the_news_of_a_time_is_how_its_articles_begin(assistant: Assistant) -> None:
    told = [sentence.text for sentence in assistant.ask("What happened in May?", as_of="2025-06-01").sentences]
    assert told == [text.partition(". ")[0] + "." for text in REPORTS.values()]
    week = assistant.ask("What happened this week?", as_of="2025-05-07")
    assert [one.published_at for one in week.citations] == ["2025-05-04", "2025-05-06"]
    assert week.form == "account"
    assert assistant.ask("What happened last week?", as_of="2024-05-07").status == "abstained"
    assert assistant.ask("What happened on 6 May 2025?", as_of="2025-05-04").citations == ()
    until = assistant.ask("What happened in May?", as_of="2025-05-05")
    assert [one.published_at for one in until.citations] == ["2025-05-04"]
    only = assistant.ask("What is the latest news?", where=Filter(outlets=("Outlet 1",)))
    assert [one.outlet for one in only.citations] == ["Outlet 1"]


@pytest.mark.parametrize(
    ("question", "news"),
    [
        ("What happened last week?", True),
        ("What's the latest news?", True),
        ("Summarise the news, please.", True),
        ("Give me an overview of the main events this week", True),
        ("What is going on in the world?", True),
        ("What happened in Tolm last week?", False),
        ("What happened in the US last week?", False),
        ("What happened there?", False),
        ("What is the summary of the article?", False),
        ("What is the time?", False),
        ("Who is new?", False),
        ("What did the mayor report this week?", False),
    ],
)
def test_which_questions_ask_for_the_news(question: str, news: bool) -> None:
    words = asked_time(question, date(2025, 5, 7), lambda _: []).words
    assert asks_for_news(question, words) == news


def test_yes_is_said_with_the_sentence_that_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Do schools in Tolm stay closed?")
    assert answer.verdict == "yes"
    assert answer.text.startswith("Yes. Schools in Tolm stay closed. [1]")
    assert all(one.text.startswith("Yes. ") for one in assistant.stream("Do schools in Tolm stay closed?"))
    assert not assistant.ask("Which schools stay closed in Tolm?").verdict


def test_what_can_be_answered_is_and_the_rest_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("How many houses did the flood destroy at Tolm and who won the chess final in Orrin?")
    assert answer.status == "answered"
    assert any("41 houses" in sentence.text for sentence in answer.sentences)
    assert answer.missing == ("who won the chess final in Orrin",)
    whole = assistant.ask("How many houses did the flood destroy at Tolm and why did the dam at Tolm break?")
    assert whole.missing == ()
    assert any("a drain was blocked" in sentence.text for sentence in whole.sentences)


def test_a_stricter_level_answers_no_more(assistant: Assistant) -> None:
    levels = list(assistant.levels)
    assert levels == ["strict", "balanced", "eager"]
    for question in ("Why did the Tolm dam break?", "Who owns the Tolm dam?", "What is the capital of Mongolia?"):
        told = [assistant.ask(question, refusal=level).status == "answered" for level in assistant.levels]
        assert told == sorted(told)
    assert [level.below for level in assistant.levels.values()] == sorted(
        (level.below for level in assistant.levels.values()), reverse=True
    )
    with pytest.raises(ValueError, match="'bold' is none of strict, balanced, eager, and no number"):
        assistant.ask("Why did the Tolm dam break?", refusal="bold")  # type: ignore[arg-type]


def test_an_answer_is_made_from_so_many_passages(assistant: Assistant) -> None:
    assert len(assistant.ask("What happened in May?", as_of="2025-06-01", passages=2).citations) == 2
    whole = assistant.ask("What happened at the Tolm dam?")
    (best,) = {one.article_id for one in assistant.ask("What happened at the Tolm dam?", passages=1).citations}
    assert {one.article_id for one in whole.citations} > {best}
    with pytest.raises(ValueError, match="passages is 0; an answer is made from one or more"):
        assistant.ask("What happened at the Tolm dam?", passages=0)


def test_a_refusal_says_what_the_nearest_articles_do_report(assistant: Assistant) -> None:
    answer = assistant.ask("Why did the Tolm dam break?", refusal=1.0)
    assert answer.status == "abstained"
    assert answer.citations == ()
    assert any("because a drain was blocked" in one.quote for one in answer.nearest)


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        ("How many were killed?", "One person was killed and 98 people were injured there.", "One person"),
        ("How many were injured?", "One person was killed and 98 people were injured there.", "98 people"),
        ("How much aid was promised?", "The U.S. has promised more than $75 billion in aid.", "more than $75 billion"),
        ("How long did it last?", "The meeting lasted nearly five hours.", "nearly five hours"),
        ("Who will chair the panel?", "Anna Marlow will chair the panel, Tolm's mayor said.", None),
        ("Why did it fail?", "It failed on May 3.", None),
    ],
)
def test_a_mark_covers_the_whole_figure_and_no_name(question: str, sentence: str, marked: str | None) -> None:
    span = answer_span(Question.parse(question), quoted(sentence))
    assert (sentence[slice(*span)] if span else None) == marked
