"""Copies of a story that differ in the very sentence that answers: they tell something else after all.

A story counts once, and retrieval hands on one of its articles. Where another of them has the answering sentence with
another figure, date or name, that article's passage is evidence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answering.evidence import Evidence
from assistant.library import Library
from assistant.library.records import StoredPassage
from assistant.types import Hit

# Of so many of the best sentences the copies are looked up, and at most so many other wordings are brought.
SENTENCES = 4
WORDINGS = 4
# A copy's sentence is another wording of the one that answers when their words are this much alike, in order.
ALIKE = 0.6


def other_wordings(ranked: Sequence[Evidence], hits: int, library: Library) -> list[Hit]:
    """Passages of copies in which one of the best of the `ranked` sentences says something else, as further hits.

    Each wording comes once; `also_in` names the other copies that have it. Ranks go on from `hits`.
    """
    told = [one for one in ranked[:SENTENCES] if one.hit.also_in]
    if not told:
        return []
    passages = sorted(library.story_passages([one.hit.story for one in told]).values(), key=lambda one: one.source)
    found: dict[tuple[str, ...], Hit] = {}
    seen = {one.hit.passage_id for one in ranked}
    for one in told:
        words = _words(one.text)
        for article in dict.fromkeys(p.article_id for p in passages if p.story == one.hit.story):
            if article == one.hit.article_id:
                continue
            sentence, passage = _nearest(words, [p for p in passages if p.article_id == article])
            if passage is None or sentence == words or passage.passage_id in seen:
                continue
            if sentence in found:
                names = dict.fromkeys((*found[sentence].also_in, passage.outlet or passage.source))
                found[sentence] = replace(found[sentence], also_in=tuple(names))
            elif len(found) < WORDINGS:
                found[sentence] = as_hit(one.hit, passage, hits + len(found) + 1)
                seen.add(passage.passage_id)
    return list(found.values())


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _nearest(words: tuple[str, ...], passages: Sequence[StoredPassage]) -> tuple[tuple[str, ...], StoredPassage | None]:
    """The sentence of an article that is most like `words`, and its passage; None where none is like it."""
    best: tuple[float, tuple[str, ...], StoredPassage | None] = (ALIKE, (), None)
    for passage in passages:
        for start, end in passage.sentences:
            other = _words(passage.text[start - passage.span.start : end - passage.span.start])
            if other == words:
                return other, passage
            matcher = SequenceMatcher(None, words, other, autojunk=False)
            if matcher.quick_ratio() > best[0] and (ratio := matcher.ratio()) > best[0]:
                best = ratio, other, passage
    return best[1], best[2]


def as_hit(hit: Hit, passage: StoredPassage, rank: int) -> Hit:
    """A passage as a hit that was found by way of another one."""
    return replace(hit, rank=rank, also_in=(), neighbours=(), **passage.hit_fields())
