"""From the addresses a person names to pages that are read as files are: by the kind that the server says they are."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeGuard
from urllib.parse import urljoin, urlsplit

from assistant.errors import UnreadableArticle
from assistant.library import Library, SourceState
from ingest.report import Skipped
from ingest.web.feeds import feed_links
from ingest.web.fetching import Fetched, Fetcher

# A feed's entries that are fetched, the first ones: feeds begin with the newest.
FEED_ENTRIES = 100
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_TEXT = {".html", ".txt", ".md"}
_MARKDOWN = {".md", ".markdown"}
# Of Python's encodings those that pages are in; some of the others take long, or make much of little.
_ENCODINGS = re.compile("iso8859|cp|koi8|mac|gb|big5|shift|euc|utf-16|tis|ptcp")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was fetched; its source is its address. `content` is None when it has not changed."""

    source: str
    suffix: str
    content: bytes | None

    def look(self, known: SourceState | None, reader: str) -> tuple[SourceState, bytes | None]:
        """How the page looks now, and its bytes, or None when they have not changed."""
        if self.content is None:
            assert known is not None  # or the server had not been asked to say so
            return known, None
        state = SourceState(len(self.content), 0, digest(self.content), reader)
        unchanged = known is not None and (known.sha256, known.reader) == (state.sha256, reader)
        return state, None if unchanged else self.content


class Pages:
    """The pages of addresses, one fetched after another. A feed stands for those of its entries."""

    def __init__(
        self,
        urls: Sequence[str],
        library: Library,
        reader: str,
        max_bytes: int,
        skipped: list[Skipped],
        *,
        allow_private: bool,
    ) -> None:
        """`reader` names the code that will read them; those that cannot be had are added to `skipped`."""
        self._library, self._reader, self._skipped = library, reader, skipped
        self._max_bytes, self._allow_private = max_bytes, allow_private
        self._waiting = deque((url, False) for url in dict.fromkeys(urls))
        self._seen: set[str] = set()

    def __len__(self) -> int:
        """How many addresses are still to be fetched, as far as is known yet."""
        return len(self._waiting)

    def windows(self, size: int) -> Iterator[list[Page]]:
        """The pages, each once, `size` at a time."""
        if not self._waiting:
            return
        window: list[Page] = []
        with Fetcher(self._max_bytes, allow_private=self._allow_private) as fetcher:
            while self._waiting:
                url, listed = self._waiting.popleft()
                try:
                    fetched = fetcher.fetch(url, self._validators)
                    if page := self._page(fetched, listed=listed):
                        window.append(page)
                except UnreadableArticle as error:
                    self._skipped.append(Skipped(without_password(url), str(error)))
                if len(window) == size:
                    yield window
                    window = []
        if window:
            yield window

    def _validators(self, url: str) -> dict[str, str]:
        return self._library.journal.validators(url, self._reader)

    def _page(self, fetched: Fetched, *, listed: bool) -> Page | None:
        """The page, unless it is a feed, or was met before under another address."""
        if fetched.url in self._seen:
            return None
        self._seen.add(fetched.url)
        if fetched.content is None:
            return Page(fetched.url, "", None)
        links = feed_links(fetched.content)
        if links is None:
            suffix = _suffix(fetched)
            content = _as_utf8(fetched.content, fetched.charset) if suffix in _TEXT else fetched.content
            self._library.journal.note_fetched(fetched.url, digest(content), fetched.etag, fetched.last_modified)
            return Page(fetched.url, suffix, content)
        if listed:
            raise UnreadableArticle("it is a feed in a feed")
        if not links:
            raise UnreadableArticle("the feed names no article's address")
        if len(links) > FEED_ENTRIES:
            reason = f"of its {len(links)} entries only the first {FEED_ENTRIES} are fetched"
            self._skipped.append(Skipped(fetched.url, reason))
        self._waiting.extend((_joined(fetched.url, link), True) for link in links[:FEED_ENTRIES])
        return None


def is_address(path: object) -> TypeGuard[str]:
    """Whether what a person gave names a page of the web and no file."""
    return isinstance(path, str) and bool(re.match("https?://", path, re.IGNORECASE))


def without_password(url: str) -> str:
    """An address as it may be shown and kept."""
    return re.sub("//[^/]*@", "//...@", url)


def digest(content: bytes) -> str:
    """What tells a page from what it was before."""
    return hashlib.sha256(content).hexdigest()


def _joined(url: str, link: str) -> str:
    """Where a link leads; the link itself where that is nowhere, for the reason to name it."""
    try:
        return urljoin(url, link)
    except ValueError:
        return link


def _suffix(fetched: Fetched) -> str:
    if not fetched.kind:
        raise UnreadableArticle("the server does not say of what kind it is")
    # Elsewhere than in a library's files, Markdown is served as plain text.
    if fetched.kind == "text/plain" and PurePosixPath(urlsplit(fetched.url).path).suffix.lower() in _MARKDOWN:
        return ".md"
    if fetched.kind not in SUFFIXES:
        raise UnreadableArticle(f"it is of the kind {fetched.kind[:80]}, which is not read")
    return SUFFIXES[fetched.kind]


def _as_utf8(content: bytes, charset: str) -> bytes:
    """A page in an encoding that only the server may have named, as UTF-8; any other as it is."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError):
            if charset and _ENCODINGS.match(codecs.lookup(charset).name):
                return content.decode(charset, "replace").encode()
    return content
