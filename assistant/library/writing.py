"""Passages on their way into the vectors and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.library.records import NewArticle
from assistant.library.vectors import Vectors
from assistant.library.words import Words


def index_passages(articles: Sequence[NewArticle], vectors: Vectors, words: Words, row_ids: Mapping[str, int]) -> None:
    """Writes all passages of the articles to both; `row_ids` are the catalogue's numbers by article id."""
    rows = [
        (passage_id, article, passage)
        for article in articles
        for passage_id, passage in zip(article.passage_ids(), article.passages, strict=True)
    ]
    if not rows:
        return
    vectors.upsert(
        [passage_id for passage_id, _, _ in rows],
        np.asarray([passage.vector for _, _, passage in rows], dtype=np.float32),
    )
    words.replace(
        [(passage_id, row_ids[a.article_id], a.title, a.text[p.span.start : p.span.end]) for passage_id, a, p in rows]
    )
