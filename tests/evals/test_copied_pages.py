"""Pages as a browser copies them, and which of their lines are the report."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from evals.benchmarks.saved_pages import SavedPage
from evals.copied_pages import copied_text, own_pages, real_pages

PAGE = """<html><head><title>No</title></head><body><nav><a>Home</a><a href="#">News</a></nav><script>no()</script>
<h2>The pier</h2><p>The pier of <b>Halden</b> fell into the sea on Monday.</p><p hidden>No</p>
<p style="display: none">No</p><table><tr><td>1</td><td>2</td></tr></table><p>Read the next report on goats now</p>
</body></html>"""


def test_a_page_is_copied_as_it_is_shown() -> None:
    lines = [line.strip() for line in copied_text(PAGE.encode()).split("\n") if line.strip()]
    assert lines == [
        "HomeNews",
        "The pier",
        "The pier of Halden fell into the sea on Monday.",
        "1\t2",
        "Read the next report on goats now",
    ]


def test_lines_that_the_article_has_are_its_report(tmp_path: Path) -> None:
    folder = tmp_path / "article_extraction"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    article = "The pier\nThe pier of Halden fell into the sea on Monday."
    (folder / "pages.jsonl").write_text(json.dumps({"id": "a", "article": article}), encoding="utf-8")
    (page,) = real_pages(tmp_path)
    assert [line for line, report in zip(page.lines, page.report, strict=True) if report] == article.split("\n")


def test_headlines_of_the_own_pages_do_not_count() -> None:
    page = SavedPage("p1", "", "Menu\nA headline\nIt rained.", frozenset({3}), frozenset({2}), {})
    (labelled,) = own_pages([page])
    assert labelled.report == (False, False, True)
    assert labelled.counts == (1.0, 0.0, 1.0)
