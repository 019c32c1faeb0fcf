"""The writer without a language model: it quotes the sentences that answer, or abstains."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Earlier, Refusal, RefusalLevel
from assistant.answering.casing import cased
from assistant.answering.citations import DraftSentence, cite, cited_text, without_numbers
from assistant.answering.composing import RECIPES, compose, events, identifies, may_speak, states, with_speakers
from assistant.answering.copies import other_wordings
from assistant.answering.disagreement import Found, answer_span, counts_others, counts_so, find_disagreement
from assistant.answering.doubts import with_doubts
from assistant.answering.evidence import Evidence, gather
from assistant.answering.forms import asks_for_events, form_of, identity_asked, speaker_asked, topic_asked
from assistant.answering.question import Encoded, Question
from assistant.answering.refusal import nearest, refusal_text
from assistant.answering.scoring import UNREAD, Scorer, load_levels
from assistant.answering.streaming import growing
from assistant.answering.verdicts import verdict_of
from assistant.asked_time import names_time
from assistant.conversation import standalone
from assistant.dates import asks_how_it_stands, asks_newest_first, means_recent, ordinal
from assistant.embedding import Encoder
from assistant.library import Library
from assistant.library.words import analyse
from assistant.query import BRACKETED
from assistant.rewriting import Rewritten
from assistant.support import ClaimModel
from assistant.types import Hit

# What a sentence of the time that a question names gains over one far from it, in three tenths (`fusion` gives 0.3):
# two points of the score, as far as the readings of one sentence with two figures lie apart. Chosen by judgement, for
# questions that name a time are too few here to measure it.
TIME = 7.0
# A sentence that was read and in which the one whose words are asked for speaks of all that is asked about answers as
# likely as not, at least, and before others: that is what such a question means. So does one that says who somebody is
# where that is asked, and one that has every word of a topic of which an account is asked. By judgement: the fitted
# sets hardly ask so.
STATED, STATED_FIRST, IDENTIFIED_FIRST = 0.5, 3.0, 6.0
# A topic of fewer words may be meant of anything that names it.
TOPIC_WORDS = 2
# Probabilities no further apart do not tell which of two sentences answers. By judgement: of the 40 questions of squad2
# and clapnq that ask for a reason, 31 of them right, it costs one.
AS_LIKELY = 0.1
# Of what an answer needs, a side of a disagreement needs so much: another states the same of the same. Of the reworded
# questions of news_conflicts 83, 87 and 88 of 96 show both sides at 1, 0.6 and 0.4, and at each 3 of 135 one too many.
SIDE = 0.6
# Where names are asked for, sentences that tell some in a row come first that are as likely, or a third as likely, as
# the best; where how things stand, the newest that are half as likely. By judgement, as above.
THIRD, HALF, LIFT = 1 / 3, 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences that may answer a question, best first, with their scores and probabilities to answer: (n,)."""

    question: Question
    evidence: list[Evidence]
    scores: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    @property
    def confidence(self) -> float:
        """How likely the question is answered at all: as its best sentence is."""
        return float(self.probabilities[0]) if self.evidence else 0.0

    def by(self, scores: NDArray[np.float64]) -> Ranked:
        """The same, ranked by other scores."""
        order = np.argsort(-scores, kind="stable")
        return Ranked(self.question, [self.evidence[i] for i in order], scores[order], self.probabilities[order])


