"""What is said when the articles do not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Nearest
from assistant.embedding import Vector
from assistant.library import Library
from assistant.types import Hit

# Few enough to be read, enough to show what there is.
NEAREST = 3


def nearest(hits: Sequence[Hit], question: Vector, library: Library) -> tuple[Nearest, ...]:
    """The articles nearest to the question, at most three, nearest first, each with its sentence nearest in meaning.

    `question` is its (d,) unit vector.
    """
    best = {hit.article_id: hit for hit in reversed(hits)}
    first = sorted(best.values(), key=lambda hit: hit.rank)[:NEAREST]
    vectors = library.sentence_vectors([hit.passage_id for hit in first])
    return tuple(
        Nearest(hit.article_id, hit.title, hit.outlet, hit.published_at, hit.source, _sentence(hit, vectors, question))
        for hit in first
    )


def _sentence(hit: Hit, vectors: Mapping[str, Vector], question: Vector) -> str:
    """The passage's sentence that is nearest to the question; "" where the passage was replaced meanwhile."""
    if hit.passage_id not in vectors:
        return ""
    start, end = hit.sentences[int((vectors[hit.passage_id] @ question).argmax())]
    return hit.text[start - hit.start : end - hit.start]


FILTERED = "No article passes the filter, so there is nothing to answer from."


def refusal_text(near: Sequence[Nearest]) -> str:
    """One or two plain sentences: that there is no answer, and what the nearest articles are about."""
    if not near:
        return "There are no articles in the library yet, so there is nothing to answer from."
    listed = "; ".join(f"“{article.title}”{_origin(article)}" for article in near)
    return f"The articles do not answer this question. The nearest ones are: {listed}."


def _origin(article: Nearest) -> str:
    parts = [part for part in (article.outlet, spoken_date(article.published_at)) if part]
    return f" ({', '.join(parts)})" if parts else ""


def spoken_date(published_at: str | None) -> str | None:
    """2025-03-22 as "22 March 2025"."""
    if published_at is None:
        return None
    day = date.fromisoformat(published_at[:10])
    return f"{day.day} {day:%B %Y}"
