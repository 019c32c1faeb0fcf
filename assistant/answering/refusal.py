"""What is said when the articles do not answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.types import Hit, Nearest

# Few enough to be read, enough to show what there is.
NEAREST = 3


def nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    """The articles nearest to the question, at most three, nearest first."""
    articles = {hit.article_id: Nearest(hit.article_id, hit.title, hit.outlet, hit.published_at) for hit in hits}
    return tuple(list(articles.values())[:NEAREST])


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
