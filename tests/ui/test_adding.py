"""Adding articles from the page: the uploads, and the ingest in a thread of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.embedding import Encoded
from assistant.errors import LibraryBusy
from assistant.library import Library
from assistant.settings import Settings
from assistant.types import Span
from ingest import IngestReport, Skipped
from ingest.pipeline import WINDOW
from tests.conftest import ROOT, SAMPLES
from tests.fakes import HashEncoder
from tests.ui.screens import open_page, open_screen
from ui.articles.adder import progress_line, report_view, summary, time_left
from ui.articles.adding import Adding, Progress, adding
from ui.articles.uploads import LONGEST, files_behind, forget_uploads, keep_uploads, safe_name, uploads_path

BODY = "The minister met the envoys in Vienna on Monday. They spoke for two hours about grain."


class HeldEncoder(HashEncoder):
    """Embeds nothing before it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let = threading.Event(), threading.Event()

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
        self.reached.set()
        assert self.let.wait(30)
        return super().encode_passages(texts, sentences)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "library", create=True)
    yield made
    made.close()


def articles(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:02}.txt").write_text(f"Headline {number}\n\n{BODY} It was visit {number}.")
    return folder


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("news.txt", "news.txt"),
        ("../../etc/passwd.txt", "_.._etc_passwd.txt"),
        ("C:\\Users\\me\\news.md", "C_Users_me_news.md"),
        (".hidden.html", "hidden.html"),
        ("..", "article"),
        ("", "article"),
        ("a\nb\0c.txt", "a_b_c.txt"),
        ("Вести 1.txt", "Вести 1.txt"),
        ("half \ud800.txt", "half _.txt"),
        ("é" * 300 + ".html", "é" * 97 + ".html"),
    ],
)
def test_an_upload_is_called_what_is_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(kept.encode()) <= LONGEST


def test_uploads_lie_beside_the_library_and_a_name_again_is_the_same_source(tmp_path: Path) -> None:
    library = tmp_path / "library"
    first = keep_uploads([("a.txt", b"one"), ("../b.txt", b"two")], library)
    assert [path.parent for path in first] == [tmp_path / "library-uploads"] * 2
    again = keep_uploads([("a.txt", b"three"), ("a.txt", b"another of that name")], library)
    assert again[0] == first[0]
    assert [path.read_bytes() for path in again] == [b"three", b"another of that name"]
    assert sorted(path.name for path in uploads_path(library).iterdir()) == ["_b.txt", "a (2).txt", "a.txt"]
    own = tmp_path / "own.txt"
    own.write_text("mine")
    forget_uploads([str(first[0]), str(own)], library)
    assert own.exists()
    assert not first[0].exists()


def test_a_name_that_two_people_upload_is_two_sources(tmp_path: Path) -> None:
    library = tmp_path / "library"
    (ada,), (bo,) = (keep_uploads([("a.txt", who.encode())], library, who) for who in ("https://id Ada", "Bo"))
    assert (ada.read_bytes(), bo.read_bytes(), ada.name, bo.name) == (b"https://id Ada", b"Bo", "a.txt", "a.txt")
    assert "Ada" not in str(ada.relative_to(tmp_path))
    assert keep_uploads([("a.txt", b"again")], library, "https://id Ada") == [ada]
    forget_uploads([str(ada)], library)
    assert (ada.exists(), bo.exists()) == (False, True)


def test_files_are_added_in_a_thread_and_told_of(library: Library, tmp_path: Path) -> None:
    folder, job, encoder = articles(tmp_path / "news", 3), Adding(), HeldEncoder()
    (folder / "empty.txt").touch()
    job.start([folder], library, encoder, Settings())
    assert encoder.reached.wait(30)
    with pytest.raises(LibraryBusy, match="being added already"):
        job.start([folder], library, encoder, Settings())
    encoder.let.set()
    job.wait()
    assert not job.running
    assert job.report
    assert (job.report.added, len(job.report.skipped), job.error) == (3, 1, "")
    assert job.progress
    assert (job.progress.done, job.progress.total) == (4, 4)
    job.start([folder], library, encoder, Settings())
    job.wait()
    assert job.report
    assert (job.report.added, job.report.unchanged) == (0, 3)


def test_what_went_in_before_it_was_stopped_stays(library: Library, tmp_path: Path) -> None:
    job = Adding()

    class Stopping(HashEncoder):
        """Has the job stopped as soon as the second window is embedded."""

        def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Iterator[Encoded]:
            if library.counts()["articles"]:
                job.stop()
            return super().encode_passages(texts, sentences)

    folder = articles(tmp_path / "news", 3 * WINDOW)
    job.start([folder], library, Stopping(), Settings())
    job.wait()
    assert job.report
    assert job.report.added == WINDOW == library.counts()["articles"]
    assert "Stopped before the end: 16 added" in report_view(job.report, stopped=job.stopped)
    job.start([folder], library, HashEncoder(), Settings())
    job.wait()
    assert job.report.added == 2 * WINDOW
    assert not job.stopped
    assert library.counts()["articles"] == 3 * WINDOW
    assert library.faults() == []


ENDING = """
import atexit, sys, time
from pathlib import Path
from assistant.library import Library
from assistant.settings import Settings
from tests.fakes import HashEncoder
from ui.articles.adding import adding

class Slow(HashEncoder):
    def encode_passages(self, texts, sentences):
        print("embedding", flush=True)
        time.sleep(0.5)
        return super().encode_passages(texts, sentences)

path = Path(sys.argv[1])
# Last of all: what is registered first is called last.
atexit.register(lambda: print("still running" if adding(path).running else "has ended", adding(path).error))
adding(path).start([Path(sys.argv[2])], Library(path), Slow(), Settings())
while not adding(path).progress:
    time.sleep(0.01)
"""


