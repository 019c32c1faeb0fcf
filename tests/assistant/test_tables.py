"""A row of a table answers with the heads of its columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answering.tables import heads, row_spoken
from assistant.embedding import SentenceTransformerEncoder
from assistant.library import Library
from ingest import ingest

ARTICLE = """# Final results of the Mirandel election

The electoral commission published the final results on Monday. Turnout was 68.4 percent.

| Party | Seats | Share |
|---|---|---|
| Harvest Party | 61 | 38.2 % |
| Civic Union | 44 | 27.9 % |
| Green Coast | 29 | 17.5 % |

The new parliament meets on 8 June.
"""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["It rose.", "Party | Seats", "Harvest | 61", "Union | 44", "It fell."], [None, None, 1, 1, None]),
        (["Club | 2024 | 2025", "Orrin | 3 | 4", "Tolm | 5 | 1"], [None, 0, 0]),
        (["Harvest | 61", "Union | 44", "Green | 29"], [None, None, None]),  # without a head
        (["Home | News", "It rose."], [None, None]),
        (["Party | Seats", "Harvest | 61", "Union | 44 | 3"], [None, None, None]),
        (["Born | Oslo", "Party | Green", "Spouse | Jan"], [None, None, None]),
        (["Smith | 2019", "Jones | 2021", "Lee | 2022"], [None, None, None]),
        (["| Seats", "Harvest | 61", "Union | 44"], [None, 0, 0]),
        (["Party | Seats | Share", "Harvest | | 38 %", "Union | 44 | 28 %"], [None, 0, 0]),
        ([], []),
    ],
)
def test_rows_have_the_head_of_their_table(texts: list[str], expected: list[int | None]) -> None:
    assert heads(texts) == expected


CELLS = st.text(alphabet="ab1 .", min_size=1).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3).map(" | ".join), max_size=8))
def test_a_head_stands_before_its_row_and_has_as_many_cells(texts: list[str]) -> None:
    found = heads(texts)
    assert len(found) == len(texts)
    for place, head in enumerate(found):
        if head is not None:
            assert head < place
            assert row_spoken(texts[head], texts[place]).endswith(".")


def test_a_row_is_told_without_its_empty_cells() -> None:
    assert row_spoken("Party | Seats | Share", "Harvest | | 38.2 %") == "Party: Harvest; Share: 38.2 %."
    assert row_spoken("| Seats", "Harvest | 61") == "Harvest; Seats: 61."


@pytest.mark.parametrize(
    ("question", "row", "told"),
    [
        (
            "How many seats did Green Coast win?",
            "Green Coast | 29 | 17.5 %",
            "Party: Green Coast; Seats: 29; Share: 17.5 %.",
        ),
        (
            "What share did the Civic Union get?",
            "Civic Union | 44 | 27.9 %",
            "Party: Civic Union; Seats: 44; Share: 27.9 %.",
        ),
    ],
)
def test_a_row_and_the_head_of_its_table_are_cited(
    tmp_path: Path, bundled: SentenceTransformerEncoder, question: str, row: str, told: str
) -> None:
    (tmp_path / "results.md").write_text(ARTICLE, encoding="utf-8")
    library = Library(tmp_path / "library", create=True)
    ingest([tmp_path / "results.md"], library, bundled)
    assistant = Assistant(library, bundled)
    answer = assistant.ask(question)
    assert [one.text for one in answer.sentences] == [told]
    assert [one.quote for one in answer.citations] == [row, "Party | Seats | Share"]
    for one in answer.citations:
        article = assistant.article(one.article_id)
        assert article is not None
        assert article.text[one.start : one.end] == one.quote
    assistant.close()
