"""How legs become scores: by hand, and as properties."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates import Period
from assistant.fusion import WEIGHED, date_effect, fuse, recency_effect, weigh
from assistant.library.records import Origin
from assistant.query import Query

DAY = date(2025, 4, 18).toordinal()
HALF = replace(WEIGHED, dense=0.5, outlet=0.1, date=0.2, days=10.0, parts=1.0, second=0.1)


def test_a_score_is_the_weighted_mean_of_cosine_and_share_of_the_best_bm25() -> None:
    fused = fuse([("a", 0.8), ("b", 0.6)], [("b", 20.0), ("c", 5.0)], HALF)
    # a is taken to be like the words' last (5/20), c like the nearest's last (0.6).
    assert fused == pytest.approx({"a": 0.4 + 0.125, "b": 0.3 + 0.5, "c": 0.3 + 0.125})


def test_a_leg_that_finds_nothing_leaves_the_order_to_the_other() -> None:
    assert list(fuse([("b", 0.9), ("a", 0.1)], [], HALF)) == ["b", "a"]
    assert fuse([], [("a", 3.0)], HALF) == pytest.approx({"a": 0.5})
    assert fuse([], [], HALF) == {}


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 1)), unique_by=lambda row: row[0]),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0.1, 50)), unique_by=lambda row: row[0]),
)
def test_what_is_better_in_both_legs_is_never_behind(
    dense: list[tuple[str, float]], words: list[tuple[str, float]]
) -> None:
    dense.sort(key=lambda row: -row[1])
    words.sort(key=lambda row: -row[1])
    fused, cosines, scores = fuse(dense, words), dict(dense), dict(words)
    assert set(fused) == set(cosines) | set(scores)
    for one in fused:
        for other in fused:
            if cosines.get(one, -1) >= cosines.get(other, -1) and scores.get(one, -1) >= scores.get(other, -1):
                assert fused[one] >= fused[other] - 1e-9


ARTICLES = count()


def origin(outlet: str | None = None, published_at: str | None = None, article: str | None = None) -> Origin:
    return Origin(article or f"article {next(ARTICLES)}", "story", outlet, published_at)


def test_an_articles_second_passage_adds_to_each_of_its_passages() -> None:
    query = Query("q", frozenset(), ())
    origins = {"a": origin(article="one"), "b": origin(article="one"), "c": origin(article="one"), "d": origin()}
    scores = weigh(
        [query], [{"a": 0.7, "b": 0.5, "c": 0.4, "d": 0.72, "e": 0.2}], origins | {"e": origin()}, None, HALF
    )
    # The second best has 0.5, the last of all 0.2: a tenth of the difference.
    assert [scores[name].article for name in "abcde"] == pytest.approx([0.03, 0.03, 0.03, 0.0, 0.0])
    assert list(scores) == ["a", "d", "b", "c", "e"]


def test_named_outlets_and_times_add_to_a_score_and_are_told() -> None:
    query = Query("q", frozenset({"The Courier"}), (Period(DAY, DAY),))
    origins = {
        "a": origin("The Courier"),
        "b": origin("The Herald", "2025-04-18"),
        "c": origin("The Herald", "2025-04-28T08:00:00+00:00"),
    }
    scores = weigh([query], [{"a": 0.5, "b": 0.5, "c": 0.5, "gone": 0.9}], origins, None, HALF)
    assert list(scores) == ["b", "a", "c"]
    assert scores["a"][:4] == pytest.approx((0.5, 0.1, 0.0, 0.0))
    assert scores["b"][:4] == pytest.approx((0.5, 0.0, 0.2, 0.0))
    assert [score.total for score in scores.values()] == pytest.approx([0.7, 0.6, 0.5 + 0.2 / math.e])
    assert scores["c"].date == pytest.approx(0.2 / math.e)


def test_under_a_question_about_what_is_new_newer_articles_gain() -> None:
    old, new = (origin(published_at=date.fromordinal(day).isoformat()) for day in (DAY - 1000, DAY))
    origins = {"a": old, "b": new, "c": origin()}
    found = [dict.fromkeys("abc", 0.5)]
    recent = [Query("q", frozenset(), (), recent=True)]
    asked, dated = weigh(recent, found, origins, None), weigh(recent, found, origins, DAY, HALF)
    timeless = weigh([Query("q", frozenset(), ())], found, origins, None)
    assert list(asked) == ["b", "a", "c"]
    assert [asked[name].date for name in "bac"] == pytest.approx([WEIGHED.recent, WEIGHED.recent / math.e, 0.0])
    # A day that is given says more than the word, and a question about any time has no preference.
    assert dated["b"].date == pytest.approx(0.2)
    assert {score.date for score in timeless.values()} == {0.0}


def test_without_a_known_day_nothing_is_new() -> None:
    assert recency_effect(None, DAY) == recency_effect(DAY, None) == 0.0


def test_a_part_counts_as_much_as_the_whole_and_the_best_part_is_told() -> None:
    queries = [Query(text, frozenset(), ()) for text in ("whole", "one", "two")]
    origins = {name: origin() for name in "abc"}
    scores = weigh(queries, [{"a": 0.5, "b": 0.5}, {"a": 0.9, "c": 0.1}, {"b": 0.3}], origins, None, HALF)
    # What a list lacks is like its last: b in "one" 0.1, a and c in "two" 0.3, c in the whole 0.5.
    assert {name: (round(score.total, 3), score.part) for name, score in scores.items()} == {
        "a": (0.7, 1),
        "b": (0.4, 2),
        "c": (0.4, 2),
    }


@pytest.mark.parametrize(
    ("published", "periods", "as_of", "effect"),
    [
        (None, [Period(DAY, DAY)], DAY, 0.0),
        (DAY, [], None, 0.0),
        (DAY, [], DAY, 0.2),
        (DAY - 10, [], DAY, 0.2 / math.e),
        (DAY + 1, [], DAY, -0.2),
        (DAY - 30, [Period(DAY - 40, DAY - 20)], DAY, 0.2),
        (DAY - 10, [Period(DAY - 40, DAY - 20)], DAY, 0.2 / math.e),
    ],
)
def test_dates_near_and_before_the_day_gain(
    published: int | None, periods: list[Period], as_of: int | None, effect: float
) -> None:
    assert date_effect(published, periods, as_of, HALF) == pytest.approx(effect)
