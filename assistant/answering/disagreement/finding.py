"""Stories that state different things of the same event, and which of them a later report has overtaken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Disagreement, Side
from assistant.answering.disagreement.candidates import answer_in, counts_so, kind_of
from assistant.answering.disagreement.intervals import amounts, role_stems
from assistant.answering.disagreement.same_event import tell_of_one_event
from assistant.answering.disagreement.speakers import speaker_of
from assistant.answering.disagreement.stands import stand
from assistant.answering.disagreement.values import Value
from assistant.answering.evidence import CORRECTION, FEATURES, Evidence
from assistant.answering.question import Question, is_yes_or_no
from assistant.dates import last_ordinal
from assistant.library.words import analyse

# Sentences compared, best first, and sides shown at most: an answer has no room for more.
COMPARED = 40
SIDES = 4
COVERAGE = FEATURES.index("coverage_near")
# The share of the question's words, weighted by rarity, with which a sentence speaks for its story.
MIN_COVERAGE = 0.6
# Cosine of two sentences that tell of the same event (the samples' sentences about different attacks reach 0.58), and
# what is enough where both are likely to answer (the project's own conflicts: 0.57 and more).
ALIKE, RELATED = 0.65, 0.5
# What is enough where both count the dead, or both the hurt: "the toll rose to 64", "97 bodies were recovered".
COUNTING = 0.4
# Stems by which one sentence tells its figure and another leaves out: "a 27-year-old pianist", "the pianist, 31". What
# happened to those counted is compared by itself.
_OF_FIGURES = frozenset("year old age hour minut day week month time clock number total".split())
# Figures that only grow while an event goes on.
_GROWING = frozenset({"killed", "hurt", "missing", "arrested", "displaced"})
_SO_FAR = re.compile(r"\b(?:so far|toll|rose|risen|rises|climbed|up from|by (?:then|now))\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|currently|as of|latest|record)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:(?:days|weeks|months|years?) (?:earlier|ago|before)|last (?:week|month|year))\b", re.IGNORECASE
)
_OVERTAKEN = re.compile(
    r"\b(?:postponed|delayed|rescheduled|moved|brought forward|revised|corrected|amended|updated|instead of|rather than"
    r"|not .{3,40} as (?:first|earlier|previously|initially)|no longer|(?:first|earlier|previously|initially)"
    r" (?:said|reported|announced|planned|thought|put|given|believed))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence and what it states: a value, or how it stands to a claim. `so` is None where that is no matter."""

    evidence: Evidence
    value: Value
    so: bool | None = None

    def agrees(self, other: Stated) -> bool:
        """Whether both can be so."""
        if self.so is not None:
            return self.so == other.so
        mine, theirs = self.value, other.value
        if mine.measure == "name":
            # What one story names in passing, another may call the answer: "in Orrin", "in the Kestrel Hall".
            return mine.agrees(theirs) or mine.words <= other.passage_words or theirs.words <= self.passage_words
        return mine.agrees(theirs)

    @property
    def passage_words(self) -> frozenset[str]:
        """The stems of the sentence's passage and title."""
        return frozenset(analyse(f"{self.evidence.hit.title} {self.evidence.hit.text}"))


@dataclass(frozen=True, slots=True)
class Found:
    """A disagreement before its sentences have citation numbers: the sides, each with those who state it."""

    kind: str
    sides: tuple[tuple[Stated, ...], ...]
    marks: tuple[str, ...]

    @property
    def sentences(self) -> list[Evidence]:
        """The sentence that is to be cited for each side."""
        return [side[0].evidence for side in self.sides]

    def told(self, numbers: Mapping[tuple[str, int], int]) -> Disagreement | None:
        """With the sentences' citation numbers, by (article id, start); None where fewer than two sides have one."""
        places = [(one.hit.article_id, one.span.start) for one in self.sentences]
        sides = [
            Side(side[0].value.text, numbers[place], *_carried(side, self.sides), mark)  # type: ignore[arg-type]
            for side, place, mark in zip(self.sides, places, self.marks, strict=True)
            if place in numbers
        ]
        return Disagreement(self.kind, tuple(sides)) if len(sides) > 1 else None


