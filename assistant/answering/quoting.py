"""The writer without a language model: it quotes the one to four sentences that answer, or abstains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.citations import DraftSentence, cite, cited_text, without_numbers
from assistant.answering.copies import other_wordings
from assistant.answering.disagreement.finding import find_disagreement
from assistant.answering.evidence import Evidence, gather
from assistant.answering.question import Question
from assistant.answering.refusal import nearest, refusal_text
from assistant.answering.scoring import Scorer
from assistant.answering.streaming import growing
from assistant.asked_time import names_time
from assistant.conversation import standalone
from assistant.embedding import Vector
from assistant.library import Library
from assistant.rewriting import Rewritten
from assistant.support import EvidenceReader
from assistant.types import Answer, Earlier, Hit

MAX_SENTENCES = 4
# A further sentence's score may lie this far below the best one's (see evals/fit_answering.py for how it was chosen).
NEARLY_AS_GOOD = 0.7
# What a sentence of the time that a question names gains over one far from it, in three tenths (`fusion` gives 0.3): a
# little more than NEARLY_AS_GOOD. Chosen by judgement, questions that name a time are too few here to measure it.
TIME = 3.0
# Sentences that share more of their words than this say the same.
SAME_WORDS = 0.6


class QuotingWriter:
    """Answers with sentences of the articles, word for word."""

    name = "quoting"

    def __init__(self, library: Library, reader: EvidenceReader | None = None) -> None:
        """`library` is the one the hits come from; a `reader` judges support of what is not quoted word for word."""
        self._library = library
        self._reader = reader
        self._scorer = Scorer.load()

    @property
    def threshold(self) -> float:
        """The confidence below which it abstains unless it is told another."""
        return self._scorer.threshold

    def write(self, question: str, vector: Vector, hits: Sequence[Hit], refuse_below: float | None = None) -> Answer:
        """The answer from the hits, or an abstention. `vector` is the question's (d,) unit vector.

        It abstains where the confidence is below `refuse_below`, by default the fitted threshold. What it says where
        it does not abstain is the same whatever `refuse_below` is.
        """
        asked = Question.parse(question)
        evidence = gather(asked, vector, hits, self._library)
        scores, probabilities = self._scorer.score(evidence)
        order = np.argsort(-scores, kind="stable")
        if further := other_wordings([evidence[i] for i in order], len(hits), self._library):
            evidence += gather(asked, vector, further, self._library)
            scores, probabilities = self._scorer.score(evidence)
            order = np.argsort(-scores, kind="stable")
        confidence = float(probabilities[order[0]]) if len(order) else 0.0
        answer = Answer(question, question, "abstained", "", confidence=round(confidence, 4), writer=self.name)
        if not len(order) or confidence < (self.threshold if refuse_below is None else refuse_below):
            near = nearest(hits)
            return replace(answer, text=refusal_text(near), nearest=near)
        # An answer that only a lower `refuse_below` lets through is made of what is as likely as its best sentence.
        threshold = min(self.threshold, confidence)
        if timed := names_time(question):
            scores = scores + TIME * np.asarray([one.hit.explain.date_effect for one in evidence])
            order = np.argsort(-scores, kind="stable")
        likely = [i for i in order if probabilities[i] >= threshold]
        floor = scores[likely[0]] - NEARLY_AS_GOOD
        best = [evidence[i] for i in likely if scores[i] >= floor]
        if timed:
            # Of what answers, that of the time meant comes first, and the newest where the latest is asked for.
            best.sort(key=lambda one: -one.hit.explain.date_effect)
        answering = frozenset(evidence[i].number for i in likely)
        found = find_disagreement(asked, [evidence[i] for i in order], answering)
        sides = found.sentences if found else []
        chosen = _choose(best, sides if any(best[0] is one for one in sides) else [best[0], *sides][:MAX_SENTENCES])
        sentences, citations = cite(
            [DraftSentence(without_numbers(one.text), (one,)) for one in _in_order(chosen)], self._reader
        )
        told = found.told({(c.article_id, c.start): c.number for c in citations}) if found else None
        return replace(
            answer,
            status="answered",
            text=cited_text(sentences),
            sentences=sentences,
            citations=citations,
            disagreements=(told,) if told else (),
        )

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
        question: str,
        vector: Vector,
        hits: Sequence[Hit],
        refuse_below: float | None,
        as_of: str | None,  # noqa: ARG002 - a writer's; quotations are the same on every day
    ) -> Iterator[Answer]:
        """See `Writer.stream`."""
        yield from growing(self.write(question, vector, hits, refuse_below))


def _choose(ranked: Sequence[Evidence], wanted: Sequence[Evidence]) -> list[Evidence]:
    """The wanted sentences and the best others, at most four, none that repeats another."""
    chosen = list(wanted)
    for one in ranked:
        if len(chosen) == MAX_SENTENCES:
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _same(a: Evidence, b: Evidence) -> bool:
    """Whether two sentences say the same: most words in common, and no figure that only one of them has."""
    figures = [{word for word in one.words if word[0].isdigit()} for one in (a, b)]
    return figures[0] == figures[1] and len(a.words & b.words) > SAME_WORDS * min(len(a.words), len(b.words))


def _in_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence's article first, then the others' in order of their best; an article's in its own order."""
    articles = list(dict.fromkeys(one.hit.article_id for one in chosen))
    return sorted(chosen, key=lambda one: (articles.index(one.hit.article_id), one.span.start))
