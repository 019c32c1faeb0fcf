"""Tables in a Markdown page that the commands which measure them write, between two marker comments.

A place is `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, each on a line of its own.
"""

from __future__ import annotations

from pathlib import Path

from assistant.errors import DataError


def write_table(readme: Path, name: str, markdown: str) -> None:
    """Puts `markdown` between the markers called `name`; the rest of the page stays as it is.

    Raises DataError when the page cannot be read or written, or when its markers are not there once, in their order.
    """
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    try:
        page = readme.read_text(encoding="utf-8")
        lines = page.splitlines()
        if lines.count(begin) != 1 or lines.count(end) != 1 or lines.index(begin) > lines.index(end):
            raise DataError(
                f"{readme} has no place for the table {name!r}; put the lines {begin} and {end} where it belongs, once."
            )
        before, after = lines[: lines.index(begin) + 1], lines[lines.index(end) :]
        readme.write_text("\n".join([*before, "", markdown.strip("\n"), "", *after]) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError(f"{readme} cannot be written ({error.strerror}); name another page.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{readme} is not UTF-8 ({error.reason} at byte {error.start}); name another page.") from error


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