@pytest.mark.slow
def test_an_ingest_ends_with_the_process_and_leaves_the_library_whole(library: Library, tmp_path: Path) -> None:
    folder = articles(tmp_path / "news", 8 * WINDOW)
    started = time.monotonic()
    command = [sys.executable, "-c", ENDING, str(library.path), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert time.monotonic() - started < 30
    assert 1 <= ended.stdout.count("embedding") < 8
    assert ended.stdout.endswith("has ended \n")
    assert library.counts()["articles"] < 8 * WINDOW
    assert library.faults() == []
    job = Adding()
    job.start([folder], library, HashEncoder(), Settings())
    job.wait()
    assert library.counts()["articles"] == 8 * WINDOW


def test_a_library_that_another_writes_to_is_one_line(library: Library, tmp_path: Path) -> None:
    other, job = Library(library.path), Adding()
    with other.writing():
        job.start([articles(tmp_path / "news", 1)], library, HashEncoder(), Settings())
        job.wait()
    other.close()
    assert job.error.startswith("Another process is writing to the library")
    assert job.report is None


def test_progress_and_report_are_told_plainly() -> None:
    assert progress_line(None) == "Getting ready…"
    assert progress_line(Progress(0, 12, 0)) == "0 of 12 files"
    assert progress_line(Progress(1500, 6000, 5)) == "1,500 of 6,000 files · 300 a minute · 15 min left"
    assert progress_line(Progress(12, 12, 5)) == "Finishing…"
    assert [time_left(seconds) for seconds in (1, 44, 100, 9000)] == ["10 s", "40 s", "2 min", "2 h"]
    report = IngestReport(added=2, replaced=1, other_files=1, seconds=1.24)
    assert summary(report) == "2 added, 1 replaced, 0 unchanged, 1 file of other kinds left alone (1.2 s)"
    report.skipped += [Skipped("/news/<b>.txt", "it is <empty>")] * 60
    shown = report_view(report)
    assert "60 skipped" in shown
    assert "&lt;b&gt;.txt: it is &lt;empty&gt;</li>" in shown
    assert "and 10 more" in shown


def upload(page: AppTest, library: Path, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, content, "text/plain") for name, content in files]).run()
    assert not page.exception
    adding(library).wait()
    return page.run()


def test_a_first_upload_makes_the_library_and_leads_to_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    page = open_page(library, monkeypatch)
    kharkiv = (SAMPLES / "kharkiv-sumy-attacks.txt").read_bytes()
    upload(page, library, ("../kharkiv.txt", kharkiv))
    assert "1 article" in " ".join(block.proto.body for block in page.get("html"))
    assert [path.name for path in uploads_path(library).iterdir()] == ["_kharkiv.txt"]
    page.chat_input[0].set_value("How many people were injured in Kharkiv?").run()
    assert page.session_state.turns[0].answer.text.startswith("One person was killed and 98")
    # The same name again is the same article anew; the report stands on the library's screen.
    library_page = open_screen("library", library, monkeypatch)
    changed = kharkiv.replace(b"98 people", b"99 people")
    upload(library_page, library, ("../kharkiv.txt", changed), ("nothing.txt", b" "))
    shown = " ".join(block.proto.body for block in library_page.get("html"))
    assert "0 added, 1 replaced, 0 unchanged, 1 skipped" in shown
    assert "nothing.txt: " in shown
    assert len(library_page.dataframe[0].value) == 1
    library_page.button(key="forget-report").click().run()
    assert "1 replaced" not in " ".join(block.proto.body for block in library_page.get("html"))


def test_a_library_that_cannot_be_made_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "somebody.else").touch()
    page = open_page(library, monkeypatch)
    upload(page, library, ("a.txt", BODY.encode()))
    page = open_page(library, monkeypatch)
    page.file_uploader[0].set_value([("a.txt", BODY.encode(), "text/plain")]).run()
    assert "holds other files" in " ".join(block.proto.body for block in page.get("html"))


def test_uploads_at_the_same_time_do_not_mix(tmp_path: Path) -> None:
    def upload(who: str) -> None:
        for number in range(60):
            keep_uploads([(f"{who}{number}.txt", who.encode() * 2000)], tmp_path / "library")

    threads = [threading.Thread(target=upload, args=(who,)) for who in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = list(uploads_path(tmp_path / "library").iterdir())
    assert len(kept) == 120
    assert all(set(path.read_text()) == {path.name[0]} for path in kept)


def test_an_article_of_an_archive_is_read_again_and_forgotten_by_its_file(tmp_path: Path) -> None:
    (archive,) = keep_uploads([("crawl.warc.gz", b"x")], tmp_path / "library")
    second = keep_uploads([("crawl.warc.gz", b"x"), ("crawl.warc.gz", b"y")], tmp_path / "library")[1]
    assert second.name == "crawl (2).warc.gz"
    one, other = f"{archive}#http://a.example/1", f"{archive}#http://a.example/2"
    assert files_behind([one, other, "/gone.txt"]) == [str(archive), "/gone.txt"]
    forget_uploads([one], tmp_path / "library", kept=[other])
    assert archive.exists()
    forget_uploads([other], tmp_path / "library")
    assert not archive.exists()
