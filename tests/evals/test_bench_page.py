"""The waits for the page, measured in a real browser: that every figure is there, not what it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from evals import bench_page
from evals.bench_articles import OUTLETS
from evals.bench_page import made_up, measure
from tests.ui.browser import chromium, served

QUESTIONS = [
    "How many people were injured in Kharkiv?",
    "What did Rubio say about mediation?",
    "Who won the 2022 World Cup?",
    "How long did the Kremlin meeting last?",
]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_every_wait_is_measured_in_the_page(own_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chromium()
    for name, few in (("PEOPLE", 2), ("QUESTIONS", 2), ("TURNS", 2), ("UNTIMED", 1)):
        monkeypatch.setattr(bench_page, name, few)
    with served(own_library) as url:
        waits = asyncio.run(measure(url, QUESTIONS))
    assert {name: len(found.took) for name, found in waits.items()} == {
        "page ready, a new browser": 2,
        "page ready, the same browser again": 2,
        "Enter to the first sentence": 2,
        "Enter to the whole answer": 2,
        "the first, turns 2 to 2 of a conversation": 1,
        "the whole, turns 2 to 2 of a conversation": 1,
        "the first, 2 people at once": 2,
        "the whole, 2 people at once": 2,
    }
    assert not any(found.errors for found in waits.values())
    first, whole = (waits[f"Enter to the {part}"].took for part in ("first sentence", "whole answer"))
    assert all(0 < one <= other for one, other in zip(first, whole, strict=True))


def test_the_made_up_articles_are_asked_about() -> None:
    texts, questions = made_up()
    assert len(texts) == bench_page.ARTICLES
    assert len({text.outlet for text in texts}) == OUTLETS
    needed = bench_page.UNTIMED + bench_page.QUESTIONS + bench_page.PEOPLE
    assert len(questions) >= needed
    deed = questions[0].removeprefix("Who ").removesuffix("?")
    assert deed in texts[0].text
