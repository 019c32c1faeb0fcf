"""Tables of articles, one a row, with a line of column names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from assistant.errors import UnreadableArticle
from ingest.readers.decoding import to_characters
from ingest.readers.member import Member, Options
from ingest.readers.records import record_member, stated_in


def read_csv(content: bytes, options: Options) -> Iterator[Member]:
    """The article of each row. Raises UnreadableArticle when no column is known to hold the text."""
    text = to_characters(content).replace("\x00", "")
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # a long text is no error: the file is not larger
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    names = next(rows, [])
    if "body" not in stated_in(dict.fromkeys(names, "x"), options.fields):
        raise UnreadableArticle(
            "no column is known to hold the text; ASSISTANT_JSON_FIELDS names it, as in body=COLUMN"
        )
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row):
            yield record_member(stated_in(dict(zip(names, row, strict=False)), options.fields), number)
