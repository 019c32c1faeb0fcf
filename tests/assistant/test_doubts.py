"""A claim is told with the sentence that denies or doubts it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant, Span
from assistant.answering.doubts import with_doubts
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest
from tests.assistant.quoted import quoted

CLAIM = "Rebels said on Monday that they had taken the Tolm airport."


def answer(folder: Path, bundled: SentenceTransformerEncoder, text: str, question: str) -> list[str]:
    """What is quoted in answer to a question put to one article."""
    (folder / "a.txt").write_text(f"Fighting at Tolm\n\n{text}\n", encoding="utf-8")
    library, encoder = Library(folder / "library", create=True), bundled
    ingest([folder / "a.txt"], library, encoder)
    assistant = Assistant(library, encoder)
    told = assistant.ask(question)
    assistant.close()
    for one in told.citations:
        assert one.quote in text
    return [one.text for one in told.sentences]


@pytest.mark.parametrize(
    ("after", "doubts"),
    [
        ("Government officials dispute the claim.", True),
        ("The army denied this.", True),
        ("The army denies it.", True),
        ("The claim could not be independently verified.", True),
        ("The Courier has not been able to verify the report.", True),
        ("Neither claim could be verified.", True),
        ("The army denied that the airport had fallen.", True),
        ("The Courier could not immediately verify the claim.", True),
        ("The army called the report false.", True),
        ("It was not possible to verify the claim.", True),
        ("He was not confirmed by the Tolm senate.", False),
        ("He was not able to confirm his place in the Tolm final.", False),
        ("The board of the airport rejected this proposal.", False),
        ("It was confirmed by three officials of the Tolm county.", False),
        ("The army denied them access to the town.", False),
        ("The court of Tolm dismissed the case.", False),
    ],
)
def test_a_claim_is_told_with_what_denies_it(
    tmp_path: Path, bundled: SentenceTransformerEncoder, after: str, doubts: bool
) -> None:
    told = answer(tmp_path, bundled, f"{CLAIM} {after}", "Who has taken the Tolm airport?")
    assert told[0] == CLAIM
    assert (after in told[1:]) is doubts


def test_a_confirmation_takes_nothing_back(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", create=True)
    for after, doubts in (("The claim has been confirmed by three officials.", False), ("The army denied it.", True)):
        spans = (Span(0, len(CLAIM)), Span(len(CLAIM) + 1, len(CLAIM) + 1 + len(after)))
        passage = replace(quoted(f"{CLAIM} {after}").hit, sentences=spans)
        claim = replace(quoted(CLAIM), hit=passage)
        assert [one.text for one in with_doubts([claim], library)] == [CLAIM, after][: 1 + doubts]


def test_what_denies_the_row_of_a_table_is_no_row(tmp_path: Path) -> None:
    head, row, after = "Party | Seats", "Harvest | 61", "The Civic Union denied this."
    text = f"{head}\n{row}\n{after}"
    spans = tuple(Span(text.index(one), text.index(one) + len(one)) for one in (head, row, after))
    passage = replace(quoted(text).hit, sentences=spans)
    told = replace(quoted(row), hit=passage, span=spans[1], head=(spans[0], head))
    found = with_doubts([told], Library(tmp_path / "library", create=True))
    assert [one.spoken for one in found] == ["Party: Harvest; Seats: 61.", after]


def test_one_in_the_next_passage_is_told_too(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    question = "Pokrovsk: taken or not?"
    told, (hit, *_) = assistant.ask(question), assistant.retrieve(question)
    assistant.close()
    claim = "Russia says that its forces have taken the city of Pokrovsk."
    assert hit.text.endswith(claim)
    assert [one.text for one in told.sentences] == [claim, "Ukrainian officials dispute the Russian claim."]
