"""Comparisons of runs small enough to work out by hand."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from assistant.errors import QuestionSetError
from evals.compare import LATENCY, Comparison, MeasureChange, compare, setup
from evals.estimates import Estimate
from evals.run import Row
from tests.evals.runs import make_row, make_run
from ui.commands.evaluation_views import comparison_view


def graded(name: str, points: float | None = 1.0, mrr: float | None = 1.0, **values: object) -> Row:
    right = None if points is None else float(points == 1)
    measures = {"mrr@10": mrr, "answer_points": points, "right_if_answered": right}
    return make_row(name, **({"measures": measures} | values))


def unanswerable(name: str, *, abstained: bool) -> Row:
    return make_row(
        name,
        kind="unanswerable",
        status="abstained" if abstained else "answered",
        gold=(),
        found=(),
        measures={
            "abstention_precision": 1.0 if abstained else None,
            "abstention_recall": float(abstained),
            "right_if_answered": None,
        },
    )


def measure(comparison: Comparison, name: str) -> MeasureChange:
    return next(one for one in comparison.measures if one.measure == name)


def shown(comparison: Comparison) -> str:
    out = io.StringIO()
    Console(file=out, width=120).print(comparison_view(comparison))
    return out.getvalue()


def test_differences_are_paired_and_worked_out_by_hand() -> None:
    before = make_run(graded("a", 0.0), graded("b", 0.5), graded("c", 1.0), graded("d", None))
    after = make_run(graded("a", 1.0), graded("b", 0.75), graded("c", 0.5), graded("d", 1.0))
    found = measure(compare(before, after), "answer_points")
    # a +1, b +0.25, c -0.5; d had no points before, and does not count.
    assert (found.before, found.after) == (0.5, 0.75)
    assert found.difference.mean == pytest.approx(0.25)
    assert (found.difference.n, found.moved) == (3, 3)
    # The worst and the best of the draws are three times c and three times a, and each is likelier than 2.5 %.
    assert (found.difference.low, found.difference.high) == (-0.5, 1)
    assert found.verdict == ""


def test_a_difference_has_a_verdict_when_zero_is_outside_and_enough_questions_moved() -> None:
    low, high = (make_run(*(graded(f"q{i}", value) for i in range(6))) for value in (0.25, 1.0))
    assert measure(compare(low, high), "answer_points").difference == Estimate(0.75, 0.75, 0.75, 6)
    assert measure(compare(low, high), "answer_points").verdict == "better"
    assert measure(compare(high, low), "answer_points").verdict == "worse"
    assert measure(compare(high, low), "aurc").verdict == "worse"
    assert measure(compare(high, low), "mrr@10").verdict == ""
    # Five of five may be chance (2 * 0.5 ** 5 = 0.06).
    few = measure(compare(replace(low, rows=low.rows[:5]), replace(high, rows=high.rows[:5])), "answer_points")
    assert few.verdict == ""


def test_a_slower_run_is_another_not_a_worse_one() -> None:
    quick, slow = (make_run(*(graded(f"q{i}", milliseconds=time) for i in range(6))) for time in (10.0, 20.0))
    found = compare(quick, slow)
    assert measure(found, LATENCY).difference.mean == 10
    assert measure(found, LATENCY).verdict == "changed"
    assert found.same


def test_abstention_precision_and_aurc_are_of_the_whole_run() -> None:
    silent = graded("a", 0.0, status="abstained", confidence=0.9)
    before = make_run(silent, graded("b", confidence=0.5), unanswerable("c", abstained=True))
    after = make_run(graded("a", confidence=0.9), graded("b", confidence=0.5), unanswerable("c", abstained=True))
    found = compare(before, after)
    # One of two abstentions was right, then one of one.
    assert (measure(found, "abstention_precision").before, measure(found, "abstention_precision").after) == (0.5, 1)
    assert measure(found, "abstention_precision").difference.mean == 0.5
    # b and c have one confidence. Risk 1, then (1 + 0 + 1) / 3 twice; and 0, then 1/3 twice.
    assert measure(found, "aurc").before == pytest.approx((1 + 2 * 2 / 3) / 3)
    assert measure(found, "aurc").after == pytest.approx((0 + 2 * 1 / 3) / 3)
    # Nobody abstains: there is no precision to compare.
    assert "abstention_precision" not in [one.measure for one in compare(after, make_run(graded("a"))).measures]


def test_the_first_measure_that_differs_decides_whether_a_question_got_better() -> None:
    before = make_run(
        graded("points", 1.0, mrr=0.5),
        graded("less", 1.0),
        graded("rank", 1.0, mrr=0.5),
        graded("words", 1.0),
        graded("still", 1.0),
        unanswerable("silent", abstained=False),
    )
    after = make_run(
        graded("points", 0.0, mrr=1.0, text="No."),
        graded("less", 0.5),
        graded("rank", 1.0, mrr=1.0),
        graded("words", 1.0, text="Said otherwise. [1]"),
        graded("still", 1.0),
        unanswerable("silent", abstained=True),
    )
    found = compare(before, after)
    assert [(one.id, one.measure, one.before, one.after) for one in found.better] == [
        ("silent", "abstention_recall", 0, 1),
        ("rank", "mrr@10", 0.5, 1),
    ]
    assert [one.id for one in found.worse] == ["points", "less"]
    assert (found.worse[0].before_text, found.worse[0].after_text) == ("It is points. [1]", "No.")
    assert found.reworded == ("words",)
    assert not found.same


def test_questions_that_are_not_the_same_are_counted_not_compared() -> None:
    before = make_run(graded("a"), graded("gone"), graded("asked", 0.0), graded("gold", 0.0))
    after = make_run(
        graded("a"),
        graded("new", 0.0),
        graded("asked", 1.0, question="What else?"),
        graded("gold", 1.0, gold=(("b.txt", "It was so."),)),
    )
    found = compare(before, after)
    assert (found.compared, found.same) == (1, True)
    assert (found.only_before, found.only_after, found.edited) == (("gone",), ("new",), ("asked", "gold"))
    with pytest.raises(QuestionSetError, match="have no question in common"):
        compare(before, make_run(graded("z")))


def test_what_the_runs_were_made_with_is_told_where_it_differs() -> None:
    before = make_run(graded("a"), library="here")
    newer = before.made_with | {"commit": "fff", "packages": {"torch": "2.14.0"}}
    judge = {"model": "judge.gguf", "prompt": "p1", "labels": "l1", "note": "agrees"}
    after = replace(before, library="there", made_with=newer, settings=before.settings | {"judge": judge})
    found = compare(before, after)
    assert found.setup == (
        ("judge", None, "judge.gguf, prompt p1, labels l1"),
        ("commit", "0123456789ab", "fff"),
        ("torch", "2.13.0", "2.14.0"),
    )
    assert setup(after)["library"] == "there"
    assert found.warnings == ()


def test_other_questions_or_another_library_are_warned_of() -> None:
    before = make_run(graded("a"))
    other_set = compare(before, replace(before, questions_fingerprint="x"))
    other_library = compare(before, replace(before, library_fingerprint="x"))
    assert [text.split(".")[0] for text in other_set.warnings] == ["The question sets differ"]
    assert [text.split(":")[0] for text in other_library.warnings] == ["The libraries differ"]


def test_a_comparison_prints_as_json() -> None:
    told = json.loads(json.dumps(compare(make_run(graded("a", 0.0)), make_run(graded("a"))).to_dict()))
    points = next(one for one in told["measures"] if one["measure"] == "answer_points")
    assert points["difference"] == {"mean": 1, "low": 1, "high": 1, "n": 1}
    assert (points["zero_outside"], points["moved"], points["verdict"]) == (False, 1, "")
    assert [one["id"] for one in told["better"]] == ["a"]
    assert told["same"] is False


def test_the_terminal_is_quiet_where_nothing_changed() -> None:
    run = make_run(graded("a"), graded("b", 0.0))
    assert shown(compare(run, run)) == "No difference: 2 questions, every answer and every measure the same.\n"


def test_the_terminal_shows_what_moved() -> None:
    before = make_run(*(graded(f"q{i}", 1.0) for i in range(7)), graded("gone"))
    after = make_run(*(graded(f"q{i}", 0.0, text="[red]No[/red]\x1b[2J") for i in range(7)), library_fingerprint="x")
    text = shown(compare(before, after))
    assert "The libraries differ" in text
    assert f"only in {before.id}: 1 (gone)" in text
    cells = [[cell.strip() for cell in line.split("│")] for line in text.splitlines() if line.startswith("│")]
    moved = ["answer points", "1.000", "0.000", "−1.000", "−1.000 to −1.000", "7", "7", "▼ worse"]
    assert moved in [line[1:-1] for line in cells]
    assert "the same: MRR@10, milliseconds" in text
    assert "q0: What of q0?  answer points 1.000 → 0.000" in text
    assert "after:  [red]No[/red]\\x1b[2J" in text
    assert "and 2 more" in text
