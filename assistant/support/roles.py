"""Who said it and who did it to whom: found facts in the wrong places are wrong all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from assistant.support.amounts import Amount
from assistant.support.polarity import denies
from assistant.support.reading import Reading, read
from assistant.support.wording import FUNCTION_WORDS, TITLES, Token, is_common, name_forms

_SPEECH = frozenset(
    """say said told tell add announc claim wrote write tweet state argu warn insist note explain declar accord report
    testifi reveal confirm comment remark repli respond acknowledg assert maintain vow promis urg""".split()
)
# What somebody says is told by these as well: "Olsen wants it rebuilt."
_TAKING_SIDES = frozenset(
    """accus admit advis agre agreed appeal apolog apologis ask believ blame call complain conced condemn criticis
    critic criticiz defend demand deni describ disagre dismiss disput doubt expect express fear hope insist object
    oppos plead pledg prais predict question quot recal refus reject regret remind signal speak spoke suggest
    support swore thank think thought threaten want welcom word""".split()
)
_SPEAKING = _SPEECH | _TAKING_SIDES
_STOP = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\b[A-Z])[.!?]\s")
_BESIDE = 6  # words between a speaker and the verb
_REACH = 8  # words between the two names of a deed
# From this share of its words in line with those of a quote a sentence is that quote, altered.
ALIGNED = 0.6


def substituted(sentence: Reading, quote: Reading, blocks: Sequence[tuple[int, int, int]]) -> str | None:
    """A name or number that stands where an otherwise equal quote has another; None if there is none.

    `blocks` are the runs of words they share, as `matching_blocks` gives them.
    """
    here = there = 0
    for i, j, size in blocks:
        mine, theirs = sentence.tokens[here:i], quote.tokens[there:j]
        inside = there > 0 and size > 0  # between two runs that both have
        no, theirs_no = (next(filter(denies, gap), None) for gap in (mine, theirs))
        if inside and theirs_no and not no:
            return f"“{theirs_no.text}” is left out, which changes what it cites"
        if inside and no and not theirs_no:
            return f"“{no.text}” is put in, which changes what it cites"
        if not (mine and theirs) or len(theirs) > len(mine) + 4:
            here, there = i + size, j + size
            continue
        # Names in each other's place count, unless they stand side by side, where their order says nothing.
        beside = any(token.lower == "and" for token in sentence.tokens[max(0, here - 3) : here + 3])
        one_for_one = len(mine) <= 2 and len(theirs) <= 2 and not beside
        own = [token for token in mine if _named(token) and not _within_tokens(token, theirs)]
        other = [token for token in theirs if _named(token) and (one_for_one or not _within(token, sentence))]
        if own and other:
            return f"“{own[0].text}” where what it cites has “{other[0].text}”"
        if wrong := _other_figure(sentence, mine, quote, theirs):
            return wrong
        here, there = i + size, j + size
    return None


def aligned(sentence: Reading, blocks: Sequence[tuple[int, int, int]]) -> bool:
    """Whether so much of the sentence is the quote's that what differs was put in its place."""
    return sum(size for _, _, size in blocks) >= ALIGNED * len(sentence.tokens)


