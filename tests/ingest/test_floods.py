"""Files made to take all the memory and time there is: told of within bounds, and the rest goes in."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant.library import Library
from ingest import ingest
from tests.fakes import HashEncoder
from tests.forks import FORKS
from tests.ingest.test_archives import zipped

REPORT = "The port of Odesa\n\nThe harbour of Odesa reopened on Monday after nine days of repairs.\n"
MB = 1_000_000
# What each may take: seconds of the processor, and memory beyond what the program has anyway.
SECONDS, MEMORY = 100, 500 * MB


def _one_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"a" * MB)


def _nested_zip(path: Path) -> None:
    inner = zipped([("zeros.txt", bytes(9 * MB))])
    for _ in range(4):
        inner = zipped([(f"{number}.zip", inner) for number in range(10)])
    path.write_bytes(inner)


FLOODS: dict[str, Callable[[Path], object]] = {
    "line.txt": _one_line,
    "bomb.zip": _nested_zip,
    "spaces.txt": lambda path: path.write_bytes(b"a\n\n" + b" " * 9 * MB),
    "letters.txt": lambda path: path.write_bytes(b"a" * 9 * MB),
    "nul.txt": lambda path: path.write_bytes(bytes(9 * MB)),
    "broken.txt": lambda path: path.write_bytes(b"\xff\xfe" + b"\xd8" * 9 * MB),
    "deep.html": lambda path: path.write_bytes(b"<div>" * (9 * MB // 5)),
    "tables.html": lambda path: path.write_bytes(b"<table><tr><td>" * (9 * MB // 15)),
    "open.html": lambda path: path.write_bytes(b"<" * 9 * MB),
    "deep.json": lambda path: path.write_bytes(b"[" * 9 * MB),
    "deep.xml": lambda path: path.write_bytes(b"<a>" * (3 * MB)),
    "entities.xml": lambda path: path.write_bytes(
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))
        + b"]><a>&k;</a>"
    ),
    "aliases.md": lambda path: path.write_bytes(
        b"---\na: &a [x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(9))
        + b"---\n"
    ),
    "objects.pdf": lambda path: path.write_bytes(b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * (9 * MB // 18)),
}


def take_in(folder: Path, path: Path, told: Connection) -> None:
    def memory() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    library, encoder = Library(path, create=True), HashEncoder()
    ingest([folder / "z.txt"], library, encoder)  # what is loaded at the first file
    library.remove([str(folder / "z.txt")])
    started, before = time.process_time(), memory()
    report = ingest([folder], library, encoder)
    library.close()
    told.send(
        (time.process_time() - started, memory() - before, report.added, [skip.reason for skip in report.skipped])
    )


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    # The one of every day is read to its end.
    "name",
    ["spaces.txt", *(pytest.param(name, marks=pytest.mark.slow) for name in FLOODS if name != "spaces.txt")],
)
def test_a_flood_is_told_of_within_bounds_and_the_rest_goes_in(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "z.txt").write_text(REPORT, encoding="utf-8")
    FLOODS[name](folder / name)
    hears, tells = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=take_in, args=(folder, tmp_path / "library", tells))
    process.start()
    tells.close()
    seconds, memory, added, reasons = hears.recv()
    process.join()
    (folder / name).unlink()  # nobody wants to keep it
    assert seconds < SECONDS
    assert memory < MEMORY
    assert (added, bool(reasons)) == (1, True)
