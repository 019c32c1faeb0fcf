"""A reader that was exported is a model again, the same but for what eight bits round."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.answering.reader import ANSWERS, CARD, SUPPORTS, Reader
from evals.training import pairs
from evals.training.export import logits_of
from evals.training.model import open_model, open_tokenizer, score
from evals.training.reopening import reopen

INCLUDED = Path(str(files("assistant.answering") / "trained"))
TEXTS = [
    f"On day {day} the {animal} {verb} in Tolm."
    for day in (3, 18)
    for animal in ("cow", "hen")
    for verb in ("slept", "sang")
]


def test_the_included_reader_can_be_trained_on() -> None:
    model = reopen(INCLUDED)
    for output, name in ((pairs.ANSWERS, ANSWERS), (pairs.SUPPORTS, SUPPORTS)):
        asked = ["When did the hen sing?", "Which animal slept on day 3?", "Who sang in Tolm?"]
        mine = [pairs.Pair(first, second, 0, output, "", "") for first in asked for second in TEXTS]
        reader = Reader.load(INCLUDED)
        card = json.loads((INCLUDED / CARD).read_text(encoding="utf-8"))["outputs"][name]
        found = np.asarray(score(model, open_tokenizer(), mine)) * card["scale"] + card["shift"]
        exported = logits_of(reader, mine)
        assert np.corrcoef(found, exported)[0, 1] > 0.99
        assert np.abs(found - exported).mean() < 0.25
    words = model.base_model.embeddings.word_embeddings.weight
    assert bool((words == open_model().base_model.embeddings.word_embeddings.weight).all())
