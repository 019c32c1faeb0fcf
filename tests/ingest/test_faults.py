"""A full disk, two ingests at once, and readers all the while."""

from __future__ import annotations

import shutil
import subprocess
import sys
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from assistant.errors import LibraryBusy, LibraryError
from assistant.library import Library
from assistant.library.database import Database
from assistant.retrieval import Retriever
from ingest import ingest
from tests.conftest import ROOT
from tests.fakes import HashEncoder
from tests.forks import FORKS
from tests.ingest.disturbing import Ingesting, assert_same, write_editions
from tests.needs import lacks

pytestmark = pytest.mark.timeout(600)  # the fork server imports all there is before the first one starts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_editions(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("undisturbed") / "library"
    Ingesting(folder, path).result()
    return path


@pytest.mark.parametrize(
    "largest",
    [700_000, *(pytest.param(size, marks=pytest.mark.slow) for size in range(100_000, 1_000_000, 100_000))],
)
def test_what_cannot_grow_is_told_and_the_next_run_finishes(
    largest: int, folder: Path, undisturbed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library"
    error = Ingesting(folder, path, largest=largest).result()["error"]
    assert str(path) in error
    assert "cannot be opened" in error or "could not be written" in error
    assert Ingesting(folder, path).result()["skipped"] == []
    assert_same(path, undisturbed)


# A disk of so many KB is filled by an ingest, then made larger, and the ingest run again in the same process.
FULL_DISK = """
import subprocess, sys
from pathlib import Path
from assistant.errors import LibraryError
from assistant.library import Library
from ingest import ingest
from tests import loaded
from tests.fakes import HashEncoder

folder, disk, kept = map(Path, sys.argv[1:4])
def mount(*options):
    subprocess.run(["mount", "-t", "tmpfs", *options, "library", str(disk)], check=True)

mount("-o", f"size={sys.argv[4]}k")
files, encoder, library = sorted(folder.iterdir()), HashEncoder(max_tokens=128), None
try:
    library = Library(disk / "library", create=True)
    ingest(files, library, encoder)
except LibraryError as error:
    print(error)
mount("-o", "remount,size=50m")
library = library or Library(disk / "library", create=True)
ingest(files, library, encoder)
library.close()
subprocess.run(["cp", "-r", str(disk / "library"), str(kept)], check=True)
"""
ALONE = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", range(100, 1200, 125))
def test_a_full_disk_is_told_and_the_next_run_finishes(
    kilobytes: int, folder: Path, undisturbed: Path, tmp_path: Path
) -> None:
    if not shutil.which("unshare"):
        lacks("There is no unshare, which gives a test a disk of its own: it belongs to util-linux.")
    if subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        # Nothing that could be installed; what cannot grow, above, is tested everywhere.
        pytest.skip("The system does not let us mount a disk of our own (a user's namespace).")
    disk, kept = tmp_path / "disk", tmp_path / "library"
    disk.mkdir()
    done = subprocess.run(
        [*ALONE, sys.executable, "-c", FULL_DISK, str(folder), str(disk), str(kept), str(kilobytes)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(disk / "library") in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert_same(kept, undisturbed)


def test_a_second_ingest_is_refused_by_name_and_the_first_goes_on(
    folder: Path, undisturbed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library"
    first = Ingesting(folder, path)
    first.embedded(1)
    told = []

    def ask() -> None:
        library = Library(path)
        try:
            with library.writing():
                pass
        except LibraryBusy as error:
            told.append(str(error))
        library.close()

    while first.process.is_alive():
        ask()
    assert str(path) in told[0]
    assert first.result()["skipped"] == []
    assert_same(path, undisturbed)


def read_all_the_while(path: Path, expected: dict[str, set[str]], begun: Event, over: Event, told: Connection) -> None:
    """Reads whole articles and searches until it is over; tells how often, and which sources it saw."""
    library = Library(path)
    retriever = Retriever(library, HashEncoder(max_tokens=128))
    seen: set[str] = set()
    rounds = 0
    while rounds == 0 or not over.is_set():
        for article in library.articles():
            assert article.text in expected[article.source], article.source
            assert article.passages > 0
            seen.add(article.source)
        for hit in retriever.search("How many people were injured in the attack on the city?", 5):
            if found := library.article(hit.article_id, hit.version):  # else it was removed just now
                assert found.text in expected[found.source]
                assert found.text[hit.start : hit.end] == hit.text
        rounds += 1
        begun.set()
    told.send((rounds, len(seen)))


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_readers_never_see_half_an_article(times: int, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write_editions(folder, editions=2)
    path, encoder = tmp_path / "library", HashEncoder(max_tokens=128)
    files = sorted(folder.iterdir())
    old = {file: file.read_text(encoding="utf-8") for file in files}
    new = {file: f"{text}\n\nThe report of {file.stem} was changed on Friday.\n" for file, text in old.items()}
    both = []
    for number, texts in enumerate((old, new)):
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        made = Library(tmp_path / f"made-{number}", create=True)
        ingest(files, made, encoder)
        both.append({article.source: article.text for article in made.articles()})
        made.close()
    expected = {source: {texts[source] for texts in both} for source in both[0]}
    library = Library(path, create=True)
    ingest(files[:4], library, encoder)
    begun, over = FORKS.Event(), FORKS.Event()
    hears, tells = FORKS.Pipe(duplex=False)
    reader = FORKS.Process(target=read_all_the_while, args=(path, expected, begun, over, tells))
    reader.start()
    tells.close()
    assert begun.wait(60)
    for _ in range(times):
        for texts in (old, new):
            for file, text in texts.items():
                file.write_text(text, encoding="utf-8")
            assert ingest(files, library, encoder).skipped == []
        library.remove([str(file) for file in files[4:]])
    over.set()
    rounds, seen = hears.recv()  # EOFError where it met an error
    reader.join()
    assert rounds > times
    assert seen > 4
    library.close()


def test_a_transaction_that_the_disk_ended_is_told_as_that(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalogue.sqlite")
    database.all("PRAGMA max_page_count = 1")
    with pytest.raises(LibraryError, match="could not be written .*full"):
        database.set_meta({"filler": "x" * 1_000_000})
    database.set_meta({"a": "b"})  # nothing is left open
    assert database.meta("a") == "b"
    database.close()
