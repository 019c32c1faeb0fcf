"""Tables are put between their markers and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DataError
from evals.readme_tables import table, write_table

PAGE = (
    "# Title\n\n<!-- bench:speed -->\nold\n<!-- /bench:speed -->\n\n<!-- bench:scale -->\n<!-- /bench:scale -->\nend\n"
)


def test_the_new_table_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(PAGE)
    markdown = table(["", "ours"], [["ingest", "3"]])
    write_table(readme, "speed", markdown)
    written = readme.read_text()
    assert written == PAGE.replace("old", f"\n{markdown}\n")
    assert "| ingest | 3 |" in written
    write_table(readme, "speed", markdown)
    assert readme.read_text() == written
    write_table(readme, "scale", "Second.")
    assert readme.read_text().replace("\n\nSecond.\n", "") == written


@pytest.mark.parametrize(
    "page",
    [
        "none",
        "<!-- bench:speed -->\nnever ended",
        "<!-- /bench:speed -->\n<!-- bench:speed -->",
        PAGE + PAGE,
        "in a line: <!-- bench:speed --> <!-- /bench:speed -->",
    ],
)
def test_a_page_without_the_place_is_refused_and_left_alone(tmp_path: Path, page: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(page)
    with pytest.raises(DataError, match=r"no place for the table 'speed'; put the lines <!-- bench:speed -->"):
        write_table(readme, "speed", "new")
    assert readme.read_text() == page


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        write_table(tmp_path / "none.md", "speed", "new")
