"""Files that hold several articles, in the library: unchanged, changed, shrunk, broken, interrupted."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import ingest.pipeline
from assistant.errors import SettingsError
from assistant.library import Library, NewArticle
from assistant.settings import load_settings
from assistant.types import Filter
from ingest import IngestReport
from ingest import ingest as ingest_paths
from ingest.document import Document
from ingest.readers.member import Member
from tests.fakes import HashEncoder
from tests.ingest.test_archives import zipped
from tests.ingest.test_interruption import Crash
from ui.cli import main


def story(number: int, more: str = "") -> str:
    return f"The tale of port {number}\n\nThe harbour of port {number} reopened after {number} days of repairs.{more}\n"


def jsonl(numbers: Iterable[int], more: str = "") -> str:
    return "".join(json.dumps({"id": f"n{number}", "text": story(number, more)}) + "\n" for number in numbers)


class Shelf:
    """A folder and its library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.library = Library(path / "library", create=True)
        self.encoder = HashEncoder()

    def put(self, name: str, content: str | bytes) -> Path:
        file = self.path / "in" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def ingest(self, **settings: Any) -> tuple[int, int, int, int]:
        """Counts of added, replaced, unchanged, skipped."""
        self.encoder = HashEncoder()
        self.report: IngestReport = ingest_paths([self.path / "in"], self.library, self.encoder, **settings)
        assert self.library.faults() == []
        return self.report.added, self.report.replaced, self.report.unchanged, len(self.report.skipped)

    def names(self) -> list[str]:
        return sorted(article.source.removeprefix(f"{self.path}/in/") for article in self.library.articles())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_each_article_is_a_source_of_its_own(shelf: Shelf) -> None:
    shelf.put("a.jsonl", jsonl(range(40)))
    shelf.put("b.txt", story(99))
    assert shelf.ingest() == (41, 0, 0, 0)
    assert shelf.names() == sorted([*(f"a.jsonl#n{number}" for number in range(40)), "b.txt"])
    article = next(one for one in shelf.library.articles() if one.source.endswith("#n7"))
    assert article.text == "The harbour of port 7 reopened after 7 days of repairs."


