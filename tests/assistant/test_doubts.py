"""A claim is told with the sentence that denies or doubts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest

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


def test_one_in_the_next_passage_is_told_too(sample_library: Path) -> None:
    assistant = Assistant.open(sample_library)
    question = "Pokrovsk: taken or not?"
    told, (hit, *_) = assistant.ask(question), assistant.retrieve(question)
    assistant.close()
    claim = "Russia says that its forces have taken the city of Pokrovsk."
    assert hit.text.endswith(claim)
    assert [one.text for one in told.sentences] == [claim, "Ukrainian officials dispute the Russian claim."]