class QuotingWriter:
    """Answers with sentences of the articles, word for word."""

    name = "quoting"

    def __init__(self, library: Library, encoder: Encoder, claim_model: ClaimModel | None = None) -> None:
        """`library` is the one the hits come from, `encoder` its embedding model.

        A `claim_model` judges what is not quoted word for word.
        """
        self._library = library
        self._encoder = encoder
        self._claim_model = claim_model
        self._scorer: Scorer | None = None
        self._loading = threading.Lock()

    @property
    def levels(self) -> Mapping[Refusal, RefusalLevel]:
        """See `Writer.levels`."""
        return load_levels()

    def warm(self) -> None:
        """See `Writer.warm`."""
        self._loaded()

    def write(
        self, question: Encoded, hits: Sequence[Hit], refuse_below: float, parts: Sequence[Encoded] = ()
    ) -> Answer:
        """The answer from the hits, or an abstention where the confidence is below `refuse_below`.

        What it says where it does not abstain is the same whatever `refuse_below` is. Of a question's `parts` each is
        answered by its best sentence; where some are, those that are not are named in `missing`.
        """
        if question.news:
            return self._news(question, hits)
        ranked = self._rank(question, hits)
        if further := other_wordings(ranked.evidence, len(hits), self._library):
            ranked = _together(ranked, self._rank(question, further))
        of_parts = [self._rank(part, hits) for part in parts]
        confidence = max(one.confidence for one in (ranked, *of_parts))
        form = form_of(question.text)
        answer = Answer(
            question.text,
            question.text,
            "abstained",
            "",
            confidence=round(confidence, 4),
            writer=self.name,
            form=form,
        )
        if confidence < refuse_below or not any(one.evidence for one in (ranked, *of_parts)):
            near = nearest(hits, question.vector, self._library)
            return replace(answer, text=refusal_text(near), nearest=near)
        # An answer that only a lower `refuse_below` lets through is made of what is as likely as its best sentence.
        least = min(self.levels["balanced"].below, confidence)
        answered = {part.text: one for part, one in zip(parts, of_parts, strict=True) if one.confidence >= least}
        if asks_how_it_stands(question.text) and (means_recent(question.text) or not names_time(question.text)):
            ranked = _newest_first(ranked)
            answered = {part: _newest_first(one) for part, one in answered.items()}
        if timed := names_time(question.text):
            ranked = _in_time_first(ranked)
            answered = {part: _in_time_first(one) for part, one in answered.items()}
        likely = ranked.probabilities >= min(least, RECIPES[form].share * confidence)
        best = _best(ranked, likely, RECIPES[form].below)
        if form == "account" and asks_for_events(question.text):
            best = events(best)
        if timed:
            # Of what answers, that of the time meant comes first, and the newest where the latest is asked for.
            best.sort(key=lambda one: -one.hit.explain.date_effect)
        found = [side for one in answered.values() or (ranked,) if (side := _disagreement(one, least))]
        # What a sentence was chosen for, where that is a part of the question.
        asked = {one.evidence[0].number: one.question for one in answered.values()}
        first = [one.evidence[0] for one in answered.values()] or best[:1]
        if form == "statement":
            first = with_speakers(first, ranked.evidence)
        wanted = [*first, *(side for one in found for side in one.sentences)]
        quoted = compose(form, best, wanted, newest_first=asks_newest_first(question.text))
        marks = {one.number: answer_span(asked.get(one.number, ranked.question), one) for one in quoted}
        draft = [
            DraftSentence(without_numbers(one.spoken), one.cited, marks.get(one.number))
            for one in with_doubts(quoted, self._library)
        ]
        sentences, citations = cite(draft, self._claim_model)
        verdict = "" if answered or found else verdict_of(question.text, quoted)
        numbers = {(one.article_id, one.start): one.number for one in citations}
        return replace(
            answer,
            status="answered",
            text=cited_text(sentences, verdict),
            sentences=sentences,
            verdict=verdict,
            citations=citations,
            disagreements=tuple(told for one in found if (told := one.told(numbers))),
            missing=tuple(_asked(part) for part in parts if part.text not in answered) if answered else (),
        )

    def _news(self, question: Encoded, hits: Sequence[Hit]) -> Answer:
        """The first sentences of the articles that the hits begin, by date."""
        firsts: dict[str, Evidence] = {}
        for one in gather(Question.parse(question.text), question.vector, hits, self._library):
            firsts.setdefault(one.hit.article_id, one)
        chosen = compose("account", list(firsts.values()), (), newest_first=asks_newest_first(question.text))
        sentences, citations = cite([DraftSentence(without_numbers(one.spoken), one.cited) for one in chosen])
        return Answer(
            question.text,
            question.text,
            "answered" if sentences else "abstained",
            cited_text(sentences) or refusal_text(()),
            sentences,
            citations,
            confidence=1.0 if sentences else 0.0,
            writer=self.name,
            form="account",
        )

    def evidence(self, questions: Sequence[Encoded], hits: Sequence[Hit]) -> list[Evidence]:
        """Every sentence of the hits that may answer one of the questions, by hit and position."""
        found: dict[str, Evidence] = {}
        for question in questions:
            asked = Question.parse(cased(question.text, hits))
            gathered = gather(asked, question.vector, hits, self._library)
            found |= {one.number: one for one in gathered}
        return sorted(found.values(), key=lambda one: (one.hit.rank, one.span.start))

    def _rank(self, question: Encoded, hits: Sequence[Hit]) -> Ranked:
        asked = Question.parse(cased(question.text, hits))
        evidence = gather(asked, question.vector, hits, self._library)
        scores, probabilities = self._loaded().score(question.text, evidence, question.timeless)
        if speaker := speaker_asked(asked.text):
            strangers = ~np.asarray([may_speak(speaker, one) for one in evidence], dtype=bool)
            probabilities, scores = np.where(strangers, 0.0, probabilities), scores - UNREAD * strangers
            stated = np.asarray([states(speaker, one) for one in evidence], dtype=bool) & (probabilities > 0)
            probabilities = np.where(stated, np.maximum(probabilities, STATED), probabilities)
            scores = scores + STATED_FIRST * stated
        if named := identity_asked(asked.text):
            told = np.asarray([identifies(named, one) for one in evidence], dtype=bool) & (probabilities > 0)
            probabilities = np.where(told, np.maximum(probabilities, STATED), probabilities)
            scores = scores + IDENTIFIED_FIRST * told
        if len(topic := frozenset(analyse(topic_asked(asked.text)))) >= TOPIC_WORDS:
            of_it = np.asarray([topic <= one.words for one in evidence], dtype=bool) & (probabilities > 0)
            probabilities = np.where(of_it, np.maximum(probabilities, STATED), probabilities)
        if asked.expects == "number":
            others = np.asarray([counts_others(asked, one.spoken, one.around) for one in evidence], dtype=bool)
            probabilities, scores = np.where(others, 0.0, probabilities), scores - UNREAD * others
        if asked.expects == "reason":
            # "The dam broke on Sunday" is no answer to why where one about as likely to answer says because of what.
            likely = probabilities > max(0, probabilities.max(initial=0) - AS_LIKELY)
            reasons = np.asarray([asked.met_by(one.spoken) for one in evidence], dtype=bool)
            scores = scores + STATED_FIRST * (likely & reasons)
        enumerated = np.asarray([asked.enumerated_by(one.text) for one in evidence], dtype=bool)
        scores = _lifted(scores, enumerated & _as_likely(probabilities, THIRD))
        return Ranked(asked, evidence, scores, probabilities).by(scores)

    def _loaded(self) -> Scorer:
        with self._loading:
            if self._scorer is None:
                self._scorer = Scorer.load(self._encoder)
            return self._scorer

    @property
    def model_name(self) -> None:
        """None: no language model writes."""
        return

    @staticmethod
    def standalone(question: str, history: Sequence[Earlier]) -> Rewritten:
        """See `Writer.standalone`."""
        return Rewritten(standalone(question, history))

    def stream(
        self,
        question: Encoded,
        hits: Sequence[Hit],
        refuse_below: float,
        as_of: str | None,  # noqa: ARG002 - a writer's; quotations are the same on every day
        parts: Sequence[Encoded] = (),
    ) -> Iterator[Answer]:
        """See `Writer.stream`."""
        yield from growing(self.write(question, hits, refuse_below, parts))


