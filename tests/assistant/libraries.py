"""Articles put into a library without a model: their vectors are given."""

from __future__ import annotations

from typing import Any

import numpy as np

from assistant.library import NewArticle, NewPassage, SourceState
from assistant.types import Span

SENTENCE = "The harbour was quiet on that day. "


def article(source: str, vectors: np.ndarray, text: str = "", **fields: Any) -> NewArticle:
    """An article with a passage of one sentence for each row of `vectors`; `text` is its passages, a line each."""
    lines = text.split("\n") if text else [f"{SENTENCE}{source} {row}." for row in range(len(vectors))]
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
    spans = [Span(int(start), int(start) + len(line)) for start, line in zip(starts[:-1], lines, strict=True)]
    passages = tuple(
        NewPassage(span, (span,), vector, vector[None]) for span, vector in zip(spans, vectors, strict=True)
    )
    known: dict[str, Any] = {"title": source, "byline": None, "outlet": None, "published_at": None, "updated_at": None}
    known |= {"language": None} | fields
    return NewArticle(
        source=source, state=SourceState(0, 0, source, "test"), text="\n".join(lines), passages=passages, **known
    )
