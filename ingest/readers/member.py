"""What a file holds: an article, or several, each under a name of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from assistant.errors import UnreadableArticle
from ingest.document import Document
from ingest.readers.decoding import tidy

# A title, byline, outlet or name is cut to this; what is longer is none, or bait.
FIELD_LENGTH = 300
# A web address is cut to this, about what browsers and site maps take (2,048 characters).
ADDRESS_LENGTH = 2000
# An archive may unpack to this many times the largest file that is read.
EXPANSION = 20


@dataclass(slots=True)
class Options:
    """How one file is read: what a part of it may measure, and under which keys records state an article's fields.

    `unpacked` counts the bytes that archives in the file have unpacked to, however they are nested.
    """

    max_bytes: int = 10_000_000
    fields: Mapping[str, str] = field(default_factory=dict)
    unpacked: int = 0

    def unpack(self, size: int) -> None:
        """Takes what is about to be unpacked off the allowance. Raises UnreadableArticle where it is too much."""
        if size > self.max_bytes:
            raise UnreadableArticle(f"it unpacks to {size / 1e6:.0f} MB, the limit is {self.max_bytes / 1e6:g}")
        if self.unpacked + size > EXPANSION * self.max_bytes:
            raise UnreadableArticle(f"what was packed takes more than {EXPANSION * self.max_bytes / 1e6:g} MB")
        self.unpacked += size


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a file, not yet made: `name` tells it from the others, and is "" where it is the whole file.

    Members with the same `digest` make the same document.
    """

    name: str
    digest: str
    make: Callable[[], Document]

    def read(self) -> Document:
        """The document, its text and fields tidy. Raises UnreadableArticle, with the reason, when there is none."""
        try:
            document = self.make()
        except UnreadableArticle as error:
            raise UnreadableArticle(one_line(error)) from error
        except Exception as error:  # whatever makes a library stumble, the other articles go in
            raise UnreadableArticle(f"it cannot be read ({one_line(error)})") from error
        return replace(
            document,
            body=tidy(document.body),  # again, for what stood in it as &shy; or "\u200b"
            title=short(document.title) or None,
            byline=short(document.byline) or None,
            outlet=short(document.outlet) or None,
            section=short(document.section) or None,
            canonical_url=short(document.canonical_url, ADDRESS_LENGTH) or None,
            captions=tuple(filter(None, map(short, document.captions))),
            language=short(document.language)[:2].lower() or None,
        )


class Entry(NamedTuple):
    """A file inside an archive: its name there, the suffix it is read by, and how to get at its bytes."""

    name: str
    suffix: str
    load: Callable[[], bytes]


def digest_of(content: bytes) -> str:
    """What tells a member from what it was before."""
    return hashlib.sha256(content).hexdigest()


def refused(name: str, error: Exception) -> Member:
    """A member that cannot be read, and says why when it is."""

    def make() -> Document:
        raise error

    return Member(name, "", make)


def short(stated: str | None, length: int = FIELD_LENGTH) -> str:
    """One line of a field's length."""
    return " ".join(tidy(stated or "").split())[:length].strip()


def one_line(error: Exception) -> str:
    """What an error of a library says."""
    return short(str(error)) or type(error).__name__