def find_disagreement(question: Question, ranked: Sequence[Evidence], answering: frozenset[str]) -> Found | None:
    """What different stories state differently in answer to a question; None where they agree.

    `ranked` are the sentences, best first, and `answering` the numbers of those that are likely to answer. Copies of
    one story never disagree, unless the very sentence differs (see `copies`).
    """
    for kind, stated in _readings(question, ranked[:COMPARED], answering):
        if not stated:
            continue
        first = stated[0]
        one_event = [first, *(other for other in stated[1:] if tell_of_one_event(question, kind, first, other))]
        # What an article states first, best told, is its own; of another's figure it tells too: "more than the 23 ..."
        own: dict[str, Stated] = {}
        for one in sorted(one_event, key=_compares):
            own.setdefault(one.evidence.hit.article_id, one)
        sides: list[list[Stated]] = []
        for one in own.values():
            side = next((side for side in sides if side[0].agrees(one)), None)
            if side is not None:
                side.append(one)
            elif all(not one.agrees(other) for side in sides for other in side):
                sides.append([one])
        sides = [side for side in sides if _speaks(side, sides)][:SIDES]
        # Two Sundays, each of its own article's week, are no two sides for a reader.
        if len({side[0].value.text.casefold() for side in sides}) > 1:
            sides.sort(key=lambda side: -_newest(side))
            return Found(kind, tuple(map(tuple, sides)), tuple(_marks(kind, sides, ranked)))
    return None


def _readings(
    question: Question, ranked: Sequence[Evidence], answering: frozenset[str]
) -> list[tuple[str, list[Stated]]]:
    """What may be compared, in order of preference: a kind, and the sentences that state something of it."""
    kind = kind_of(question)
    first = ranked[0] if ranked else None
    if first is None or not (first.number in answering or first.features[COVERAGE] >= MIN_COVERAGE):
        return []
    count = {one.number for one in ranked if counts_so(question, one.text)}
    least = {
        one.number: COUNTING if one.number in count else RELATED for one in ranked if one.number in answering | count
    }
    counts = first.number in count
    speaks = [
        first,
        *(
            one
            for one in ranked[1:]
            if _speaks_of(question, first, one, least.get(one.number), counting=counts and one.number in count)
        ),
    ]
    if kind in (None, "name", "place"):
        # Names and claims are many: those of a sentence that does not answer are somebody else's.
        speaks = [one for one in speaks if one is first or one.number in answering]
    if kind:
        found = [(one, answer_in(question, kind, one)) for one in speaks]
        return [(kind, [Stated(one, value) for one, value in found if value])]
    readings = [("claim", _claims(question, speaks))]
    if not is_yes_or_no(question.text):
        said = [(one, speaker_of(one.text)) for one in speaks]
        readings.append(("speaker", [Stated(one, value) for one, value in said if value]))
    return readings


def _speaks_of(question: Question, first: Evidence, one: Evidence, least: float | None, *, counting: bool) -> bool:
    """Whether a sentence tells of what the first one does: by their likeness, and by the question's words.

    Of one that is likely to answer, too, less is asked: it has the likeness `least`, and of the question's words only
    those that the first one has, for the question may be worded in another way. Where both are `counting` people, half
    of those in its passage will do: "now 47 are dead".
    """
    if float(one.vector @ first.vector) < (least or ALIKE):
        return False
    near = frozenset(analyse(f"{one.hit.title} {one.before} {one.text}"))
    told = {word for word in first.words.intersection(question.words) if not word[0].isdigit()}
    told -= _OF_FIGURES | role_stems().keys()
    if counting and 2 * len(told & frozenset(analyse(f"{one.hit.title} {one.hit.text}"))) >= len(told) > 0:
        return True
    return one.features[COVERAGE] >= MIN_COVERAGE or (least is not None and told <= near)


def _compares(one: Stated) -> bool:
    """Whether a sentence tells a value for comparison only: "higher than the 23 deaths announced on Monday"."""
    return bool(re.search(rf"\bthan\b[^.;,]{{0,20}}(?<!\w){re.escape(one.value.text)}(?!\w)", one.evidence.text))