def test_an_unchanged_file_is_not_even_read(shelf: Shelf) -> None:
    file = shelf.put("a.jsonl", jsonl(range(40)))
    shelf.ingest()
    stat = file.stat()
    file.write_bytes(b"x" * stat.st_size)
    os.utime(file, ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    assert shelf.ingest() == (0, 0, 40, 0)
    assert shelf.encoder.embedded == 0


def test_a_touched_file_is_not_taken_apart(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    file = shelf.put("a.jsonl", jsonl(range(20)))
    shelf.ingest()
    os.utime(file, (1, 1))
    monkeypatch.setattr(ingest.pipeline, "members_of", None)
    assert shelf.ingest() == (0, 0, 20, 0)
    assert shelf.library.source_states([str(file)])[str(file)].mtime_ns == 1_000_000_000


def test_what_changed_is_replaced_what_is_gone_removed_what_is_new_added(shelf: Shelf) -> None:
    shelf.put("a.jsonl", jsonl(range(40)))
    shelf.ingest()
    before = {one.source: (one.article_id, one.version) for one in shelf.library.articles()}
    shelf.put("a.jsonl", jsonl([60, *range(5, 40)]).replace("after 9 days", "after ten days"))
    assert shelf.ingest() == (1, 1, 34, 0)
    assert shelf.encoder.embedded == 2
    after = {one.source: (one.article_id, one.version) for one in shelf.library.articles()}
    assert shelf.names() == sorted(f"a.jsonl#n{number}" for number in [60, *range(5, 40)])
    changed = {source for source in after if source in before and after[source] != before[source]}
    assert {source.rpartition("#")[2] for source in changed} == {"n9"}
    assert all(after[source][0] == before[source][0] for source in changed)


def test_unchanged_files_of_an_archive_are_not_parsed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{number}.txt": story(number).encode() for number in range(20)}
    shelf.put("a.zip", zipped(files.items()))
    shelf.ingest()
    made: list[str] = []
    read = Member.read

    def watched(self: Member) -> Document:
        made.append(self.name)
        return read(self)

    monkeypatch.setattr(Member, "read", watched)
    shelf.put("a.zip", zipped((files | {"3.txt": story(33).encode()}).items()))
    assert shelf.ingest() == (0, 1, 19, 0)
    assert made == ["3.txt"]


def test_a_removed_article_comes_back_as_a_files_does(shelf: Shelf) -> None:
    file = shelf.put("a#b.jsonl", jsonl(range(3)))
    shelf.ingest()
    with shelf.library.writing():
        shelf.library.remove([f"{file}#n1"])
    assert shelf.ingest() == (1, 0, 2, 0)


def test_a_file_that_breaks_off_loses_nothing(shelf: Shelf) -> None:
    files = [(f"{number}.txt", story(number).encode()) for number in range(3)]
    shelf.put("a.zip", zipped([*files, ("b.zip", zipped(files))]))
    shelf.put("c.jsonl", jsonl(range(3)))
    assert shelf.ingest() == (9, 0, 0, 0)
    shelf.put("a.zip", zipped([("0.txt", story(5).encode()), ("b.zip", b"PK broken")]))
    shelf.put("c.jsonl", b"\x00" * 100)
    assert shelf.ingest() == (0, 1, 0, 2)
    kept = ["a.zip#0.txt", *(f"a.zip#b.zip#{number}.txt" for number in range(3))]
    assert shelf.names() == [*kept, *(f"c.jsonl#n{number}" for number in range(3))]


def test_bad_articles_are_told_by_name_and_the_rest_goes_in(shelf: Shelf) -> None:
    shelf.put("a.zip", zipped([("bad.txt", b"\x00\x01"), ("good.txt", story(1).encode()), ("bad.pdf", b"%PDF-")]))
    assert shelf.ingest() == (1, 0, 0, 2)
    assert {Path(skip.source).name for skip in shelf.report.skipped} == {"a.zip#bad.txt", "a.zip#bad.pdf"}
    assert all("\n" not in skip.reason and len(skip.reason) < 400 for skip in shelf.report.skipped)


def test_what_is_broken_in_a_file_is_told_every_time(shelf: Shelf) -> None:
    shelf.put("a.zip", zipped([("bad.txt", b"\x00\x01"), ("good.txt", story(1).encode())]))
    assert shelf.ingest() == (1, 0, 0, 1)
    assert shelf.ingest() == (0, 0, 1, 1)
    assert shelf.report.removed == 0


def test_articles_of_a_file_are_dated_by_it_where_that_is_asked_for(shelf: Shelf) -> None:
    dated = json.dumps({"id": "n9", "text": story(9), "date": "2024-05-03"})
    file = shelf.put("a.jsonl", f"{jsonl(range(2))}\n{dated}")
    assert shelf.ingest() == (3, 0, 0, 0)
    os.utime(file, (1_741_000_000, 1_741_000_000))
    report = ingest_paths([file], shelf.library, HashEncoder(), date_from="mtime")
    assert (report.replaced, report.unchanged) == (2, 1)
    found = {one.source.rpartition("#")[2]: (one.published_at, one.date_from) for one in shelf.library.articles()}
    assert found == {"n0": ("2025-03-03", "mtime"), "n1": ("2025-03-03", "mtime"), "n9": ("2024-05-03", "record")}
    assert ingest_paths([file], shelf.library, HashEncoder(), date_from="mtime").unchanged == 3


def test_a_file_of_bad_articles_alone_is_read_again(shelf: Shelf) -> None:
    shelf.put("a.zip", zipped([("bad.txt", b"\x00\x01")]))
    assert shelf.ingest() == shelf.ingest() == (0, 0, 0, 1)


def test_one_article_becomes_several_and_one_again(shelf: Shelf) -> None:
    one = json.dumps({"id": "n1", "text": story(1)})
    for _ in range(2):
        shelf.put("a.json", one)
        shelf.ingest()
        assert shelf.names() == ["a.json"]
        assert shelf.ingest() == (0, 0, 1, 0)
        shelf.put("a.json", f"[{one}, {one.replace('n1', 'n2')}]")
        assert shelf.ingest() == (2, 0, 0, 0)
        assert shelf.names() == ["a.json#n1", "a.json#n2"]


def test_other_keys_are_a_change_of_the_records_alone(shelf: Shelf) -> None:
    shelf.put("a.jsonl", json.dumps({"text": story(1), "lead": story(2)}))
    shelf.put("b.txt", story(3))
    assert shelf.ingest() == (2, 0, 0, 0)
    assert shelf.ingest(json_fields={"body": "lead"}) == (0, 1, 1, 0)
    assert shelf.ingest(json_fields={"body": "lead"}) == (0, 0, 2, 0)


def test_a_file_can_be_filtered_by_and_removed_by_its_name(shelf: Shelf) -> None:
    shelf.put("a.jsonl", jsonl(range(3)))
    shelf.put("a.json", jsonl([7]))
    shelf.ingest()
    file = str(shelf.path / "in" / "a.jsonl")
    assert len(shelf.library.matching(Filter(sources=(file,)))) == 3
    assert len(shelf.library.matching(Filter(sources=(f"{file}#n1",)))) == 1
    result = CliRunner().invoke(main, ["remove", "--library", str(shelf.library.path), file])
    assert (result.exit_code, result.output) == (0, "3 articles removed.\n")
    assert Library(shelf.library.path).counts()["articles"] == 1


def everything(library: Library) -> tuple[Any, ...]:
    articles = [{**one.to_dict(text=True), "ingested_at": None} for one in library.articles()]
    ids = library.passage_ids()
    sources = [one["source"] for one in articles]
    return articles, ids, library.vectors_of(ids).tolist(), library.source_states(sources)


@pytest.mark.parametrize("windows", [0, 1, 2])
def test_interrupted_between_windows_and_run_again_it_is_the_same(
    windows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves = [Shelf(tmp_path / name) for name in ("one", "other")]
    file = tmp_path / "a.jsonl"
    file.write_text(jsonl(range(50)), encoding="utf-8")
    for shelf in shelves:
        ingest_paths([file], shelf.library, HashEncoder())
    file.write_text(jsonl([*range(3, 20), *range(30, 70)], more=" And more."), encoding="utf-8")
    ingest_paths([file], shelves[0].library, HashEncoder())
    add, left = Library.add, windows

    def crash(self: Library, articles: Any) -> None:
        nonlocal left
        if not left:
            raise Crash
        add(self, articles)
        left -= 1

    with monkeypatch.context() as patch:
        patch.setattr(Library, "add", crash)
        with pytest.raises(Crash):
            ingest_paths([file], shelves[1].library, HashEncoder())
    again = Library(shelves[1].library.path)
    encoder = HashEncoder()
    report = ingest_paths([file], again, encoder)
    assert report.unchanged == windows * 16
    assert encoder.embedded == 57 - windows * 16
    assert everything(again) == everything(shelves[0].library)
    assert again.faults() == []


def test_what_storing_files_raises_is_not_said_of_the_file_that_is_read_meanwhile(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Library, articles: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for number in range(16):
        shelf.put(f"a{number:02}.txt", story(number))
    shelf.put("z.jsonl", jsonl(range(20)))
    with monkeypatch.context() as patch:
        patch.setattr(Library, "add", full)
        with pytest.raises(OSError, match="No space left"):
            shelf.ingest()
    assert shelf.ingest() == (36, 0, 0, 0)


def test_a_window_holds_no_more_than_others(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    add = Library.add

    def watched(self: Library, articles: Sequence[NewArticle]) -> None:
        sizes.append(len(articles))
        add(self, articles)

    monkeypatch.setattr(Library, "add", watched)
    shelf.put("a.jsonl", jsonl(range(40)))
    for number in range(3):
        shelf.put(f"b{number}.txt", story(number + 50))
    told: list[tuple[int, int, int]] = []
    shelf.ingest(on_progress=lambda *step: told.append(step))
    assert sizes == [16, 16, 8, 3]
    assert [step[0] for step in told] == sorted(step[0] for step in told)
    assert told[-1] == (4, 4, shelf.report.passages)


def test_the_keys_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_JSON_FIELDS", "body=lead, published_at=day")
    assert load_settings().record_fields == {"body": "lead", "published_at": "day"}
    for wrong in ("body", "text=lead", "body="):
        monkeypatch.setenv("ASSISTANT_JSON_FIELDS", wrong)
        with pytest.raises(SettingsError, match=r"ASSISTANT_JSON_FIELDS=.* is not FIELD=KEY"):
            load_settings()


def test_a_file_that_is_named_like_a_member_stays(shelf: Shelf) -> None:
    shelf.put("notes.txt", story(1))
    shelf.put("notes.txt#2.txt", story(2))
    assert shelf.ingest() == (2, 0, 0, 0)
    shelf.put("notes.txt", story(1, " And more."))
    assert shelf.ingest() == (0, 1, 1, 0)
    assert len(shelf.library.articles()) == 2