def _together(one: Ranked, other: Ranked) -> Ranked:
    scores = np.append(one.scores, other.scores)
    probabilities = np.append(one.probabilities, other.probabilities)
    return Ranked(one.question, one.evidence + other.evidence, scores, probabilities).by(scores)


def _asked(part: Encoded) -> str:
    """A part of a question as it was asked, without what it leans on."""
    return BRACKETED.sub("", part.text)


def _in_time_first(ranked: Ranked) -> Ranked:
    """Ranked anew, sentences of the time that the question means before others that answer hardly better."""
    return ranked.by(ranked.scores + TIME * np.asarray([one.hit.explain.date_effect for one in ranked.evidence]))


def _newest_first(ranked: Ranked) -> Ranked:
    """Ranked anew, the newest sentences that may answer first; as it was where the best one's article has no date."""
    days = np.asarray([ordinal(one.hit.published_at) or 0 for one in ranked.evidence])
    likely = _as_likely(ranked.probabilities, HALF)
    if not (days[:1].any() and likely.any()):
        return ranked
    counts = np.asarray([counts_so(ranked.question, one.text) for one in ranked.evidence], dtype=bool)
    if (likely & counts).any():
        likely &= counts
    return ranked.by(_lifted(ranked.scores, likely & (days == days[likely].max())))


def _lifted(scores: NDArray[np.float64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The scores (n,), those of `first` raised together until the best of them is just above all others."""
    if not first.any():
        return scores
    missing = float(scores.max() + LIFT - scores[first].max())
    return np.where(first, scores + max(0.0, missing), scores)


def _as_likely(probabilities: NDArray[np.float64], share: float) -> NDArray[np.bool_]:
    """(n,) which are at least such a share as likely to answer as the likeliest, none where nothing is."""
    least = max(share * float(probabilities.max(initial=0)), np.finfo(np.float64).tiny)
    return np.asarray(probabilities >= least, dtype=np.bool_)


def _disagreement(ranked: Ranked, least: float) -> Found | None:
    """What stories state differently in answer to a question; those that are likely to answer it speak first."""
    least *= SIDE
    answering = [one.number for one, p in zip(ranked.evidence, ranked.probabilities, strict=True) if p >= least]
    return find_disagreement(ranked.question, ranked.evidence, frozenset(answering))


def _best(ranked: Ranked, likely: NDArray[np.bool_], below: float) -> list[Evidence]:
    """Those of the likely sentences that are scored at most `below` under the best of them."""
    floor = ranked.scores[likely].max(initial=-np.inf) - below
    return [ranked.evidence[i] for i in np.flatnonzero(likely & (ranked.scores >= floor))]
