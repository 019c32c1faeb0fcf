"""The writer with a language model: its sentences are shown once what they cite supports them, and never before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Disagreement, Draft, Earlier, Refusal, RefusalLevel
from assistant.answering.citations import DraftSentence, cite, cited_text, without_numbers
from assistant.answering.evidence import Evidence
from assistant.answering.prompt import NO_ANSWER, REPLY_TOKENS, write_again, write_prompt
from assistant.answering.question import Encoded
from assistant.answering.quoting import QuotingWriter
from assistant.answering.refusal import nearest, refusal_text
from assistant.answering.reply import Written, sentences_of
from assistant.answering.streaming import growing
from assistant.dates import asking_day, last_ordinal
from assistant.embedding import Encoder
from assistant.errors import ModelError
from assistant.library import Library
from assistant.rewriting import Rewritten, rewrite
from assistant.support import ClaimModel
from assistant.types import Hit

if TYPE_CHECKING:
    from assistant.llm import LanguageModel

# More is no answer; a model that rambles or goes round in circles is stopped. So many sentences are tried again.
MAX_SENTENCES, MAX_WRITTEN, MAX_REPEATED = 8, 16, 3
MAX_AGAIN = 6
INSTEAD = "The quoting writer answers instead."


class LlmWriter:
    """Answers in a language model's words, checked; with the quoting writer's answer where none of them holds.

    The quoting writer decides whether to answer at all: a model is asked only what the articles seem to answer.
    """

    name = "llm"

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        open_model: Callable[[], LanguageModel],
        claim_model: ClaimModel | None = None,
    ) -> None:
        """`encoder` is the library's embedding model.

        `open_model` is called at the first question, and again after it failed: a server may come up.

        A `claim_model` judges support in place of the fitted model.
        """
        self._library = library
        self._quoting = QuotingWriter(library, encoder, claim_model)
        self._claim_model = claim_model
        self._open_model = open_model
        self._model: LanguageModel | None = None
        self._opening = threading.Lock()

    @property
    def levels(self) -> Mapping[Refusal, RefusalLevel]:
        """See `Writer.levels`."""
        return self._quoting.levels

    @property
    def model_name(self) -> str:
        """What is recorded of the language model, which this opens. Raises ModelError."""
        return self._opened().name

    def warm(self) -> None:
        """See `Writer.warm`; the language model is opened at the first question."""
        self._quoting.warm()

    def standalone(self, question: str, history: Sequence[Earlier]) -> Rewritten:
        """See `Writer.standalone`: rewritten by the model, where it is to be had."""
        try:
            return rewrite(question, history, self._opened())
        except ModelError:  # told below the answer, for which the model is opened again
            return self._quoting.standalone(question, history)

    def stream(
        self,
        question: Encoded,
        hits: Sequence[Hit],
        refuse_below: float,
        as_of: str | None,
        parts: Sequence[Encoded] = (),
    ) -> Iterator[Answer]:
        """See `Writer.stream`. Whatever happens to the model is a note on an answer, never an error."""
        quoted = self._quoting.write(question, hits, refuse_below, parts)
        if quoted.status == "abstained":
            yield quoted
            return
        try:
            model = self._opened()
        except ModelError as error:
            yield from growing(replace(quoted, note=f"{error} {INSTEAD}"))
            return
        evidence = self._quoting.evidence((question, *parts), hits)
        composed = Composition(evidence, model.name, self._claim_model)
        prompt = write_prompt(question.text, evidence, asking_day(last_ordinal(as_of)), model.context)
        problem = ""
        try:
            for _ in composed.read(model, prompt):
                yield composed.answer(quoted)
            if composed.failed and not composed.enough:
                for _ in composed.read(model, write_again(prompt, composed.failed[:MAX_AGAIN]), again=True):
                    yield composed.answer(quoted)
        except ModelError as error:
            problem = str(error)
        yield from self._finished(composed, quoted, problem, question, hits)

    def _finished(
        self, composed: Composition, quoted: Answer, problem: str, question: Encoded, hits: Sequence[Hit]
    ) -> Iterator[Answer]:
        """The whole answer, as far as it has not been shown yet."""
        if composed.accepted:
            disagreements = composed.both_sides(quoted)
            note = f"{problem} The answer may lack what it had not written yet." if problem else ""
            yield replace(composed.answer(quoted), disagreements=disagreements, note=note)
        elif composed.declined and not problem:
            near = nearest(hits, question.vector, self._library)
            yield replace(
                composed.answer(quoted),
                status="abstained",
                text=refusal_text(near),
                nearest=near,
                note="The language model found no answer in the sentences it was shown.",
            )
        else:
            nothing = "The articles support nothing of what the language model wrote."
            yield from growing(replace(quoted, draft=composed.draft, note=f"{problem or nothing} {INSTEAD}"))

    def _opened(self) -> LanguageModel:
        with self._opening:
            if self._model is None:
                self._model = self._open_model()
            return self._model


class Composition:
    """An answer being put together from what a model writes: what holds is accepted, the rest is counted."""

    def __init__(self, evidence: Sequence[Evidence], model: str, claim_model: ClaimModel | None = None) -> None:
        """`evidence` is what the model was shown; `claim_model` as in `LlmWriter`."""
        self._claim_model = claim_model
        self._evidence = {one.number: one for one in evidence}
        self.draft = Draft(model)
        self.accepted: list[DraftSentence] = []
        self.failed: list[str] = []
        self.declined = False
        self._seen: set[str] = set()
        self._repeated = 0

    @property
    def enough(self) -> bool:
        """Whether no more is to be read."""
        return len(self.accepted) >= MAX_SENTENCES

    def read(self, model: LanguageModel, prompt: str, *, again: bool = False) -> Iterator[None]:
        """Has the model write, and stops after each sentence that was accepted. Raises ModelError."""
        stop, self._repeated = self.draft.sentences + MAX_WRITTEN, 0
        with closing(sentences_of(model.stream(prompt, max_tokens=REPLY_TOKENS))) as written:
            for one in written:
                if self._take(one, again=again):
                    yield
                if self.enough or self.draft.sentences >= stop or self._repeated >= MAX_REPEATED:
                    return

    def answer(self, quoted: Answer) -> Answer:
        """The answer so far; confidence and questions are those of the quoting writer's answer."""
        sentences, citations = cite(self.accepted, self._claim_model)
        return replace(
            quoted,
            text=cited_text(sentences),
            sentences=sentences,
            citations=citations,
            disagreements=(),
            missing=(),
            verdict="",
            writer=LlmWriter.name,
            draft=self.draft,
        )

    def both_sides(self, quoted: Answer) -> tuple[Disagreement, ...]:
        """What the quoting writer found the sources to disagree on; a side that is not cited yet is quoted."""
        places = {(one.hit.article_id, one.span.start): one for one in self._evidence.values()}
        sources = {one.number: (one.article_id, one.start) for one in quoted.citations}
        found = []
        for disagreement in quoted.disagreements:
            shown = [places.get(sources[side.citation]) for side in disagreement.sides]
            sides = [side for side in shown if side]
            if len(sides) < len(shown):
                continue  # replaced between the two readings of the evidence
            cited = {one.number for sentence in self.accepted for one in sentence.evidence}
            self.accepted += [
                DraftSentence(without_numbers(side.spoken), side.cited) for side in sides if side.number not in cited
            ]
            numbers = {(one.article_id, one.start): one.number for one in cite(self.accepted, self._claim_model)[1]}
            told = zip(disagreement.sides, sides, strict=True)
            moved = tuple(replace(one, citation=numbers[side.hit.article_id, side.span.start]) for one, side in told)
            found.append(replace(disagreement, sides=moved))
        return tuple(found)

    def _take(self, written: Written, *, again: bool) -> bool:
        """Whether the sentence is now part of the answer."""
        if written.text.strip(" .").upper() == NO_ANSWER:
            self.declined = True
            return False
        words = " ".join(written.text.lower().split())
        if words in self._seen:
            self._repeated += 1
            return False
        self._seen.add(words)
        named = [self._evidence[one] for one in written.ids if one in self._evidence]
        proposed = DraftSentence(written.text, tuple(cited for one in named for cited in one.cited))
        accepted = bool(named and cite([proposed], self._claim_model)[0])
        if accepted:
            self.accepted.append(proposed)
        else:
            self.failed.append(written.text)
        self.draft = replace(
            self.draft,
            sentences=self.draft.sentences + 1,
            unsupported=self.draft.unsupported + (not accepted),
            retried=self.draft.retried + again,
            unknown_ids=self.draft.unknown_ids + len(written.ids) - len(named),
        )
        return accepted
