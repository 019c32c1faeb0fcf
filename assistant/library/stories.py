"""Stories: articles that carry the same text. MinHash (Broder 1997) over the words of the body, by rensa.

Two articles belong together when the estimated Jaccard similarity of their five-word shingles is at least
SAME_STORY and they share a band of their signatures. A story is a connected set of such articles, named by the
smallest article id in it, so the same articles give the same stories in whatever order they arrive.

rensa's R-MinHash, measured on 300 pairs of texts of 60 to 1,300 words, one an edited copy of the other, against their
exact similarity: mean error 0.021, root mean square 0.026 (C-MinHash 0.028 and 0.037, datasketch 0.028 and 0.037); it
decides as the exact figure does in 97.7 % of the pairs (97.3, 97.0) and in all that are not within 0.1 of SAME_STORY.
A body of 1,300 words takes it 0.02 ms (0.5, 2.5); cutting that body into shingles about 1.5.
Signatures are stored, so another release of rensa may only come with another layout of the library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint32]

PERMUTATIONS = 128
BANDS = 32
ROWS = PERMUTATIONS // BANDS
SHINGLE = 5
SAME_STORY = 0.5
# What a page is left with when its article could not be read ("Sign up for ...") is the same on every page of a site:
# 29 of 4,737 articles of realtimeqa_2022 have the same 35 words under 29 headlines, and 52 the same 178.
FEW_WORDS = 50
# A body of fewer than NOTICE_WORDS words that has at most RELATED of its title's words may be such a notice, as nearly
# all of those 52 are. Of the 4,737 articles, 131 are taken for one: their near copies count as copies under one title
# only. As few words as tell the notices of story_pairs: with 180 to 300 words the precision of all pairs is 0.93, with
# 100 to 150 it is 0.77 (no notice is told), with 180 and RELATED of 0.25 or 0.2 it is 0.91; the recall is always 0.89.
NOTICE_WORDS = 180
RELATED = 1 / 3
TELLING = 2  # words of a title that say something; "Report 3" says nothing that a body might lack
# The words of a body that count: a gallery or a list that many reports of a site carry stands below them. Of the tuning
# half of story_pairs' 22 same pairs, 20 are found with all words and 19 with 1,500 to 2,500 of them; of 8 galleries
# and columns taken for the same, 5 with all, 3 with 2,500, 1 with 2,000.
READ_WORDS = 2000

_WORD = re.compile(r"\w+")
# "Harbour strike ends | The Courier", " - The Courier"
_OUTLET_BEHIND = re.compile(r"\s+[|–—-]\s+[^|–—]{1,40}$")
_MEANING = 4  # letters of a title's word that says something


def signature(text: str, title: str = "") -> Signature:
    """The (128,) MinHash signature of a body's first READ_WORDS words: letter case and punctuation do not count.

    A body of fewer than FEW_WORDS words, and one that may be a site's notice, is taken whole and with its title: it is
    only the same as itself.
    """
    from rensa import RMinHash

    words = _WORD.findall(text.casefold())
    if len(words) < FEW_WORDS or _may_be_a_notice(words, title):
        shingles = [" ".join(words + _WORD.findall(title.casefold()))]
    else:
        words = words[:READ_WORDS]
        shingles = [" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(shingles)
    return np.asarray(minhash.digest(), dtype=np.uint32)


def _may_be_a_notice(words: list[str], title: str) -> bool:
    """Whether a body is short and has nothing to do with the title above it."""
    said = {word for word in _WORD.findall(_OUTLET_BEHIND.sub("", title.casefold())) if len(word) >= _MEANING}
    few = len(said) < TELLING or len(words) >= NOTICE_WORDS
    return not few and len(said & set(words)) <= RELATED * len(said)


def stored_signature(value: bytes) -> Signature:
    """The signature whose `tobytes()` was stored."""
    return np.frombuffer(value, dtype=np.uint32)


def bands(signature: Signature) -> list[bytes]:
    """The signature's 32 bands of 4 rows: articles of one story share at least one (all but surely)."""
    return [signature[i * ROWS : (i + 1) * ROWS].tobytes() for i in range(BANDS)]


def same_story(a: Signature, b: Signature) -> bool:
    """Whether two articles carry the same text."""
    return bool(_same_story(a, b[None])[0])


def same_as_any(one: Signature, others: NDArray[np.uint32]) -> bool:
    """Whether an article carries the same text as any of the others, a row each."""
    return bool(_same_story(one, others).any())


def group(signatures: Mapping[str, Signature]) -> dict[str, str]:
    """The story of each article, given the signatures by article id."""
    names = sorted(signatures)
    rows = np.asarray([signatures[name] for name in names], dtype=np.uint32).reshape(len(names), PERMUTATIONS)
    story: dict[str, str] = {}
    left = np.arange(len(names))
    for first, name in enumerate(names):
        if name in story:
            continue
        waiting = [first]
        left = left[left != first]
        story[name] = name
        while waiting and len(left):
            same = _same_story(rows[waiting.pop()], rows[left])
            story.update((names[other], name) for other in left[same])
            waiting += left[same].tolist()
            left = left[~same]
    return story


def _same_story(one: Signature, others: Signature) -> NDArray[np.bool_]:
    """For each row of `others` (n, 128), whether it carries the same text as `one` (128,)."""
    equal = one == others
    whole = equal.reshape(len(others), BANDS, ROWS).all(axis=2).any(axis=1)
    enough: NDArray[np.bool_] = whole & (equal.mean(axis=1) >= SAME_STORY)
    return enough