def _claims(question: Question, speaks: Sequence[Evidence]) -> list[Stated]:
    words = frozenset(question.words)
    asked = stand(question.text, words)
    found = []
    for one in speaks:
        mine = stand(one.text, words)
        if not (asked and mine):
            continue
        if is_yes_or_no(question.text):
            so = mine.so == asked.so
            found.append(Stated(one, Value("yes" if so else "no", 0, "claim"), so))
        elif mine.axis >= 0 and asked.axis in (-1, mine.axis):
            found.append(Stated(one, Value(mine.text, 0, f"claim {mine.axis}"), mine.so))
    return found


def _speaks(side: Sequence[Stated], sides: Sequence[Sequence[Stated]]) -> bool:
    """Whether a side has a voice of its own: an article that states nothing of another side before."""
    before = {one.evidence.hit.article_id for other in sides[: sides.index(side)] for one in other}
    return any(one.evidence.hit.article_id not in before for one in side)


def _newest(side: Sequence[Stated]) -> int:
    return max(last_ordinal(one.evidence.hit.published_at) or 0 for one in side)


def _carried(side: Sequence[Stated], sides: Sequence[Sequence[Stated]]) -> tuple[int, int]:
    """How many outlets carry a side, copies included, and how many stories state it."""
    hits = [one.evidence.hit for one in side]
    elsewhere = [one.evidence.hit for other in sides if other is not side for one in other]
    outlets = {hit.outlet or hit.source for hit in hits}
    for hit in hits:
        # Its copies that say something else are no copies here.
        others = [(one.outlet or one.source, *one.also_in) for one in elsewhere if one.story == hit.story]
        outlets |= set(hit.also_in).difference(*(names for names in others if names[0] in hit.also_in))
    return len(outlets), len({hit.story for hit in hits})


def _marks(kind: str, sides: Sequence[Sequence[Stated]], ranked: Sequence[Evidence]) -> list[str]:
    """For each side, newest first, how a newer one has taken its place; "" where none has."""
    notices = _notices(ranked)
    marks = ["corrected" if any(_corrects(notice, side[0]) for notice in notices) else "" for side in sides]
    newest = sides[0]
    for place, side in enumerate(sides[1:], 1):
        if marks[place] or not 0 < _newest(side) < _newest(newest):
            continue
        if _overtakes(newest):
            marks[place] = "superseded"
        elif kind == "number" and _has_grown(newest[0], side[0]):
            marks[place] = "earlier"
    return marks


def _overtakes(side: Sequence[Stated]) -> bool:
    return any(_OVERTAKEN.search(one.evidence.text) for one in side)


def _has_grown(new: Stated, old: Stated) -> bool:
    """Whether a figure is one that changes from day to day, and has."""
    if _NOW.search(new.evidence.text):
        return True
    if any(_PAST.search(stated.evidence.text) for stated in (new, old)):
        return False  # told in hindsight: nobody is counting any more
    grows = (new.value.role or old.value.role) in _GROWING or any(_SO_FAR.search(s.evidence.text) for s in (new, old))
    return grows and new.value.high > old.value.high


def _notices(ranked: Sequence[Evidence]) -> list[str]:
    """The correction notices of the articles at hand, and those that stand in a passage."""
    hits = {one.hit.passage_id: one.hit for one in ranked}.values()
    texts = [hit.text_of(span) for hit in hits for span in hit.sentences]
    told = {line for hit in hits if hit.correction for line in hit.correction.split("\n")}
    return [text for text in (*sorted(told), *texts) if CORRECTION.search(text)]


def _corrects(notice: str, stated: Stated) -> bool:
    """Whether a notice takes back what is stated: it says so behind "said", before what is right."""
    wrong = re.split(r"[;.]|\bit (?:was|is)\b|\b(?:the )?correct\b|\bin fact\b", CORRECTION.split(notice)[-1])[0]
    if stated.value.measure == "name":
        return stated.value.words <= set(analyse(wrong))
    if stated.so is not None:
        return False
    if stated.value.measure in ("count", "percent", "hours"):
        return any(v.measure == stated.value.measure and v.agrees(stated.value) for v in amounts(wrong))
    return stated.value.text.casefold() in wrong.casefold()
