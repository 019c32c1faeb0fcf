"""The page of results: every system, figure and lead is in it."""

from __future__ import annotations

from evals.benchmarks.result import Result, compare_systems
from evals.benchmarks.results_page import results_page, retrieval_table


def test_systems_are_compared_item_by_item() -> None:
    ours, peer = compare_systems({"ours": {"hit@1": [1, 1, 0]}, "peer": {"hit@1": [0, 1, None], "other": [1, 1, 1]}})
    assert ours.lead == {}
    assert ours.figures["hit@1"].n == 3
    assert peer.figures["hit@1"][::3] == (0.5, 2)
    assert peer.lead["hit@1"][::3] == (0.5, 2)
    assert list(peer.lead) == ["hit@1"]


def test_the_page_says_what_was_measured_how_and_by_how_much_we_lead() -> None:
    systems = compare_systems({"ours": {"hit@1": [1.0] * 8}, "BM25": {"hit@1": [0.0, 1.0] * 4}})
    result = Result("towns", "retrieval", "8 questions, 9 of 90 articles", systems, ("No dates.",))
    made = {"commit": "abc", "machine": "x", "cores": 2, "python": "3.11", "packages": {"torch": "2.13.0"}}
    page = results_page([result], made, "2026-01-02", "article-assistant eval benchmark towns")
    assert "last by `article-assistant eval benchmark towns`" in page
    assert "x, 2 cores, Python 3.11; torch 2.13.0." in page
    assert "## towns: retrieval\n\n8 questions, 9 of 90 articles. 2026-01-02, commit abc.\n" in page
    assert "| ours | 1.000 [0.631, 1.000] |" in page
    assert "| BM25 | 0.500 [0.125, 0.875]<br>**ours +0.500 [+0.125, +0.875]** |" in page
    assert "- No dates." in page


def test_a_later_run_leaves_other_sections_and_the_table_has_them_all() -> None:
    made = {"commit": "abc", "machine": "x", "cores": 2, "python": "3.11", "packages": {}}
    systems = compare_systems({"ours": {"ndcg@10": [1.0] * 8}, "BM25": {"ndcg@10": [0.0, 1.0] * 4}})
    better = compare_systems(
        {"ours": {"ndcg@10": [0.5] * 8}, "ours, dated": {"ndcg@10": [1.0] * 8}, "BM25": {"ndcg@10": [0.5] * 8}}
    )
    both = [Result(name, "retrieval", "8 questions", systems) for name in ("towns", "rivers")]
    first = results_page(both, made, "2026-01-02", "one")
    second = results_page([Result("towns", "retrieval", "8 questions", better)], made, "2026-01-03", "two", first)
    assert second.count("\n## ") == 2
    assert second.index("## towns") < second.index("## rivers")
    assert "2026-01-03, commit abc" in second
    assert "2026-01-02, commit abc" in second
    lines = retrieval_table(second).splitlines()
    assert lines[0] == "| ndcg@10 | ours | lead on BM25 |"
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| towns", "| towns, dated", "| rivers"]
    assert lines[-1].endswith("| **+0.500 [+0.125, +0.875]** |")
    assert results_page([], made, "2026-01-04", "three", second).count("\n## ") == 2
