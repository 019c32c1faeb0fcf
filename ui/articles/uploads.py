"""Files that were dropped into the page: kept beside the library, for it knows an article by the file it came from."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from assistant.library.records import files_of
from ingest.readers import suffix_of

# What a file system or a shell reads as more than a letter; the separators of either kind of system among it.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
# Bytes of a name: 255 is the most that file systems take.
LONGEST = 200
# Letters of the name of a person's folder: enough that no two people share one.
FOLDER_NAME = 16


def uploads_path(library: Path) -> Path:
    """Where the files uploaded to the library in the folder `library` are kept."""
    return library.with_name(f"{library.name}-uploads")


def keep_uploads(files: Iterable[tuple[str, bytes]], library: Path, person: str = "") -> list[Path]:
    """Keeps the files, each a name and its bytes; where. A name that was kept before holds the new content.

    Two of one name that came together are two files, as are those of two people: each `person` who signed in has a
    folder, called after nothing that tells who that is.
    """
    folder = uploads_path(library)
    if person:
        folder /= hashlib.sha256(person.encode()).hexdigest()[:FOLDER_NAME]
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[Path] = []
    for name, content in files:
        path, number = folder / safe_name(name), 2
        while path in kept:
            path, number = folder / _numbered(safe_name(name), number), number + 1
        # Hidden, so that no ingest of the folder would read it; one for each, for others upload at the same time.
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as half:
            half.write(content)
        Path(half.name).replace(path)
        kept.append(path)
    return kept


def files_behind(sources: Sequence[str]) -> list[str]:
    """The files that the articles came from, each once: an article of an archive names the archive; else itself."""
    files = [next((file for file in reversed(files_of(one)) if os.path.lexists(file)), one) for one in sources]
    return list(dict.fromkeys(files))


def forget_uploads(sources: Sequence[str], library: Path, kept: Sequence[str] = ()) -> None:
    """Deletes those of the files behind the sources that are uploads; what lies elsewhere is the person's own.

    A file that one of the articles `kept` came from stays.
    """
    needed = set(files_behind(kept))
    for file in files_behind(sources):
        if uploads_path(library) in Path(file).parents and file not in needed:
            Path(file).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A name for a file in a folder of ours, whatever a browser says it is called; its ending stays."""
    plain = _UNSAFE.sub("_", name.encode("utf-8", "replace").decode("utf-8")).lstrip(". ").rstrip(". ") or "article"
    stem, ending = os.path.splitext(plain)  # noqa: PTH122 - a name, no path
    room = LONGEST - len(ending.encode())
    return f"{stem.encode()[:room].decode(errors='ignore')}{ending}"


def _numbered(name: str, number: int) -> str:
    suffix = suffix_of(name) or PurePath(name).suffix
    return f"{name[: len(name) - len(suffix)]} ({number}){suffix}"
