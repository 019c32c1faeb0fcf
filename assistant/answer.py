"""An answer and what it is made of, all frozen: what the writers make, and what is stored, shown and printed.

Spans are half-open `[start, end)`. Dates are ISO 8601 strings at the precision the article states; None is unknown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from assistant.types import Place, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer to an exact span of one version of an article: `quote == text[start:end]`.

    `date_from` is where `published_at` was stated and `correction` the notice in which the article corrects itself;
    both None where that is not known, as in answers that were stored before it was.
    """

    number: int
    article_id: str
    version: str
    source: str
    title: str
    outlet: str | None
    published_at: str | None
    start: int
    end: int
    quote: str
    section: str | None = None
    canonical_url: str | None = None
    date_from: Place | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer, the numbers of its citations and how well they support it (0 to 1).

    `marked` is the span of `text` that holds what was asked for ("98", "on Friday"), where that can be told.
    """

    text: str
    citations: tuple[int, ...]
    support: float
    marked: Span | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: what is stated, the citation that states it, and how many tell it.

    `outlets` counts everyone that carries it, copies included; `origins` the stories, which are what counts as
    evidence. `mark` says that another side has taken its place: an "earlier" figure that has grown since, a statement
    that a later report "superseded" or a notice "corrected".
    """

    value: str
    citation: int
    outlets: int = 1
    origins: int = 1
    mark: Literal["", "earlier", "superseded", "corrected"] = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What stories state differently of the same event; `sides` are newest first, undated ones last.

    `kind` is what differs: a "number", "duration", "age", "time", "name", "place", what is claimed ("claim") or who
    said it ("speaker").
    """

    kind: str
    sides: tuple[Side, ...]

    @property
    def settled(self) -> bool:
        """Whether one side has taken the place of all others: nobody disagrees any more."""
        return sum(not side.mark for side in self.sides) < 2

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Disagreement:
        """What `asdict` made, also that of answers stored before there were sides. Raises TypeError on other keys."""
        if set(values) == {"citations", "figures"}:
            pairs = zip(values["figures"], values["citations"], strict=True)
            return cls("number", tuple(Side(value, citation) for value, citation in pairs))
        return cls(**{**values, "sides": tuple(Side(**side) for side in values["sides"])})


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near the question, named when an answer abstains; `quote` is what it says that comes nearest."""

    article_id: str
    title: str
    outlet: str | None
    published_at: str | None
    source: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a language model wrote for an answer, in numbers; repeated sentences count once.

    `unsupported` of its `sentences` were left out, since what they cite does not support them; `retried` of the
    sentences were its second attempt at such a one. `unknown_ids` citations named no sentence that it was shown.
    """

    model: str
    sentences: int = 0
    unsupported: int = 0
    retried: int = 0
    unknown_ids: int = 0


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The time a question means, as it was understood: `words` of it, and ISO days, both included, None where open.

    It is preferred, never a filter: `outside` are the citations whose article is dated outside it. Undated articles
    are in no range and outside none. Words about what is new ("latest") open both ends; then `newest` tells how new.
    """

    words: str
    since: str | None = None
    until: str | None = None
    outside: tuple[int, ...] = ()


# What a question wants: one fact (yes or no among them), a list, an account of events by date, or somebody's words.
Form: TypeAlias = Literal["fact", "list", "account", "statement"]
# What a question for yes or no is answered with, where its articles plainly say; "" everywhere else.
Verdict: TypeAlias = Literal["yes", "no", ""]
# How readily an answer abstains.
Refusal: TypeAlias = Literal["strict", "balanced", "eager"]


@dataclass(frozen=True, slots=True)
class RefusalLevel:
    """A level of refusal: it abstains where the confidence is under `below` (0 to 1).

    As measured by `evals.fit_answering`, out of fold, half of the questions without an answer though they look as if:
    `coverage` is the share of answerable questions that are answered, `precision` the share of answers whose first
    sentence is right; means over four sets.
    """

    below: float
    coverage: float
    precision: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. Abstaining is an answer: `status` says which, `nearest` what there is instead.

    `confidence` is how likely the articles answer the question at all, 0 to 1; also where it abstained. `writer` is
    who wrote what is shown; `form` what the question wants: an account that is quoted goes by date, oldest first, or
    newest first where the question asks for the latest. `draft` is there when a language model was asked, `note` when
    something went otherwise than planned: one line.
    `verdict` is "yes" or "no" where a sentence plainly says so and none otherwise; `text` opens with it.
    `period` is the time the question means, None where it means none or was told to be left out of account. `missing`
    are the parts of a question of several that nothing answers.
    """

    question: str
    standalone_question: str
    status: Literal["answered", "abstained"]
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    as_of: str | None = None
    confidence: float = 0.0
    writer: str = ""
    form: Form = "fact"
    verdict: Verdict = ""
    elapsed_ms: int = 0
    note: str = ""
    draft: Draft | None = None
    period: TimeRange | None = None
    missing: tuple[str, ...] = ()

    @property
    def newest(self) -> str | None:
        """The date of the newest article cited; None where none of them is dated."""
        return max((citation.published_at for citation in self.citations if citation.published_at), default=None)

    def to_dict(self) -> dict[str, Any]:
        """The object `ask --json` prints; `from_dict` reads it back unchanged."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Answer:
        """The answer that `to_dict` (or its JSON) was made from. Raises TypeError on unknown keys."""

        def rows(kind: Any, key: str) -> tuple[Any, ...]:
            return tuple(
                kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
                for row in values[key]
            )

        parts: dict[str, Any] = {
            "sentences": tuple(
                replace(one, marked=Span(*one.marked)) if one.marked else one
                for one in rows(AnswerSentence, "sentences")
            ),
            "citations": rows(Citation, "citations"),
            "disagreements": tuple(map(Disagreement.from_dict, values["disagreements"])),
            "nearest": rows(Nearest, "nearest"),
            "draft": Draft(**values["draft"]) if values.get("draft") else None,
            "period": None,
            "missing": tuple(values.get("missing", ())),
        }
        if period := values.get("period"):
            parts["period"] = TimeRange(**{**period, "outside": tuple(period["outside"])})
        return cls(**{**values, **parts})


# A turn of the conversation before a question: an answer of ours, or a question and the text of its answer ("" where
# there was none).
Earlier: TypeAlias = Answer | tuple[str, str]
