"""The report of hand-made runs: whole, closed to the outside, the same every time."""

from __future__ import annotations

import json
import re
from collections import Counter

import matplotlib as mpl
import pytest
from lxml import html

from assistant.errors import DataError
from evals.compare import compare
from evals.estimates import Estimate
from evals.report import report_html
from evals.report.page import worst_rows
from evals.report.plots import change_plot
from evals.report.wording import interval, label, number
from evals.run import EvalRun
from tests.evals.runs import make_row, make_run

EVIL = "<script>alert(1)</script> {{ 7 * 7 }} </details> \"x\" onload='y'"


def example(name: str, points: float, **values: object) -> EvalRun:
    """Seven questions, the last without an answer in the articles."""
    rows = [
        make_row(
            f"q{i}",
            kind=("single", "multi")[i % 2],
            confidence=0.1 * i,
            found=(0.0,) * i + (1.0,) * (10 - i),
            measures={"recall@5": 1.0, "answer_points": points, "citation_recall": 0.5, "right_if_answered": points},
            milliseconds=20.0 + i,
        )
        for i in range(6)
    ]
    impossible = make_row(
        "none",
        kind="unanswerable",
        question=EVIL,
        text=EVIL,
        note=f"Of the desk: {EVIL}",
        gold=(),
        found=(),
        cited=(("https://example.org/<b>", EVIL),),
        measures={"abstention_recall": 0.0, "right_if_answered": None},
    )
    return make_run(*rows, impossible, id=name, **values)


@pytest.fixture(scope="module")
def runs() -> list[EvalRun]:
    notes = (f"A note: {EVIL}",)
    return [
        example("first", 0.0, settings={"embedding_model": "old-model", "writer": "quoting"}),
        example("second", 1.0, notes=notes, latency={"p50_ms": 23.0, "p95_ms": 26.0, "cold_ms": 8423.0}),
    ]


@pytest.fixture(scope="module")
def report(runs: list[EvalRun]) -> str:
    return report_html(runs)


@pytest.fixture(scope="module")
def page(report: str) -> html.HtmlElement:
    return html.document_fromstring(report)


def test_it_needs_nothing_from_anywhere(page: html.HtmlElement, report: str) -> None:
    assert not page.xpath("//script | //link | //img | //iframe | //object | //*[@src] | //*[@onload]")
    references = list(page.xpath("//@*[contains(name(), 'href')]"))
    assert references
    assert all(value.startswith("#") for value in references)
    assert set(re.findall(r"url\(.", report)) == {"url(#"}
    assert "@import" not in report


def test_what_articles_and_questions_say_is_shown_not_obeyed(page: html.HtmlElement, report: str) -> None:
    assert "<script" not in report
    assert page.text_content().count("<script>alert(1)</script> {{ 7 * 7 }}") >= 3
    assert "49 </details>" not in page.text_content()
    assert page.xpath("//q[contains(text(), 'alert')]")
    assert f"note: Of the desk: {EVIL}" in page.text_content()


def test_every_run_and_every_measure_is_in_it(page: html.HtmlElement, runs: list[EvalRun]) -> None:
    text = " ".join(page.text_content().split())
    for run in runs:
        assert run.id in text
        summary = page.xpath("//table")[0].text_content()
        for name, one in run.summary.items():
            assert label(name) in summary
            assert number(name, one.mean) in summary
            assert interval(name, one) in summary
    assert "+1.000 better" in summary
    assert "old-model" in text
    assert "8.4 s from a cold start" in text
    assert "22 November" not in text
    assert "1 January 2026, 00:00 UTC" in text


def test_plots_have_words_and_tables_have_scopes(page: html.HtmlElement) -> None:
    titles = [figure.findtext("figcaption") for figure in page.xpath("//figure")]
    assert titles == [
        "Risk and coverage",
        "Recall at k",
        "Time to answer",
        "Recall@5",
        "Citation recall",
        "Answer points",
        "Changes by question",
    ]
    for drawing in page.xpath("//svg"):
        assert drawing.get("role") == "img"
        title, words = (page.get_element_by_id(name).text for name in drawing.get("aria-labelledby").split())
        assert title in titles
        if title == "Changes by question":
            assert "q0: answer points 0.00 to 1.00; q1:" in words
            continue
        assert "A" in words
        assert "B" in words
    assert page.xpath("//th")
    assert all(cell.get("scope") in ("col", "row") for cell in page.xpath("//th"))
    assert {name: count for name, count in Counter(page.xpath("//@id")).items() if count > 1} == {}


