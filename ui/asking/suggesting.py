"""Questions that articles may answer, made of their own words: of what is counted, said, done and due in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import PurePath

from assistant.types import Article

# The project's sample articles, and a question that each answers well.
_SAMPLES = {
    "kharkiv-sumy-attacks.txt": "How many people were injured in Kharkiv?",
    "rubio-mediation.txt": "What did Rubio say about mediation?",
    "kremlin-meeting.md": "How long did the Kremlin meeting last?",
    "saudi-talks.md": "What does Ukraine want to preserve?",
}
# One to three words with capitals: "Ukraine", "European Union", "Marco Rubio".
_WORD = r"[A-Z][\w'\u2019-]{1,29}\w(?<!['\u2019]s)"
_NAME = rf"{_WORD}(?: {_WORD}){{0,2}}"
# Where a sentence goes on, capitals are those of names: at its beginning every word has one.
_WITHIN = re.compile(rf"(?<=[a-z,] ){_NAME}\b(?! \d)")
_TIMES = set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July".split()
)
_TIMES |= set("August September October November December".split())
# Beside a verb of saying, "Marco Rubio said"; "the White House said" is no person, nor is what a body is for or of.
_SPEAKER = re.compile(
    rf"(?P<of>\b(?:[Tt]he|of|for) )?\b(?P<before>{_WORD}(?: {_WORD}){{1,5}})"
    r" (?:said|says|told|warned|added|announced)\b"
    rf"|\b(?:said|says|added|warned) (?P<after>{_NAME})\b"
)
_TITLES = set(
    "President Secretary State Minister Prime First Lady Senator Governor Mayor General Chancellor Pope".split()
)
# "98 people were injured in Kharkiv".
_COUNTED = re.compile(
    r"\b\d[\d,]{0,12} (?P<who>people|children|civilians|soldiers|workers|passengers|homes|houses|buildings)"
    r" (?P<what>died|(?:were|have been) (?:[a-z]{1,30}ed|hurt)) in (?P<where>[A-Z]\w{1,40})"
)
_DEEDS = {
    "approved": "approve",
    "banned": "ban",
    "bought": "buy",
    "demanded": "demand",
    "launched": "launch",
    "offered": "offer",
    "ordered": "order",
    "promised": "promise",
    "proposed": "propose",
    "published": "publish",
    "rejected": "reject",
    "signed": "sign",
    "suspended": "suspend",
    "unveiled": "unveil",
    "won": "win",
}
# "The European Union approved", which is no "plan that Ukraine approved".
_DEED = re.compile(rf"(?P<the>\b[Tt]he )?\b(?P<who>{_NAME}) (?P<did>{'|'.join(_DEEDS)})\b (?!by\b)")
_AMOUNTS = {"donated": "donate", "earned": "earn", "invested": "invest", "paid": "pay", "pledged": "pledge"}
_AMOUNTS |= {"raised": "raise", "received": "receive", "spent": "spend"}
_AMOUNT = re.compile(
    rf"(?P<the>\b[Tt]he )?\b(?P<who>{_NAME}) (?:has )?(?P<did>{'|'.join(_AMOUNTS)})"
    r" (?:(?:about|around|almost|nearly|over|more than|at least|up to) )?[$€£]\d"
)
# "The summit will begin on Monday".
_DUE = re.compile(
    r"\b[Tt]he (?P<what>[a-z-]{3,30}(?: [a-z-]{3,30})?)"
    r" (?:will|is to|is due to) (?P<does>begin|close|end|open|resume|start)\b"
)
# "Russian", "Europeans", "Chinese": whom or what it is said of, stands beside it.
_PEOPLES = re.compile(r"(?:ian|pean|ican|ish|ese)s?$")
# How often an article names what it is about, at least, and how many such names are asked for.
_OFTEN, _NAMED = 2, 2


def first_questions(articles: Sequence[Article]) -> tuple[str, ...]:
    """Those of the sample articles, where these are the ones at hand; none otherwise."""
    names = {PurePath(one.source).name for one in articles if PurePath(one.source).parent.name == "samples"}
    return tuple(question for name, question in _SAMPLES.items() if name in names)


def in_turn(articles: Sequence[Article]) -> Iterator[str]:
    """The first question of each article, then the second of each, and so on."""
    return (one for one in chain.from_iterable(zip_longest(*map(questions_of, articles))) if one)


def questions_of(article: Article) -> Iterator[str]:
    """What an English article may answer, the likeliest first; it is found out by asking.

    What is counted, what those say who are quoted, what was done, paid and is due, then what it names most.
    """
    text, known = article.text, set[str]()
    named = Counter(_WITHIN.findall(text))
    for name in named:
        known.update(name.split())
    known -= _TIMES | set((article.outlet or "").split())  # a paper speaks of itself
    return iter(
        dict.fromkeys(
            chain(
                (f"How many {one['who']} {_were(one['what'])} in {one['where']}?" for one in _COUNTED.finditer(text)),
                _said(text, [name for name in re.findall(_NAME, article.title) if named[name] > 1]),
                (f"What did {_who(one)} {_DEEDS[one['did']]}?" for one in _by_name(_DEED, text, known)),
                (f"How much did {_who(one)} {_AMOUNTS[one['did']]}?" for one in _by_name(_AMOUNT, text, known)),
                (f"When will the {one['what']} {one['does']}?" for one in _DUE.finditer(text)),
                (_about(name, text) for name in _often(named, known)),
            )
        )
    )


def same(question: str) -> str:
    """What two questions have in common that only differ in spaces and letter case."""
    return " ".join(question.split()).casefold()


def _often(named: Counter[str], known: set[str]) -> list[str]:
    """What an article names most."""
    often = [name for name, times in named.most_common() if times >= _OFTEN and known.issuperset(name.split())]
    return [name for name in often if not _PEOPLES.search(name)][:_NAMED]


def _about(name: str, text: str) -> str:
    """What happened there, where it is a place; what is said of anything else."""
    if f" in {name}" in text:
        return f"What happened in {name}?"
    return f"What is said about {_as_named(name, text)}?"


def _as_named(name: str, text: str) -> str:
    """With "the", where the text mostly has it so: "the Kremlin"."""
    return f"the {name}" if 2 * text.lower().count(f"the {name.lower()}") > text.count(name) else name


def _said(text: str, topics: Sequence[str]) -> Iterator[str]:
    """What those say who are quoted, by first name and last, about the first of the topics that is not themselves."""
    for found in _SPEAKER.finditer(text):
        words = (found["before"] or found["after"]).split()
        names = [word for word in words if word not in _TITLES]
        if len(names) == 2 and (not found["of"] or words[0] in _TITLES):
            about = next((topic for topic in topics if not {*topic.split()} & {*names}), "")
            yield f"What did {' '.join(names)} say{f' about {_as_named(about, text)}' if about else ''}?"


def _by_name(pattern: re.Pattern[str], text: str, known: set[str]) -> Iterator[re.Match[str]]:
    """Where somebody does it who has a name, which is written with capitals within a sentence, too."""
    return (one for one in pattern.finditer(text) if known.issuperset(one["who"].split()))


def _who(one: re.Match[str]) -> str:
    return f"{one['the'].lower()}{one['who']}" if one["the"] else one["who"]


def _were(what: str) -> str:
    return what.replace("have been", "were")
