"""What a reader makes of a file, before and after cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.types import Place

# What is known of an article, each with the place where it was stated.
KNOWN = ("title", "byline", "outlet", "section", "canonical_url", "published_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Document:
    """A body with one paragraph a line, and what the format itself says of it (None: it does not say).

    `captions` are lines beside pictures, which are not in the body; `correction` the article's notices on itself, which
    stay in it.
    `provenance` tells by field where what is known was stated.
    """

    body: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    correction: str | None = None
    captions: tuple[str, ...] = ()
    provenance: Mapping[str, Place] = field(default_factory=dict)

    def stated_in(self, place: Place) -> Document:
        """The document with `place` as where all was stated that is known and not yet told of; the rest is not told."""
        known = [name for name in KNOWN if getattr(self, name)]
        return replace(self, provenance={name: self.provenance.get(name, place) for name in known})
