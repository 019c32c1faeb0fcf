"""Zip archives, read in memory: nothing is ever unpacked to a disk, and names are only labels."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from assistant.errors import UnreadableArticle
from ingest.readers.member import Entry, Options

# More files than this, or a larger file that shrinks to less than this share, are made to keep us busy.
MOST_FILES = 100_000
LARGE, LEAST_SHARE = 1_000_000, 1 / 200


def zip_entries(content: bytes, options: Options) -> Iterator[Entry]:
    """The files of an archive but for hidden ones. Raises UnreadableArticle when it is no archive."""
    archive = open_zip(content)
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if not info.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in path.parts if part != ".."):
            yield Entry(info.filename, path.suffix.lower(), partial(read_packed, archive, info, options))


def open_zip(content: bytes) -> ZipFile:
    """A zip archive. Raises UnreadableArticle when it is none, or holds more files than anybody packs."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableArticle("it is no zip archive, or a broken one") from error
    if len(archive.infolist()) > MOST_FILES:
        raise UnreadableArticle(f"it holds more than {MOST_FILES:,} files")
    return archive


def read_packed(archive: ZipFile, info: ZipInfo, options: Options) -> bytes:
    """The bytes of a file in an archive. Raises UnreadableArticle when `admit` does, or when they are broken."""
    admit(info, options)
    try:
        return archive.read(info)
    except Exception as error:  # zlib's and zipfile's many
        raise UnreadableArticle("it is damaged, or packed in a way that is not read") from error


def admit(info: ZipInfo, options: Options) -> None:
    """Raises UnreadableArticle where a packed file is encrypted, or would unpack to too much."""
    if info.flag_bits & 1:
        raise UnreadableArticle("it is encrypted")
    # Sizes as declared: zipfile reads no more than these.
    if info.file_size > LARGE and info.compress_size < LEAST_SHARE * info.file_size:
        raise UnreadableArticle(f"it unpacks to {info.file_size / 1e6:.0f} MB of next to nothing")
    options.unpack(info.file_size)
