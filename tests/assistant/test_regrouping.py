"""Stories in the catalogue as articles come, change and go: the same as if all were compared with all at once."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library import stories
from assistant.library.catalogue import Catalogue
from assistant.library.records import NewArticle
from tests.assistant.libraries import article
from tests.assistant.test_stories import VOCABULARY, WIRE, drawn

VECTORS = np.eye(1, 4, dtype=np.float32)
# Stretches of one text, of which only neighbours are alike, two copies of each; and texts of their own.
TEXTS = [" ".join(WIRE[start:][:500]) for start in range(0, 400, 50) for _ in range(2)]
TEXTS += [" ".join(drawn(random.Random(number), 120)) for number in range(3)]


def new(name: str, text: str) -> NewArticle:
    return article(f"/news/{name}.txt", VECTORS, text, title=name)


def put(catalogue: Catalogue, articles: Iterable[NewArticle]) -> None:
    """A window of articles, as the library adds it: without those that are there."""
    window = list(articles)
    live = catalogue.live_versions([one.article_id for one in window])
    window = [one for one in window if live.get(one.article_id) != one.version]
    catalogue.begin(window, "2025-05-01T00:00:00+00:00")
    catalogue.flip(window)
    catalogue.finish()


def told(catalogue: Catalogue) -> dict[str, str]:
    return {one.article_id: one.story for one in catalogue.articles()}


def compared_at_once(catalogue: Catalogue) -> dict[str, str]:
    return stories.group({one.article_id: stories.signature(one.text, one.title) for one in catalogue.articles()})


NAMES = st.sampled_from("abcdefghij")
WINDOWS = st.dictionaries(NAMES, st.sampled_from(range(len(TEXTS))), min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(WINDOWS, NAMES), max_size=12))
def test_stories_follow_from_the_articles_alone_whatever_came_before(
    steps: list[dict[str, int] | str],
) -> None:
    catalogue = Catalogue(Path(":memory:"))
    for step in steps:
        if isinstance(step, str):
            catalogue.remove([new(step, "").source])
            catalogue.finish()
        else:
            put(catalogue, [new(name, TEXTS[number]) for name, number in step.items()])
        assert told(catalogue) == compared_at_once(catalogue)
    catalogue.close()


def test_a_version_that_comes_back_belongs_to_its_story_again() -> None:
    catalogue = Catalogue(Path(":memory:"))
    for text in (TEXTS[0], TEXTS[-1], TEXTS[0]):
        put(catalogue, [new("b", TEXTS[0])])
        put(catalogue, [new("a", text)])
        assert told(catalogue) == compared_at_once(catalogue)
        assert len(set(told(catalogue).values())) == (1 if text == TEXTS[0] else 2)
    catalogue.close()


def near_copies(count: int) -> list[NewArticle]:
    """A wire report of which every copy has some other words."""
    words = random.Random(count)
    copies = []
    for number in range(count):
        text = list(WIRE[:400])
        for place in words.sample(range(400), 4):
            text[place] = words.choice(VOCABULARY)
        copies.append(new(f"copy-{number}", " ".join(text)))
    return copies


def steps_for(count: int) -> int:
    """The steps of SQLite's machine, in thousands, that it takes to add so many near copies and to remove some."""
    catalogue = Catalogue(Path(":memory:"))
    articles = near_copies(count)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    catalogue._db.set_progress_handler(step, 1000)
    for first in range(0, count, 16):
        put(catalogue, articles[first : first + 16])
    assert len(set(told(catalogue).values())) == 1
    catalogue.close()
    return steps


def test_many_copies_of_one_report_cost_little_more_each_than_a_few() -> None:
    assert steps_for(320) < 3 * steps_for(160)


@pytest.mark.parametrize("same", [True, False])
def test_what_a_removed_copy_held_together_is_told_apart(same: bool) -> None:
    catalogue = Catalogue(Path(":memory:"))
    texts = {"a": TEXTS[0], "b": TEXTS[4], "c": TEXTS[4 if same else 8]}
    put(catalogue, [new(name, text) for name, text in texts.items()])
    assert len(set(told(catalogue).values())) == 1
    catalogue.remove([new("b", "").source])
    catalogue.finish()
    assert len(set(told(catalogue).values())) == (1 if same else 2)
    put(catalogue, [new("d", TEXTS[4])])
    assert len(set(told(catalogue).values())) == 1
    catalogue.close()