def test_plots_take_their_colours_from_the_page(page: html.HtmlElement, report: str) -> None:
    drawn = "".join(html.tostring(one, encoding="unicode") for one in page.xpath("//svg"))
    assert set(re.findall(r"(?:stroke|fill): ([^;\"]+)", drawn)) == {
        "none",
        "currentColor",
        "var(--run-0)",
        "var(--run-1)",
        "var(--good)",
    }
    assert all(f"--run-{i}:" in report for i in range(6))


def test_of_many_changes_the_furthest_of_both_ways_are_drawn_whatever_the_questions_are_called() -> None:
    names = [f"$_{number:02}$ 東" for number in range(40)]
    before, after = (
        make_run(*(make_row(name, measures={"answer_points": float(i % 2 == parity)}) for i, name in enumerate(names)))
        for parity in (0, 1)
    )
    drawn = change_plot(compare(before, after)).svg
    assert drawn.count("var(--good)") == drawn.count("var(--bad)") > 0
    assert "$_01$ ?</text>" in drawn
    assert drawn.count("$_") == 2 * 24  # on its axis and in words


def test_the_same_runs_give_the_same_bytes_and_leave_matplotlib_alone(report: str, runs: list[EvalRun]) -> None:
    mpl.rcParams["lines.linewidth"] = 9
    before = dict(mpl.rcParams)
    again = report_html([EvalRun.from_dict(json.loads(json.dumps(run.to_dict()))) for run in runs])
    assert dict(mpl.rcParams) == before
    mpl.rcdefaults()
    assert again == report


def test_the_worst_questions_come_first_and_right_ones_not_at_all(runs: list[EvalRun]) -> None:
    # Of the first run all points are missed and half the gold is cited, 0.25; the impossible one is answered, 0.
    assert [row.id for row in worst_rows(runs[0])] == ["none", "q5", "q4", "q3", "q2", "q1", "q0"]
    assert worst_rows(make_run(make_row("a"))) == []


def test_runs_without_gold_or_without_a_question_in_common_are_shown_too() -> None:
    silent = make_row(
        "a", kind="unanswerable", status="abstained", gold=(), found=(), cited=(), nearest=("Near & far",), text="No."
    )
    alone = make_run(silent, question_set="/home/someone/impossible.jsonl")
    page = html.document_fromstring(report_html([make_run(make_row("b")), alone]))
    assert "have no question in common" in page.text_content()
    assert page.findtext(".//h1") == "impossible.jsonl"
    assert "/home/someone" not in page.findtext(".//header")


def test_no_run_and_too_many_are_refused(runs: list[EvalRun]) -> None:
    for given in ([], runs * 4):
        with pytest.raises(DataError, match="shows 1 to 6 runs, not"):
            report_html(given)


@pytest.mark.parametrize(
    ("measure", "value", "sign", "written"),
    [
        ("hit@5", 0.8666, False, "0.867"),
        ("hit@5", 0.25, True, "+0.250"),
        ("hit@5", -0.25, True, "−0.250"),
        ("hit@5", -0.0001, True, "0.000"),
        ("answer_words", 23.44, False, "23.4"),
        ("milliseconds", None, False, "–"),
    ],
)
def test_numbers_have_the_digits_their_measure_bears(
    measure: str, value: float | None, sign: bool, written: str
) -> None:
    assert number(measure, value, sign=sign) == written


def test_measures_and_intervals_are_written_for_readers() -> None:
    assert [label(name) for name in ("mrr@10", "ndcg@10", "aurc", "citation_recall")] == [
        "MRR@10",
        "nDCG@10",
        "AURC",
        "citation recall",
    ]
    assert interval("hit@5", Estimate(0.5, 0.25, 0.75, 4)) == "0.250 to 0.750"
