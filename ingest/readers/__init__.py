"""One reader a format: bytes to documents. Which one is told by the file's suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from assistant.errors import UnreadableArticle
from ingest.document import Document
from ingest.readers.csv import read_csv
from ingest.readers.decoding import decode
from ingest.readers.docx import read_docx
from ingest.readers.email import read_eml, read_mhtml
from ingest.readers.epub import read_epub
from ingest.readers.feed import read_feed
from ingest.readers.html import read_html
from ingest.readers.json import read_json, read_jsonl
from ingest.readers.markdown import read_markdown
from ingest.readers.member import Entry, Member, Options, digest_of, one_line, refused, short
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.readers.warc import warc_entries
from ingest.readers.xml import read_xml
from ingest.readers.zip import zip_entries

Reader = Callable[[bytes, Options], Document]
# An archive may lie in an archive, but not in one that does so itself.
DEEPEST = 2


def _bytes(reader: Callable[[bytes], Document]) -> Reader:
    return lambda content, _options: reader(content)


def _text(reader: Callable[[str], Document]) -> Reader:
    return lambda content, _options: reader(decode(content))


# One article a file.
READERS: dict[str, Reader] = {
    ".txt": _text(read_text),
    ".text": _text(read_text),
    ".md": _text(read_markdown),
    ".markdown": _text(read_markdown),
    ".html": _text(read_html),
    ".htm": _text(read_html),
    ".mhtml": _bytes(read_mhtml),
    ".mht": _bytes(read_mhtml),
    ".eml": _bytes(read_eml),
    ".pdf": _bytes(read_pdf),
    ".docx": read_docx,
}
# As many articles as a file has, which may be one.
COLLECTIONS: dict[str, Callable[[bytes, Options], Iterator[Member]]] = {
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_xml,
    ".epub": read_epub,
}
# Files of any of these kinds.
ARCHIVES: dict[str, Callable[[bytes, Options], Iterator[Entry]]] = {
    ".zip": zip_entries,
    ".warc": warc_entries,
    ".warc.gz": warc_entries,
}
KINDS = (*READERS, *COLLECTIONS, *ARCHIVES)


def suffix_of(name: str) -> str:
    """What a file's name says of its kind, in small letters; "" where it says nothing."""
    low = name.lower()
    return ".warc.gz" if low.endswith(".warc.gz") else PurePath(low).suffix


def read(content: bytes, suffix: str) -> Document:
    """The document in a file that holds one. Raises UnreadableArticle, with the reason, when there is none."""
    return next(members_of(content, suffix, Options())).read()


def members_of(content: bytes, suffix: str, options: Options) -> Iterator[Member]:
    """The articles of a file, none of them made yet, each with a name that no other has; at least one.

    Raises UnreadableArticle when the file is not what its suffix says, and after the last member when the file
    breaks off there.
    """
    names: set[str] = set()
    try:
        for member in _members(content, suffix.lower(), options, 1):
            name = first = short(member.name)
            number = 1
            while name in names:
                number += 1
                name = f"{first} ({number})"
            names.add(name)
            yield replace(member, name=name)
    except UnreadableArticle as error:
        raise UnreadableArticle(one_line(error)) from error
    except Exception as error:  # whatever makes a library stumble, the other files go in
        raise UnreadableArticle(f"it cannot be read ({one_line(error)})") from error
    if not names:
        raise UnreadableArticle("no article was found in it")


def _members(content: bytes, suffix: str, options: Options, depth: int) -> Iterator[Member]:
    if not content:
        raise UnreadableArticle("the file is empty")
    if reader := READERS.get(suffix):
        yield Member("", digest_of(content), partial(reader, content, options))
    elif collection := COLLECTIONS.get(suffix):
        yield from collection(content, options)
    elif archive := ARCHIVES.get(suffix):
        if depth > DEEPEST:
            raise UnreadableArticle("it is an archive in an archive in an archive")
        for entry in archive(content, options):
            if entry.suffix in KINDS:
                yield from _of_entry(entry, options, depth)
    else:
        raise UnreadableArticle(f"files of the kind {suffix or '(no suffix)'} are not read; {', '.join(KINDS)} are")


def _of_entry(entry: Entry, options: Options, depth: int) -> Iterator[Member]:
    try:
        for member in _members(entry.load(), entry.suffix, options, depth + 1):
            yield replace(member, name=f"{entry.name}#{member.name}" if member.name else entry.name)
    except Exception as error:  # noqa: BLE001 (the archive's other files go in)
        known = isinstance(error, UnreadableArticle)
        yield refused(entry.name, error if known else UnreadableArticle(f"it cannot be read ({one_line(error)})"))
