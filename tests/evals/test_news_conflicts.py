"""The project's own set of contradicting reports, and how well the product tells them from look-alikes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.embedding import SentenceTransformerEncoder
from evals.benchmarks.news_conflicts import REWORDED, news_conflicts, read_reports
from evals.benchmarks.result import Limits
from tests.evals.benchmark_runs import figures

# What was reached, less three questions (README, "Measured").
SHOWN, SHOWN_REWORDED, FALSE_ALARMS = 0.94, 0.84, 0.1


@pytest.mark.slow
def test_conflicts_are_shown_and_look_alikes_are_not(tmp_path: Path) -> None:
    # The library is kept in the tests' own cache: only the first run embeds it.
    result = news_conflicts(tmp_path, Limits(), SentenceTransformerEncoder(), lambda *_: None)
    reached = figures(result)
    assert (reached["conflict shown"] or 0) >= SHOWN
    assert (figures(result, REWORDED)["conflict shown"] or 0) >= SHOWN_REWORDED
    assert (1 if reached["false alarm"] is None else reached["false alarm"]) <= FALSE_ALARMS


def test_the_set_has_enough_of_both_and_states_what_it_expects() -> None:
    reports = read_reports()
    expected = Counter(one.expected for one in reports)
    assert expected["conflict"] >= 40
    assert expected["none"] + expected["update"] >= 40
    assert len({one.id for one in reports}) == len({one.question for one in reports}) == len(reports)
    for one in reports:
        assert len({one.question, *one.reworded}) == 3
        texts = [article.text for article in one.articles]
        assert all(article.published_at and article.outlet and article.title for article in one.articles)
        if one.expected == "none":
            assert one.values == ()
        else:
            places = [{place for place, text in enumerate(texts) if value in text} for value in one.values]
            assert len(one.values) > 1
            assert all(places), one.id
