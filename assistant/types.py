"""The values the parts hand to each other, all frozen.

Spans are half-open `[start, end)` and count characters of an article's clean `text`. Dates are ISO 8601
strings at the precision the article states ("2025-03-22" or "2025-03-22T09:30:00+00:00"); None is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, NamedTuple, TypeAlias

from assistant.dates import check_date


class Span(NamedTuple):
    """A half-open run of characters of an article's text."""

    start: int
    end: int


# Where something known of an article was stated: in a page's linked data, OpenGraph tags, other meta tags or markup,
# in its address, in a feed, front matter, a record (of JSON, of a table), NITF or NewsML, an email's head, a book's
# package, a file's properties, at the beginning of the report or in other lines of the text, in its file's name; or
# it is the file's date.
Place: TypeAlias = Literal[
    "json-ld", "opengraph", "meta", "markup", "address", "feed", "front matter", "record", "nitf", "newsml", "email",
    "book", "properties", "dateline", "text", "file name", "mtime",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one document, cleaned. `text` is the body every offset refers to: the report alone.

    `section` is the part of the outlet it stood in, `canonical_url` the web address it names as its own. `correction`
    are the notices in which it corrects or explains itself, which stay in `text`, and `captions` what stood beside
    pictures, which is not in it. `provenance` tells by field ("published_at") where what is known was stated.
    """

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
    section: str | None = None
    canonical_url: str | None = None
    correction: str | None = None
    captions: tuple[str, ...] = ()
    provenance: Mapping[str, Place] = field(default_factory=dict)

    @property
    def date_from(self) -> Place | None:
        """Where `published_at` was stated, "mtime" where it is the file's; None where that is not known."""
        return self.provenance.get("published_at")

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """The object `articles --json` prints; the body is included when `text` is true."""
        values = asdict(self)
        values["date_from"] = self.date_from
        if not text:
            del values["text"]
        return values


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a retrieval may find; what is left empty does not limit, and all that is given must hold.

    `since` and `until` are ISO dates at any precision, both included ("2025", "2025-03", "2025-03-22"); an undated
    article is in no such range. `outlets` are whole names, letter case aside; `sources` are files or URLs, or folders
    of them; `languages` ISO 639-1 codes ("en"); `articles` article ids; `sections` parts of an outlet as it names them,
    letter case aside.
    """

    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError on a date that is none, an empty range, or a text where several are wanted."""
        for name in ("since", "until"):
            stated = getattr(self, name)
            if stated is not None:
                check_date(stated, name)
        if self.since and self.until and self.since[: len(self.until)] > self.until:
            raise ValueError(f"since {self.since} lies after until {self.until}; turn them round.")
        for name in ("outlets", "sources", "languages", "articles", "sections"):
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
    the passages around it, in the article's order, where they were asked for. `date_from` is where `published_at` was
    stated; the other fields are the article's.
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
    section: str | None = None
    canonical_url: str | None = None
    date_from: Place | None = None
    correction: str | None = None

    def text_of(self, span: Span) -> str:
        """The text of a span of the article that lies in the passage: a sentence of `sentences`."""
        return self.text[span.start - self.start : span.end - self.start]

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The object `retrieve --json` prints; with `explain` and neighbours where they were asked for."""
        keys = ("rank", "score", "article_id", "source", "title", "outlet", "published_at", "language")
        more = ("also_in", "start", "end", "text", "section", "canonical_url", "date_from")
        values = {key: getattr(self, key) for key in (*keys, *more)}
        if self.neighbours:
            values["neighbours"] = [asdict(neighbour) for neighbour in self.neighbours]
        if explain:
            values["explain"] = asdict(self.explain)
        return values
