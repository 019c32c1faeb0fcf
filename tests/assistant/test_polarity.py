"""Which sentences tell the opposite of what is asked, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from assistant.library.words import analyse
from assistant.support.opposites import opposed_to, opposites
from assistant.support.polarity import contrary
from ingest import ingest


@pytest.mark.parametrize(
    ("question", "sentence", "opposite"),
    [
        ("Who did not sign the accord?", "Poland signed the accord.", True),
        ("Which state didn't sign the accord?", "Poland signed the accord.", True),
        ("Who never signed the accord?", "Poland has never signed it.", False),
        ("Who did not sign the accord?", "Poland refused to sign it.", False),
        ("Who signed the accord?", "Poland did not sign the accord.", False),  # another part may be what is denied
        ("Who crossed the border without a passport?", "Olsen crossed the border.", False),
        ("Which day was the bridge opened?", "The bridge was closed on Monday.", True),
        ("Which day was the bridge opened?", "The bridge, closed since May, was opened on Monday.", False),
        ("Which plans were approved?", "The council disapproved of two plans.", True),
        ("By how much did shares rise?", "Shares fell by 4 percent.", True),
        ("Who was informed?", "A form was sent to Olsen.", False),
        ("Which day was the bridge opened or closed?", "The bridge was closed on Monday.", False),
        ("Who bought the ferry?", "The ferry was sold to Olsen.", False),
    ],
)
def test_what_tells_the_opposite(question: str, sentence: str, opposite: bool) -> None:
    assert contrary(frozenset(analyse(question)), frozenset(analyse(sentence))) is opposite


def test_opposites_are_opposed_both_ways() -> None:
    told = {stem for word in opposites() for stem in analyse(word)}
    assert all(stem in opposed_to(other) for stem in told for other in opposed_to(stem) & told)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Which countries signed the Orrin accord?", True),
        ("Which countries did not sign the Orrin accord?", False),
        ("On which day was the bridge at Tolm closed?", False),
        ("On which day was the bridge at Tolm opened?", True),
        ("On which day was the bridge at Tolm opened, although it was not finished?", True),
    ],
)
def test_what_tells_the_opposite_is_no_answer(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str, answered: bool
) -> None:
    (tmp_path / "accord.txt").write_text(
        "Orrin accord\n\nPoland and Denmark signed the Orrin accord in May.\n\n"
        "The bridge at Tolm was opened on 14 May, the harbour office said.\n",
        encoding="utf-8",
    )
    library, encoder = Library(tmp_path / "library", create=True), bundled
    ingest([tmp_path / "accord.txt"], library, encoder)
    assistant = Assistant(library, encoder)
    assert (assistant.ask(question).status == "answered") is answered
    assistant.close()