def matching_blocks(sentence: Reading, quote: Reading) -> list[tuple[int, int, int]]:
    """The runs of words that both have in the same order: (place here, place there, length), the last of length 0."""
    matcher = SequenceMatcher(None, [t.stem for t in sentence.tokens], [t.stem for t in quote.tokens], autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def misattributed(sentence: Reading, evidence: Sequence[Reading]) -> str | None:
    """A speaker of the sentence who speaks in nothing it cites, while somebody else does; None if there is none."""
    own = speakers(sentence)
    if not own:
        return None
    there = frozenset().union(*(speakers(one) for one in evidence))
    beside = frozenset().union(*(_beside_speech(one) for one in evidence))
    strangers = [name for name in own if not name_forms(name) & beside]
    if there and len(strangers) == len(own):
        return f"“{strangers[0]}” is not who says it in what it cites"
    return None


def swapped(sentence: Reading, evidence: Sequence[Reading]) -> str | None:
    """Two names whose parts are exchanged: "A accused B" for "B accused A"; None if there are none."""
    for doer, verb, other in _deeds(sentence):
        found = [deed for one in evidence for deed in _deeds(one) if deed[1] == verb]
        same = any(_is(doer, a) and _is(other, b) for a, _, b in found)
        if not same and any(_is(doer, b) and _is(other, a) for a, _, b in found):
            return f"“{doer}” and “{other}” change places in what it cites"
    return None


@lru_cache(maxsize=8192)
def _deeds(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """Who did what to whom, roughly: a name, the stem of a word after it, the name next after that; passives turned."""
    found = []
    places = [place for place, token in enumerate(reading.tokens) if token.name]
    for first, second in pairwise(places):
        between = reading.tokens[first + 1 : second]
        if not 1 <= len(between) <= _REACH or any(token.lower in {"and", "or"} for token in between[:1]):
            continue
        passive = between[-1].lower == "by"
        a, b = reading.tokens[first].lower, reading.tokens[second].lower
        verbs = [token.stem for token in between if token.lower not in FUNCTION_WORDS | TITLES]
        found += [(b, verb, a) if passive else (a, verb, b) for verb in verbs]
    return tuple(found)


@lru_cache(maxsize=8192)
def speakers(reading: Reading) -> frozenset[str]:
    """The names beside its words for speaking, in lower case: who says something there."""
    return frozenset(name for name in _nearest_to_speech(reading))


def _nearest_to_speech(reading: Reading) -> Iterator[str]:
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        if token.stem not in _SPEECH:
            continue
        before = [one for one in tokens[max(0, place - 3) : place] if one.name]
        after = [one for one in tokens[place + 1 : place + 4] if one.name]
        if token.stem == "accord":
            before = []
        elif token.stem in {"told", "tell", "urg", "warn"}:
            after = []  # whom somebody tells
        for one in before[-1:] or after[:1]:
            yield one.lower


# Small words that may stand between a name and its word for speaking.
_ALSO = frozenset("has have had also then later again since himself herself".split())
# Words that tie a name before a word for speaking to somebody else, who speaks: "critics of Rubio said".
_TIES = frozenset("of for by to with from about against after behind near".split())


def says(reading: Reading, forms: frozenset[str]) -> bool:
    """Whether somebody of these forms of a name says something there: no critic of theirs, no "declined to say"."""
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        if token.stem not in _SPEECH:
            continue
        last = place - 1
        while last >= 0 and tokens[last].lower in _ALSO:
            last -= 1
        if last >= 0 and _is_of(tokens[last], forms) and not _is_tied(tokens, last):
            return True
        after = place + 1
        while after < len(tokens) and (tokens[after].lower in TITLES or tokens[after].lower == "to"):
            after += 1
        whole = [one for one in tokens[after : after + 3] if one.name]
        told = token.stem in {"told", "tell", "urg", "warn"}
        if not told and whole[:1] == list(tokens[after : after + 1]) and any(_is_of(one, forms) for one in whole):
            return True
    return False


def speaks(reading: Reading) -> bool:
    """Whether it has a word for speaking or for taking a side."""
    return not _SPEAKING.isdisjoint(reading.stems)


def _is_of(token: Token, forms: frozenset[str]) -> bool:
    owner = token.text.endswith(("'s", "’s", "s'", "s’"))
    return token.name and not owner and not forms.isdisjoint(name_forms(token.lower))


def _is_tied(tokens: Sequence[Token], last: int) -> bool:
    """Whether the name that ends at `last`, with titles ("Secretary of State Marco Rubio"), hangs on a word before."""
    first = last
    while first and (
        tokens[first - 1].name
        or tokens[first - 1].lower in TITLES
        or (first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in TITLES)
    ):
        first -= 1
    return first > 0 and tokens[first - 1].lower in _TIES


@lru_cache(maxsize=8192)
def _beside_speech(reading: Reading) -> frozenset[str]:
    tokens = reading.tokens
    near: set[str] = set()
    for place, token in enumerate(tokens):
        if token.stem in _SPEECH:
            for one in tokens[max(0, place - _BESIDE) : place + _BESIDE + 1]:
                first, last = sorted((one, token), key=lambda each: each.start)
                if not _STOP.search(reading.text[first.start : last.start]):
                    near |= name_forms(one.lower)
    return frozenset(near)


def _named(token: Token) -> bool:
    large = token.text[0].isupper() and token.lower not in FUNCTION_WORDS and token.lower not in TITLES
    return token.name or large or (token.lower.isalpha() and token.text.islower() and not is_common(token.stem))


def _other_figure(sentence: Reading, mine: Sequence[Token], quote: Reading, theirs: Sequence[Token]) -> str | None:
    """A number or date that stands where the quote has another of its kind; None if there is none."""
    own, other = _amounts_at(sentence, mine), _amounts_at(quote, theirs)
    if own and other and not any(one.found_in(other) for one in own):
        return f"“{own[0].text}” where what it cites has “{other[0].text}”"
    here, there = _read_alone(sentence, mine), _read_alone(quote, theirs)
    for day in here.days:
        alike = [one for one in there.days if [part is None for part in one] == [part is None for part in day]]
        if alike and day not in alike:
            return f"“{here.text}” where what it cites has “{there.text}”"
    return None


def _amounts_at(reading: Reading, tokens: Sequence[Token]) -> list[Amount]:
    first, last = tokens[0].start, tokens[-1].start + len(tokens[-1].text)
    return [one for one in reading.amounts if one.start < last and one.start + len(one.text) > first]


def _read_alone(reading: Reading, tokens: Sequence[Token]) -> Reading:
    """The words of `tokens`, a run of those of `reading`, read by themselves."""
    return read(reading.text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)])


def _within(token: Token, reading: Reading) -> bool:
    return bool(name_forms(token.lower) & reading.forms)


def _within_tokens(token: Token, tokens: Sequence[Token]) -> bool:
    return any(name_forms(token.lower) & name_forms(other.lower) for other in tokens)


def _is(one: str, other: str) -> bool:
    return bool(name_forms(one) & name_forms(other))
