"""The invented news that the reader learns from: its worlds hold together, and its pairs are what the product reads."""

from __future__ import annotations

import pytest

from evals import fit_questions
from evals.news_worlds import FITTED_ON, TRAINED_ON, NewsQuestion, World, read_worlds
from evals.question_set import Quote
from evals.training.news_pairs import OTHERS_ALONE, news_pairs

TOLM = World(
    "tolm",
    {
        "dam.md": "---\ntitle: Dam of Tolm breaks\ndate: 2025-05-04\n---\n\nThe dam above Tolm broke on Sunday night."
        " Nobody had looked at it for years. The flood reached the lower town within an hour.\n",
        "inquiry.md": "---\ntitle: Inquiry into Tolm dam\ndate: 2025-05-19\n---\n\nEngineers found that a blocked drain"
        " had made the dam burst. It will be rebuilt next year.\n",
    },
    (
        NewsQuestion(
            "how come the dam at tolm gave way",
            (Quote("inquiry.md", "Engineers found that a blocked drain had made the dam burst."),),
        ),
        NewsQuestion("Who owned the dam of Tolm?", ()),
    ),
)


def test_every_gold_sentence_of_the_worlds_is_in_its_article() -> None:
    worlds = list(read_worlds([*TRAINED_ON, *FITTED_ON]))
    assert not set(TRAINED_ON) & set(FITTED_ON)
    assert sum(len(world.questions) for world in worlds) > 3000
    for world in worlds:
        texts = {name: " ".join(text.split()) for name, text in world.articles.items()}
        for asked in world.questions:
            for quote in asked.gold:
                assert " ".join(quote.quote.split()) in texts[quote.source], (world.name, asked.question, quote)
        answerable = sum(bool(asked.gold) for asked in world.questions) / len(world.questions)
        assert 0.7 < answerable < 0.9, world.name


def test_a_questions_pairs_are_the_sentences_that_the_product_would_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_questions, "read_worlds", lambda names: [TOLM for name in names if name == "tolm"])
    pairs = list(news_pairs(["tolm"]))
    told = TOLM.questions[0].gold[0].quote
    by_label = {label: {pair.second for pair in pairs if pair.label == label} for label in (0, 1)}
    assert by_label[1] == {told, next(text for text in by_label[1] if "Inquiry into Tolm dam" in text)}
    assert all(pair.first == TOLM.questions[0].question for pair in pairs if pair.label)
    refused = [pair for pair in pairs if pair.first == TOLM.questions[1].question]
    assert not any(pair.label for pair in refused)
    assert 0 < len(refused) <= 2 * OTHERS_ALONE
    assert len({pair.group for pair in pairs}) == 2
