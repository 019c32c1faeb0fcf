"""From the evidence a draft names to numbered citations of exact spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import AnswerSentence, Citation, Verdict
from assistant.answering.evidence import Evidence
from assistant.support import SUPPORTED, ClaimModel, support
from assistant.support.facts import Dateline
from assistant.types import Hit, Span


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence a writer proposes, the evidence it rests on, and the span of it that holds what was asked for."""

    text: str
    evidence: tuple[Evidence, ...]
    marked: Span | None = None


def cite(
    draft: Sequence[DraftSentence], claim_model: ClaimModel | None = None
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The draft's supported sentences, and their citations numbered 1..k in order of first use.

    A sentence that what it cites does not support is dropped; two uses of one span share a number. A `claim_model`
    judges support in place of the fitted model.
    """
    numbers: dict[tuple[str, str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for proposed in draft:
        quotes = [without_numbers(one.text) for one in proposed.evidence]
        degree = support(proposed.text, quotes, [dateline(one.hit) for one in proposed.evidence], claim_model)
        if degree < SUPPORTED:
            continue
        used = []
        for one in proposed.evidence:
            key = (one.hit.article_id, one.hit.version, *one.span)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], one))
            used.append(numbers[key])
        sentences.append(AnswerSentence(proposed.text, tuple(used), degree, proposed.marked))
    return tuple(sentences), tuple(citations)


def dateline(cited: Hit | Citation) -> Dateline:
    """What is known of the article that a hit or a citation is from."""
    return Dateline(cited.title, cited.outlet, cited.published_at)


def without_numbers(text: str) -> str:
    """Article text as it may stand in an answer: a footnote's "[3]" becomes "(3)", for [n] is a citation's."""
    return re.sub(r"\[(\d+)\]", r"(\1)", text)


def cited_text(sentences: Sequence[AnswerSentence], verdict: Verdict = "") -> str:
    """The answer as running text, each sentence followed by its numbers: "Yes. It rained. [1] It poured. [2][3]"."""
    said = [f"{one.text} {''.join(f'[{number}]' for number in one.citations)}" for one in sentences]
    return " ".join([f"{verdict.capitalize()}.", *said] if verdict else said)


def _citation(number: int, one: Evidence) -> Citation:
    hit = one.hit
    return Citation(
        number=number,
        article_id=hit.article_id,
        version=hit.version,
        source=hit.source,
        title=hit.title,
        outlet=hit.outlet,
        published_at=hit.published_at,
        start=one.span.start,
        end=one.span.end,
        quote=one.text,
        section=hit.section,
        canonical_url=hit.canonical_url,
        date_from=hit.date_from,
        correction=hit.correction,
    )
