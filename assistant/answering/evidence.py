"""Evidence: the sentences of the hits, each with the features that tell whether it answers the question.

Left out because measuring showed no gain (squad2, clapnq and the project's own questions, out of fold): how closely
a sentence of another story agrees, whether it opens with a pronoun, how rare the rarest missing word is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.answering.lists import spoken, whole_lists
from assistant.answering.names import elsewhere, missing_share
from assistant.answering.question import CLOSED, Question, is_yes_or_no
from assistant.answering.reader import in_context
from assistant.answering.tables import heads, row_spoken
from assistant.embedding import Vector
from assistant.library import Library
from assistant.library.words import analyse
from assistant.support.polarity import affirms, contrary, negated
from assistant.support.reading import read
from assistant.types import Hit, Span

# What is known of a sentence, in the order of the fitted weights; every feature lies between -1 and about 1.5.
FEATURES = (
    "meaning",  # cosine of question and sentence
    "meaning_near",  # cosine of question and the mean of the sentence before and the sentence
    "passage_meaning",  # cosine of question and the mean of the passage's sentences
    "coverage",  # share of the question's words in the sentence, weighted by rarity
    "coverage_near",  # the same in the sentence before, the sentence and the title
    "coverage_passage",  # the same in the passage and the title
    "pairs",  # share of the question's neighbouring words that stand within a few words of each other in the sentence
    "names_missing",  # share of the question's names that passage and title lack
    "names_missing_near",  # the same of the sentence before, the sentence and the title
    "expectation_met",  # what the question asks for is there: 1, not there: -1, nothing particular: 0
    "rank",  # of the hit, minus its log over 3
    "length",  # of the sentence, log of words against 20
    "contrary",  # it tells the opposite of what is asked (`support.polarity`); 0 where yes or no is asked
)

# German quotations close with “, ‘ or «, French ones with » behind a space.
_QUOTABLE = re.compile(r"[.!…](?:\s?»|[\"'”’“‘«)\]*])*$")
# A correction tells what was wrong before; that is not what the article says.
CORRECTION = re.compile(
    r"\b(?:earlier|previous) (?:article|report|version|story)\b.{0,300}\b(?:said|stated|gave|misstated)\b"
    r"|^\W*(?:correction|clarification|erratum)\s?[:(–—-].{0,300}\b(?:said|stated|gave|misstated|misidentified|put)\b"
    r"|\b(?:article|report|version|story|headline|caption)\b.{0,60}"
    r"\b(?:incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|gave|put|named|identified)\b",
    re.IGNORECASE,
)
# What a page says of itself, bullets, brackets and a label before it aside.
_OF_THE_PAGE = re.compile(
    r"^[\W_]*(?:editors?[’']?s?|publisher[’']s) note\b"
    r"|^[\W_]*(?:update[ds]?: )?th(?:is|e) (?:page|article|story|post|report)\b.{0,40}"
    r"\b(?:updated|corrected|amended|published|translated)\b"
    r"|\b(?:earlier|previous|original) version of this (?:page|article|story|post|report)\b"
    r"|^[\W_]*(?:because of|owing to|due to) .{0,40}\berror\b.*\bthis (?:page|article|story|post|report)\b",
    re.IGNORECASE,
)
# What holds beside what is asked: "How did they get off if they could not reach the boats?" asks for no negation.
_BESIDE = re.compile(
    r"(?<=\w),? (?:if|because|although|(?:even )?though|when|while|unless) (?!(?:was|were|is|are|did|does|do|has)\b).*",
    re.IGNORECASE,
)
_OR_NOT = re.compile(r"\bor not\b", re.IGNORECASE)
MIN_WORDS = 3  # "Nobody was killed."
PAIR_WINDOW = 4
# What a word counts that a follow-up carries over: it says what is talked of, not what is asked. 0.25 and 0.5 choose
# the same sentences for the seven follow-ups of the project's own questions, 1 answers two with the topic alone.
CARRIED = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may be quoted. `number` is its id, "S2.3" for sentence 3 of hit 2; `span` is in the article.

    `before` is the sentence before it in its passage, "" where there is none. `head` is the head of the table whose row
    it is.
    """

    number: str
    hit: Hit
    span: Span
    text: str
    before: str
    words: frozenset[str]
    vector: Vector
    features: NDArray[np.float64]
    head: tuple[Span, str] | None = None

    @property
    def spoken(self) -> str:
        """The sentence as it is read and answered with: its text, a list as a line, a row with its columns' heads."""
        return row_spoken(self.head[1], self.text) if self.head else spoken(self.text)

    @property
    def cited(self) -> tuple[Evidence, ...]:
        """What is cited for it: itself, and the head of its table."""
        if self.head is None:
            return (self,)
        span, text = self.head
        return self, replace(self, number=f"{self.number}h", span=span, text=text, head=None)

    @property
    def around(self) -> str:
        """Its article's title and the sentence before it."""
        return f"{self.hit.title} {self.before}"

    @property
    def in_context(self) -> str:
        """The sentence as it is read with its article's title and the sentence before it."""
        return in_context(self.spoken, self.hit.title, self.before)


