"""Web archives (WARC): the pages and documents that a crawl kept."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from assistant.errors import UnreadableArticle
from ingest.readers.member import EXPANSION, Entry, Options, one_line

SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}
MOST_MEMBERS = 10_000
_GZIP = b"\x1f\x8b"


def warc_entries(content: bytes, options: Options) -> Iterator[Entry]:
    """What was fetched with success, by its address. Raises UnreadableArticle where the archive is broken."""
    from warcio.archiveiterator import ArchiveIterator  # here, because most ingests meet no web archive
    from warcio.exceptions import ArchiveLoadFailed

    if content.startswith(_GZIP):
        _measure(content, options)
    elif not content.startswith(b"WARC/"):
        raise UnreadableArticle("it is no web archive")
    try:
        for record in ArchiveIterator(io.BytesIO(content)):
            entry = _entry(record, options)
            if entry:
                yield entry
    except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as error:
        raise UnreadableArticle(f"the archive is broken ({one_line(error)})") from error


def _measure(content: bytes, options: Options) -> None:
    """Unpacks all of it once, keeping nothing: warcio would hold a line of any length."""
    most, rest, total, members = EXPANSION * options.max_bytes, content, 0, 0
    while rest.startswith(_GZIP):
        member, members = zlib.decompressobj(wbits=31), members + 1
        if members > MOST_MEMBERS:  # each costs a copy of what is left
            raise UnreadableArticle(f"it has more than {MOST_MEMBERS:,} records")
        while not member.eof and rest:
            total += len(member.decompress(rest, 1_000_000))
            rest = member.unused_data if member.eof else member.unconsumed_tail
            if total > most - options.unpacked:
                raise UnreadableArticle(f"what was packed takes more than {most / 1e6:g} MB")
    options.unpacked += total


def _entry(record: Any, options: Options) -> Entry | None:
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or headers.get_statuscode() != "200"):
        return None
    kind = (headers or record.rec_headers).get_header("Content-Type") or ""
    suffix = SUFFIXES.get(kind.partition(";")[0].strip().lower())
    if suffix is None:
        return None
    name = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    return Entry(name, suffix, partial(_load, record, options))


def _load(record: Any, options: Options) -> bytes:
    """What was fetched, as it was before it was packed for the way.

    Raises UnreadableArticle where the record, or what was packed in it, breaks off: half an article is none.
    """
    stream = record.content_stream()
    content: bytes = stream.read(options.max_bytes + 1)
    options.unpack(len(content))
    unpacked = getattr(stream, "decompressor", None)
    while record.raw_stream.read(1_000_000):  # what a server sent behind the content
        pass
    if record.raw_stream.limit > 0 or (content and not getattr(unpacked, "eof", True)):
        raise UnreadableArticle("it breaks off: only a part of what was fetched is there")
    return content
