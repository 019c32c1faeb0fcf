"""What is said when the articles do not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Nearest
from assistant.answering.evidence import is_quotable
from assistant.dates import ordinal
from assistant.embedding import Vector
from assistant.library import Library
from assistant.types import Hit

# Characters of an ISO date that states no more than the year, or the month.
YEAR, MONTH = 4, 7
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
    """The passage's sentence that is nearest to the question, of those that can be quoted; "" where there is none."""
    if hit.passage_id not in vectors:
        return ""  # the passage was replaced meanwhile
    texts = [hit.text_of(span) for span in hit.sentences]
    near = vectors[hit.passage_id] @ question
    quotable = [place for place, text in enumerate(texts) if is_quotable(text)]
    return texts[max(quotable, key=lambda place: near[place])] if quotable else ""


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
    """2025-03-22 as "22 March 2025", 2025-03 as "March 2025"."""
    known = ordinal(published_at)
    if known is None or published_at is None:
        return None
    stated = published_at[:10]
    day = date.fromordinal(known)
    return {YEAR: f"{day:%Y}", MONTH: f"{day:%B %Y}"}.get(len(stated), f"{day.day} {day:%B %Y}")