def gather(question: Question, vector: Vector, hits: Sequence[Hit], library: Library) -> list[Evidence]:
    """The quotable sentences of the hits, by hit and position, a list as one with the line that leads to it.

    Headings, questions and fragments are left out. So are those without the number, age, time or duration that the
    question asks for, or with that of another place, those that affirm what it negates ("Who did not sign?", "Poland
    signed.": of 443 such sentences of squad2 and clapnq none answers), and passages that have a year of the question
    neither in them nor as their article's (no passage that answers one of 88 squad2 questions with a year lacks it; of
    145 unanswerable ones with a year, that refuses 43).

    `vector` is the question's (d,) unit vector.
    """
    vectors = library.sentence_vectors([hit.passage_id for hit in hits])
    rarity = _rarity(question, library)
    # "It failed" answers "Did it succeed?", and "It has succeeded" answers whether it has or not.
    either = is_yes_or_no(question.text) or _OR_NOT.search(question.text)
    main = _BESIDE.sub("", question.text)
    asked = frozenset() if either else frozenset(analyse(main)) - question.names
    denied = frozenset() if either else negated(read(main))
    found: list[Evidence] = []
    for hit in hits:
        if hit.passage_id not in vectors:
            continue  # replaced between the search and now
        places = whole_lists(hit)
        spans = [Span(hit.sentences[run[0]].start, hit.sentences[run[-1]].end) for run in places]
        texts = [hit.text_of(span) for span in spans]
        ordered = [analyse(text) for text in texts]
        # A row of a table goes with the head of its columns.
        told = [[i] if head is None else [head, i] for i, head in enumerate(heads(texts))]
        words = [frozenset(word for i in run for word in ordered[i]) for run in told]
        title = frozenset(analyse(hit.title))
        passage = title.union(*words)
        if not question.years <= passage | {(hit.published_at or "")[:4]}:
            continue
        mean = vectors[hit.passage_id].mean(axis=0)
        rows = [_direction(vectors[hit.passage_id][[place for i in run for place in places[i]]]) for run in told]
        shared = [
            float(mean @ vector / (np.linalg.norm(mean) or 1.0)),
            _coverage(passage, rarity),
            missing_share(question.written_names, f"{hit.title} {hit.text}"),
        ]
        for i, text in enumerate(texts):
            begins = told[i][0]
            before = texts[begins - 1] if begins else ""
            head = (spans[begins], texts[begins]) if begins < i else None
            whole = row_spoken(head[1], text) if head else text
            if (
                not (is_quotable(spoken(whole)) and question.allows(whole))
                or affirms(denied, words[i])
                or (question.expects in CLOSED and elsewhere(question.text, before, whole))
            ):
                continue
            near = title | words[i] | (words[begins - 1] if begins else frozenset())
            features = [
                float(rows[i] @ vector),
                float(_direction(np.stack([*rows[max(0, begins - 1) : begins], rows[i]])) @ vector),
                shared[0],
                _coverage(words[i], rarity),
                _coverage(near, rarity),
                shared[1],
                _pairs(ordered[i], question.words),
                shared[2],
                missing_share(question.written_names, f"{hit.title} {before} {whole}"),
                0.0 if question.expects is None else (1.0 if question.met_by(whole) else -1.0),
                -math.log(hit.rank) / 3,
                math.log(len(whole.split()) / 20),
                float(contrary(asked, words[i])),
            ]
            number = f"S{hit.rank}.{i + 1}"
            found.append(Evidence(number, hit, spans[i], text, before, words[i], rows[i], np.asarray(features), head))
    return found


def _direction(rows: Vector) -> Vector:
    """The unit vector of the mean of unit vectors (n, d); of a single one itself."""
    mean: Vector = rows[0] if len(rows) == 1 else rows.mean(axis=0)
    unit: Vector = mean if len(rows) == 1 else mean / np.float32(np.linalg.norm(mean) or 1)
    return unit


def is_quotable(text: str) -> bool:
    """Whether a sentence can stand for what its article says: whole, and not about the page or an earlier mistake."""
    whole = _QUOTABLE.search(text) and len(text.split()) >= MIN_WORDS
    return bool(whole) and not (CORRECTION.search(text) or _OF_THE_PAGE.search(text))


def _rarity(question: Question, library: Library) -> dict[str, float]:
    """Each word's inverse document frequency among the passages (Robertson and Spärck Jones 1976), 0 to 1."""
    passages = max(1, library.passage_count())
    frequency = library.document_frequency(question.words)
    top = math.log(1 + (passages + 0.5) / 0.5)
    # The index counts a word in deleted passages too, until it merges them away.
    counted = [(word, min(n, passages)) for word, n in frequency.items()]
    carried = question.carried
    return {
        w: math.log(1 + (passages - n + 0.5) / (n + 0.5)) / top * (CARRIED if w in carried else 1) for w, n in counted
    }


def _coverage(words: frozenset[str], rarity: dict[str, float]) -> float:
    total = sum(rarity.values())
    return sum(weight for word, weight in rarity.items() if word in words) / total if total else 0.0


def _pairs(sentence: list[str], words: tuple[str, ...]) -> float:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(sentence):
        places.setdefault(word, []).append(place)
    pairs = list(pairwise(words))
    near = [
        any(abs(a - b) <= PAIR_WINDOW for a in places.get(first, ()) for b in places.get(second, ()))
        for first, second in pairs
    ]
    return sum(near) / len(pairs) if pairs else 0.0
