"""Disagreements, from articles in a library to the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answer import Citation, Disagreement, Side
from assistant.answering.disagreement import counts_others
from assistant.answering.question import Question
from assistant.embedding import Encoder, SentenceTransformerEncoder
from assistant.library import Library, SourceState
from ingest.articles import make_articles
from ingest.document import Document
from tests.fakes import HashEncoder

COPY = (
    "A night train left the rails near Aurelle early on Tuesday after hitting a fallen tree. There were {} passengers"
    " on the Aurelle night train, the railway said. Firefighters worked until dawn to free travellers from two sleeping"
    " cars that had tipped over beside a field. The line will stay shut for several days, and buses are taking"
    " travellers around the site.\n"
)
QUESTION = "How many passengers were on the Aurelle night train?"


def asked(folder: Path, question: str, *articles: tuple[str, str], encoder: Encoder | None = None) -> Answer:
    """The answer from articles given by date and text."""
    library, encoder = Library(folder / "library", create=True), encoder or HashEncoder()
    rows = [
        (f"{n}.txt", SourceState(0, n, str(n), "test"), Document(text, f"Report {n}", None, f"Outlet {n}", day, None))
        for n, (day, text) in enumerate(articles, 1)
    ]
    with library.writing():
        library.remember_embedding(encoder.name, encoder.dimension)
        library.add(make_articles(rows, encoder))
    assistant = Assistant(library, encoder)
    try:
        answer = assistant.ask(question, refusal=0.0)
    finally:
        assistant.close()
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    return answer


def sides(answer: Answer) -> list[tuple[str, str | None, int, int, str]]:
    """Each side's value, its citation's outlet, outlets, origins and mark."""
    (one,) = answer.disagreements
    return [
        (side.value, answer.citations[side.citation - 1].outlet, side.outlets, side.origins, side.mark)
        for side in one.sides
    ]


def test_copies_that_differ_in_the_answer_are_two_sides_of_one_origin_each(tmp_path: Path) -> None:
    texts = [("2025-04-08", COPY.format(count)) for count in (212, 212, 122)]
    answer = asked(tmp_path, QUESTION, *texts)
    assert {(value, outlets, origins) for value, _, outlets, origins, _ in sides(answer)} == {
        ("212 passengers", 2, 1),
        ("122 passengers", 1, 1),
    }
    for citation in answer.citations:
        assert citation.quote.startswith("There were")


def test_copies_that_only_differ_elsewhere_do_not_disagree(tmp_path: Path) -> None:
    answer = asked(
        tmp_path, QUESTION, ("2025-04-08", COPY.format(212)), ("2025-04-09", COPY.format(212) + "More follows soon.")
    )
    assert "212" in answer.text
    assert answer.disagreements == ()


def test_outlets_are_counted_with_copies_and_origins_without_and_the_newest_is_first(tmp_path: Path) -> None:
    other = "The bridge in Orrin cost 63 million crowns, its engineers said. It opened to carts and walkers in autumn."
    wire = "The bridge in Orrin cost 48 million crowns, the council of the town said. " + " ".join(
        f"Arch {number} was built by masons from valley {number}." for number in range(9)
    )
    answer = asked(
        tmp_path,
        "How much did the bridge in Orrin cost?",
        ("2025-04-01", wire),
        ("2025-04-02", wire),
        ("2025-04-03", other),
    )
    assert sides(answer)[0] == ("63 million crowns", "Outlet 3", 1, 1, "")
    assert sides(answer)[1][0::2] == ("48 million crowns", 2, "")
    assert sides(answer)[1][3] == 1
    assert not answer.disagreements[0].settled


@pytest.mark.parametrize(
    ("older", "newer", "mark"),
    [
        ("The landslide in Sirene killed 11 people.", "The landslide in Sirene killed 29 people.", "earlier"),
        (
            "The landslide in Sirene killed 29 people.",
            "The landslide in Sirene killed 11 people, officials said in a revised count.",
            "superseded",
        ),
        (
            "The landslide in Sirene killed 29 people.",
            "The landslide in Sirene killed 11 people. An earlier version of this article said 29 people had died.",
            "corrected",
        ),
    ],
)
def test_what_a_later_report_overtakes_is_marked(tmp_path: Path, older: str, newer: str, mark: str) -> None:
    answer = asked(
        tmp_path, "How many people were killed in the Sirene landslide?", ("2025-10-06", older), ("2025-10-08", newer)
    )
    assert [one[4] for one in sides(answer)] == ["", mark]
    assert answer.disagreements[0].settled


def test_a_lower_toll_without_a_word_is_a_disagreement(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "How many people were killed in the Sirene landslide?",
        ("2025-10-06", "The landslide in Sirene killed 29 people."),
        ("2025-10-08", "The landslide in Sirene killed 11 people."),
    )
    assert [one[4] for one in sides(answer)] == ["", ""]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people were arrested in Corran?",
            "Police arrested 14 people in Corran on Monday.",
            "Police arrested 27 people in Corran on Tuesday.",
        ),
        (
            "How many people were killed in the fire in Thornby?",
            "A fire in Thornby killed 3 people.",
            "A fire in Dellhaven killed 7 people.",
        ),
        (
            "How many people were killed in the fire in Thornby?",
            "A fire in Thornby killed 3 people and injured 20.",
            "A fire in Thornby injured 20 people.",
        ),
        (
            "Who won the Lissom regatta?",
            "The regatta of Lissom was won by Anna Pryce.",
            "The Lissom regatta: Pryce won.",
        ),
    ],
)
def test_other_days_events_and_things_are_no_disagreement(tmp_path: Path, question: str, one: str, other: str) -> None:
    answer = asked(tmp_path, question, ("2025-04-09", one), ("2025-04-09", other))
    assert answer.status == "answered"
    assert answer.disagreements == ()


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        (
            "Do you know what the price tag of the Torvald bridge will be?",
            "The new Torvald bridge will cost $48 million, the council said.",
            "Building the new Torvald bridge will cost $63 million, engineers estimate.",
            {"$48 million", "$63 million"},
        ),
        (
            "For how much time did the Dunmore unions and the port negotiate?",
            "The talks between the Dunmore unions and the port lasted four hours on Monday.",
            "After nine hours, the talks between the unions and the port in Dunmore broke up on Monday.",
            {"four hours", "nine hours"},
        ),
        (
            "Tell me at what hour the blast at the Renz plant occurred.",
            "The explosion at the Renz factory happened at 7:40 a.m. on Tuesday, police said.",
            "Neighbours said the explosion at the Renz factory happened at 9:15 a.m. on Tuesday.",
            {"7:40 a.m", "9:15 a.m"},
        ),
        (
            "How many years old is the pianist Lena Foss?",
            "Lena Foss, a 27-year-old pianist, won the Aldmoor prize on Thursday.",
            "The pianist Lena Foss, 31, took the Aldmoor prize on Thursday.",
            {"27", "31"},
        ),
        (
            "Which firm acquired the Silverlake hotel?",
            "The Silverlake hotel was bought by Norden Group on Tuesday.",
            "Castellan Holdings bought the Silverlake hotel on Tuesday.",
            {"Norden Group", "Castellan Holdings"},
        ),
    ],
)
def test_a_question_in_other_words_shows_both_sides(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str, one: str, other: str, values: set[str]
) -> None:
    answer = asked(tmp_path, question, ("2025-04-09", one), ("2025-04-09", other), encoder=bundled)
    assert {value for value, *_ in sides(answer)} == values


@pytest.mark.parametrize(
    ("question", "text", "counts"),
    [
        ("How many people died?", "A ferry ran aground, injuring 31 people.", True),
        ("How many people drowned?", "The ferry was carrying 412 passengers.", True),
        ("How many people died?", "Nobody was killed, and 31 people were injured.", False),
        ("How many people died?", "Two people died and 19 were injured.", False),
        ("What is the death toll?", "Rescuers have recovered 97 bodies.", False),
        ("How many were hurt?", "At least 47 people were injured.", False),
        ("How many people live in Tolm?", "Tolm has 4,000 inhabitants.", False),
        ("How many seats has the hall?", "The hall has 400 seats.", False),
        ("How many points did Olsen score despite his injury?", "Olsen scored 31 points.", False),
        ("How much is the bail of the detained mayor?", "The court set bail at $2 million.", False),
        ("How many died?", "The blast left 14 casualties.", False),
        ("How many people were killed?", "The storm claimed 12 victims.", False),
        ("How many homes were evacuated?", "Residents of 400 homes were told to leave.", False),
        ("What number of homes was evacuated?", "Two people were hurt, and 400 homes were left.", False),
        ("How many people were killed by the storm?", "It came with gusts of 130 kilometres an hour.", True),
        ("How many children died at Orrin?", "At least nine people were killed.", True),
        ("How many children died at Orrin?", "Four of the dead were pupils of one school.", False),
        ("How many lynxes escaped?", "The lynx had lost two kilograms.", True),
        ("How many lynxes escaped?", "Two of the four lynxes escaped after five hours.", False),
        ("How many marks did she pay?", "She paid 30 marks.", False),
        ("How many hours did it take?", "It took five hours.", False),
        ("How many police cars were burnt?", "Some 30 people burnt cars.", False),
        ("How many visitors came to the fair?", "Some 31,000 people came.", False),
        ("How many of the children died?", "At least nine people were killed.", True),
        ("How many tourists were stranded on Tolm?", "Some 31,000 people were moved from the coast.", True),
        ("How many children did she have?", "They had three daughters.", False),
    ],
)
def test_others_are_counted(question: str, text: str, counts: bool) -> None:
    assert counts_others(Question.parse(question), text) is counts


def test_a_figure_for_all_counts_those_whom_the_words_around_it_name() -> None:
    asked, text = Question.parse("How many children died?"), "At least nine were killed."
    assert counts_others(asked, text)
    assert not counts_others(asked, text, around="School bus falls into a river with 14 children on board")


def test_injured_passengers_are_no_side_of_how_many_were_aboard(
    tmp_path: Path, bundled: SentenceTransformerEncoder
) -> None:
    answer = asked(
        tmp_path,
        "How many people were aboard the ferry Santa Orla?",
        ("2026-03-10", "The ferry Santa Orla was carrying 412 people when it struck the reef."),
        (
            "2026-03-11",
            "An inquiry was opened into the grounding of the ferry Santa Orla, in which 38 people were hurt.",
        ),
        ("2026-03-11", "Doctors said that six of them, all of the ferry Santa Orla, were in a serious condition."),
        encoder=bundled,
    )
    assert answer.disagreements == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest death toll of the Dorrin valley earthquake?",
        "How many people died in the Dorrin valley earthquake?",
        "Did 64 people die in the Dorrin valley earthquake?",
    ],
)
def test_the_newest_toll_is_told_though_it_is_worded_in_another_way(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str
) -> None:
    answer = asked(
        tmp_path,
        question,
        ("2026-04-03", "The death toll from the earthquake in the Dorrin valley rose to 64 on Friday."),
        ("2026-04-04", "Rescuers have recovered 97 bodies in the Dorrin valley, two days after the earthquake."),
        encoder=bundled,
    )
    assert [(value, mark) for value, _, _, _, mark in sides(answer)] == [("97 bodies", ""), ("64", "earlier")]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How much is forgiven of loans?",
            "Borrowers get up to $10,000 of their loans forgiven.",
            "Borrowers owe $1.6 trillion of loans, to be forgiven.",
        ),
        (
            "How many documents did agents seize in Orrin?",
            "Agents seized 320 documents in Orrin.",
            "Three people were present as agents seized documents in Orrin.",
        ),
    ],
)
def test_what_cannot_be_of_one_thing_is_no_disagreement(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str, one: str, other: str
) -> None:
    answer = asked(tmp_path, question, ("2026-04-03", one), ("2026-04-03", other), encoder=bundled)
    assert answer.disagreements == ()


def test_times_of_day_are_sides_however_far_apart(tmp_path: Path, bundled: SentenceTransformerEncoder) -> None:
    answer = asked(
        tmp_path,
        "At what time did the fire in Orrin start?",
        ("2026-04-03", "The fire in Orrin started at 12:05 a.m., the fire brigade said."),
        ("2026-04-03", "The fire in Orrin started at noon, neighbours said."),
        encoder=bundled,
    )
    assert {value for value, *_ in sides(answer)} == {"12:05 a.m", "noon"}


def test_the_day_on_which_it_was_said_is_no_side(tmp_path: Path, bundled: SentenceTransformerEncoder) -> None:
    answer = asked(
        tmp_path,
        "When does the hospital in Velm open?",
        ("2026-01-20", "The new hospital in Velm is to open in autumn 2028."),
        ("2026-01-20", "The new hospital in Velm will open with 220 beds, the mayor announced on Tuesday."),
        encoder=bundled,
    )
    assert answer.disagreements == ()


def test_a_correction_in_its_own_words_marks_what_was_wrong(
    tmp_path: Path, bundled: SentenceTransformerEncoder
) -> None:
    notice = (
        "Correction: An article published on January 20 about the new hospital in Velm said that it would cost 85"
        " million crowns. It will cost 58 million crowns."
    )
    answer = asked(
        tmp_path,
        "How much will the new hospital in Velm cost?",
        ("2026-01-20", "The new hospital in Velm will cost 85 million crowns, the mayor announced on Tuesday."),
        ("2026-01-22", notice),
        encoder=bundled,
    )
    assert not any(one.text.startswith("Correction") for one in answer.sentences)
    assert [(value, mark) for value, _, _, _, mark in sides(answer)] == [
        ("58 million crowns", ""),
        ("85 million crowns", "corrected"),
    ]


def test_answers_stored_before_there_were_sides_are_read() -> None:
    cited = tuple(Citation(n, "a", "v", "s", "t", None, None, 0, 1, "q") for n in (1, 2))
    stored = Answer("q", "q", "answered", "t", citations=cited).to_dict()
    stored["disagreements"] = [{"citations": [1, 2], "figures": ["5 hours", "3 hours"]}]
    (read,) = Answer.from_dict(stored).disagreements
    assert read == Disagreement("number", (Side("5 hours", 1), Side("3 hours", 2)))
    assert not read.settled


def test_two_sundays_are_no_two_sides(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "When was the ferry race of Orrin held?",
        ("2025-04-02", "The ferry race of Orrin was held on Sunday.\n"),
        ("2025-04-21", "The ferry race of Orrin was held on Sunday, the harbour office said.\n"),
    )
    assert answer.disagreements == ()
