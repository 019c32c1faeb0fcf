"""Lists as evidence: told whole, with the line that leads to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.lists import spoken, whole_lists
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest

ITEMS = ("a pay rise of 9 percent", "a working week of 35 hours", "two free weekends a month")
TOLD = f"The union demands: {'; '.join(ITEMS)}."
ARTICLES = {
    "strike.md": "# Drivers walk out\n\nTrain drivers began a strike at midnight. The union demands:\n\n"
    + "\n".join(f"- {item}" for item in ITEMS)
    + "\n\nThe railway has offered 5 percent over two years.\n",
    "strike.html": "<html><body><article><h1>Drivers walk out</h1><p>Train drivers began a strike at midnight.</p>"
    "<p>The union demands:</p><ul>"
    + "".join(f"<li>{item}</li>" for item in ITEMS)
    + "</ul><p>The railway has offered 5 percent over two years.</p></article></body></html>",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_a_list_answers_whole_and_is_cited_as_it_stands(
    tmp_path: Path, bundled: SentenceTransformerEncoder, name: str
) -> None:
    (tmp_path / name).write_text(ARTICLES[name], encoding="utf-8")
    library, encoder = Library(tmp_path / "library", create=True), bundled
    ingest([tmp_path / name], library, encoder)
    assistant = Assistant(library, encoder)
    answer = assistant.ask("Which demands does the union make?")
    (article,) = assistant.articles()
    (hit,) = assistant.retrieve("demands of the union")
    assistant.close()
    assert TOLD in [one.text for one in answer.sentences]
    assert all(one.quote == article.text[one.start : one.end] for one in answer.citations)
    assert all(hit.start <= one.start < one.end <= hit.end for one in answer.citations)
    runs = whole_lists(hit)
    assert [place for run in runs for place in run] == list(range(len(hit.sentences)))
    assert [len(run) for run in runs if len(run) > 1] == [4]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It rained on Monday.", "It rained on Monday."),
        ("They want:\n\n- more pay\n\n- less work", "They want: more pay; less work."),
        ("They want:\n1. more pay;\n2. less work.", "They want: more pay; less work."),
        ("Two things: rain\nand snow.", "Two things: rain\nand snow."),
    ],
)
def test_a_list_is_one_sentence(text: str, told: str) -> None:
    assert spoken(text) == told
