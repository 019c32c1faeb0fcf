"""The values the parts hand to each other, all frozen.

Spans are half-open `[start, end)` and count characters of an article's clean `text`. Dates are ISO 8601
strings at the precision the article states ("2025-03-22" or "2025-03-22T09:30:00+00:00"); None is unknown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, NamedTuple, TypeAlias

from assistant.dates import check_date


class Span(NamedTuple):
    """A half-open run of characters of an article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one document, cleaned. `text` is the body every offset refers to."""

    article_id: str
    version: str
    source: str
    title: str
    byline: str | None
    outlet: str | None
    published_at: str | None
    updated_at: str | None
    ingested_at: str
    language: str | None
    story: str
    passages: int
    text: str

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """The object `articles --json` prints; the body is included when `text` is true."""
        values = asdict(self)
        if not text:
            del values["text"]
        return values


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a retrieval may find; what is left empty does not limit, and all that is given must hold.

    `since` and `until` are ISO dates at any precision, both included ("2025", "2025-03", "2025-03-22"); an undated
    article is in no such range. `outlets` are whole names, letter case aside; `sources` are files or URLs, or folders
    of them; `languages` ISO 639-1 codes ("en"); `articles` article ids.
    """

    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError on a date that is none, an empty range, or a text where several are wanted."""
        for name in ("since", "until"):
            stated = getattr(self, name)
            if stated is not None:
                check_date(stated, name)
        if self.since and self.until and self.since[: len(self.until)] > self.until:
            raise ValueError(f"since {self.since} lies after until {self.until}; turn them round.")
        for name in ("outlets", "sources", "languages", "articles"):
            if not isinstance(getattr(self, name), (list, tuple, set, frozenset)):
                raise ValueError(  # noqa: TRY004 (as every other wrong value)
                    f"{name} takes several; write {name}=({getattr(self, name)!r},)."
                )
            # A list is as good as a tuple, and None would match nothing.
            object.__setattr__(self, name, tuple(str(value) for value in getattr(self, name)))

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit ranks where it does: its `score` is `fused` and the three effects together.

    `dense_rank` and `words_rank` are the passage's ranks (from 1) in the legs for the question as a whole, `cosine`
    and `bm25` its scores there; None where the leg did not return it. `fused` is the weighted mean of the legs, for a
    question of several parts half of it that of the part the passage fits best, which `part` tells (None: there are
    no parts). The effects say what an outlet or a time that the question names, or the date it is asked as of, adds
    or takes. `reranked` is the reranker's score, which then orders the hits in place of `score`; `reranker` says
    whether there was one and whether it finished in time.
    """

    dense_rank: int | None
    words_rank: int | None
    cosine: float | None
    bm25: float | None
    fused: float
    part: str | None = None
    outlet_effect: float = 0.0
    date_effect: float = 0.0
    article_effect: float = 0.0
    reranked: float | None = None
    reranker: Literal["none", "used", "out of time"] = "none"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A passage of the same article that stands before or after a hit; a span of the article's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: where it lies, how it ranked, and which article it is a slice of.

    `score` is higher for better hits and comparable within one result only; `explain` says what it is made of, and
    what a reranker gave it, whose order then holds.
    `sentences` are the passage's sentence spans in order. `also_in` names the outlets (or sources, where the
    outlet is unknown) of the story's other copies: they are the same evidence, not more of it. `neighbours` are
    the passages around it, in the article's order, where they were asked for.
    """

    rank: int
    score: float
    passage_id: str
    article_id: str
    version: str
    source: str
    title: str
    outlet: str | None
    published_at: str | None
    language: str | None
    story: str
    also_in: tuple[str, ...]
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    explain: Explanation
    neighbours: tuple[Neighbour, ...] = ()

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The object `retrieve --json` prints; with `explain` and neighbours where they were asked for."""
        keys = ("rank", "score", "article_id", "source", "title", "outlet", "published_at", "language")
        values = {key: getattr(self, key) for key in (*keys, "also_in", "start", "end", "text")}
        if self.neighbours:
            values["neighbours"] = [asdict(neighbour) for neighbour in self.neighbours]
        if explain:
            values["explain"] = asdict(self.explain)
        return values


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer to an exact span of one version of an article: `quote == text[start:end]`."""

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


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer, the numbers of its citations and how well they support it (0 to 1)."""

    text: str
    citations: tuple[int, ...]
    support: float


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
    """An article near the question, named when an answer abstains."""

    article_id: str
    title: str
    outlet: str | None
    published_at: str | None


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. Abstaining is an answer: `status` says which, `nearest` what there is instead.

    `confidence` is how likely the articles answer the question at all, 0 to 1; also where it abstained. `writer` is
    who wrote what is shown. `draft` is there when a language model was asked, `note` when something went otherwise
    than planned: one line for the reader. `period` is the time the question means, None where it means none or was
    told to be left out of account.
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
    elapsed_ms: int = 0
    note: str = ""
    draft: Draft | None = None
    period: TimeRange | None = None

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
            "sentences": rows(AnswerSentence, "sentences"),
            "citations": rows(Citation, "citations"),
            "disagreements": tuple(map(Disagreement.from_dict, values["disagreements"])),
            "nearest": rows(Nearest, "nearest"),
            "draft": Draft(**values["draft"]) if values.get("draft") else None,
            "period": None,
        }
        if period := values.get("period"):
            parts["period"] = TimeRange(**{**period, "outside": tuple(period["outside"])})
        return cls(**{**values, **parts})


# A turn of the conversation before a question: an answer of ours, or a question and the text of its answer ("" where
# there was none).
Earlier: TypeAlias = Answer | tuple[str, str]
