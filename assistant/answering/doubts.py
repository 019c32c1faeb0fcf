"""A claim is not quoted without the sentence after it that denies or doubts it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.copies import as_hit
from assistant.answering.evidence import Evidence, is_quotable
from assistant.library import Library
from assistant.library.records import StoredPassage, next_passage_id
from assistant.library.words import analyse

_CLAIM = (
    r"(?:claim|allegation|accusation|charge|assertion|account|version|report|figure|number|toll|statement|photograph"
    r"|image|video|footage)s?"
)
# "Kyiv denies this", "officials dispute the Russian claim", "the company denied any wrongdoing", "he denied that ...".
_DENIES = (
    r"\b(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)?|refut(?:es?|ed)|contest(?:s|ed)?|dismiss(?:es|ed)?)"
    r" (?:(?:all|any|both|most|some) )?(?:of )?(?:(?:it|this|that|these|those|them)(?=[.,;:]| (?:as|in|on|and|but)\b)"
    rf"|(?:the|this|that|these|those|such|his|her|its|their|\w+['’]s?) (?:\w+ ){{0,2}}{_CLAIM}\b"
    r"|(?:wrongdoing|involvement|responsibility)\b)|\bdenied that\b"
    rf"|\bcall(?:s|ed) (?:the|this|that|these|those) {_CLAIM} (?:false|untrue|a lie|baseless|absurd)\b"
)
# "The figures are disputed", "neither claim could be verified".
_DISPUTED = (
    rf"\b{_CLAIM} (?:is|are|was|were|has been|have been) (?:\w+ )?(?:denied|disputed|rejected|refuted|contested"
    r"|unconfirmed|unverified|false|untrue)\b"
    rf"|\b{_CLAIM} (?:has|have|is|are|was|were) not (?:yet )?(?:been )?(?:independently )?(?:verified|confirmed)\b"
    rf"|\b(?:no|neither) {_CLAIM} (?:could|can|has|have) (?:be|been) (?:verified|confirmed)\b"
)
# "The report could not be independently verified", "the agency was not able to verify it".
_UNCHECKED = (
    r"\b(?:cannot|(?:could|can)(?: not|n[’']t)) (?:be )?(?:yet )?(?:immediately |independently )?(?:verif(?:y|ied)"
    r"|confirm(?:ed)?)\b"
    r"|\b(?:was|were|has|have)(?: not|n[’']t) (?:been )?(?:able|possible) to (?:immediately |independently )?"
    r"(?:verify|confirm) (?!his|her|its|their)"
)
# What is told right after a claim and takes it back in part: that somebody denies it, or that nobody could check it.
_DOUBTS = re.compile(f"{_DENIES}|{_DISPUTED}|{_UNCHECKED}", re.IGNORECASE)


def with_doubts(chosen: Sequence[Evidence], library: Library) -> list[Evidence]:
    """The chosen sentences, each before the one after it in its article where that denies or doubts what it tells.

    Nobody asked whether that one answers: its vector and features are those of the sentence before.
    """
    last = [one.hit.passage_id for one in chosen if one.span.end == one.hit.sentences[-1].end]
    passages = library.passages([next_passage_id(passage) for passage in last]) if last else {}
    told = {(one.hit.article_id, one.span.start) for one in chosen}
    found: list[Evidence] = []
    for one in chosen:
        found.append(one)
        after = _following(one, passages)
        if after and (after.hit.article_id, after.span.start) not in told and _DOUBTS.search(after.text):
            found.append(after)
    return found


def _following(one: Evidence, passages: Mapping[str, StoredPassage]) -> Evidence | None:
    """The sentence after it, maybe the first of the passage that follows; None where it is not to be quoted."""
    hit = one.hit
    place = next((n for n, span in enumerate(hit.sentences) if span.start >= one.span.end), len(hit.sentences))
    if place == len(hit.sentences):
        passage = passages.get(next_passage_id(hit.passage_id))
        if passage is None:
            return None
        hit, place = as_hit(hit, passage, hit.rank), 0
    span = hit.sentences[place]
    text = hit.text_of(span)
    words = frozenset(analyse(text))
    number = f"{one.number}+1"
    after = replace(one, number=number, hit=hit, span=span, text=text, before=one.text, words=words, head=None)
    return after if is_quotable(text) else None
