"""Articles whose files are gone go, and nothing else does; past ingests are remembered."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.library.database import ADDED
from assistant.library.journal import KEPT
from ingest import ingest
from ingest.rebuild import rebuild
from tests.fakes import HashEncoder
from ui.articles.article_view import article as view_of_article

REPORT = "The tale of port {name}\n\n{name} was told on Monday. The harbour of {name} reopened after repairs.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    for name in ("a.txt", "b.txt", "inner/c.txt", "inner/deep/d#e.txt"):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(REPORT.format(name=name), encoding="utf-8")
    (tmp_path / "elsewhere.txt").write_text(REPORT.format(name="elsewhere"), encoding="utf-8")
    return path


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    library = Library(tmp_path / "library", create=True)
    assert ingest([folder, tmp_path / "elsewhere.txt"], library, HashEncoder()).added == 5
    return library


def names(library: Library) -> set[str]:
    return {Path(article.source).name for article in library.articles()}


def test_what_is_gone_stays_unless_it_is_asked_for(folder: Path, library: Library, tmp_path: Path) -> None:
    (folder / "a.txt").unlink()
    (tmp_path / "elsewhere.txt").unlink()
    assert ingest([folder], library, HashEncoder()).removed == 0
    report = ingest([folder, tmp_path / "elsewhere.txt"], library, HashEncoder(), sync=True)
    assert (report.removed, report.unchanged, report.stories) == (1, 3, library.counts()["stories"])
    assert names(library) == {"b.txt", "c.txt", "d#e.txt", "elsewhere.txt"}  # a file is named, not kept in step
    assert library.faults() == []


def test_a_folder_that_was_deleted_takes_its_articles_along(folder: Path, library: Library) -> None:
    shutil.rmtree(folder / "inner")
    assert ingest([folder], library, HashEncoder(), sync=True).removed == 2
    (folder / "a.txt").rename(folder / "z.txt")
    report = ingest([folder], library, HashEncoder(), sync=True)
    assert (report.added, report.removed) == (1, 1)


@pytest.mark.parametrize("place", ["", "inner"])
def test_a_disk_that_is_not_mounted_empties_nothing(place: str, folder: Path, library: Library) -> None:
    """What an unmounted disk leaves is an empty folder, or none."""
    shutil.rmtree(folder / place)
    (folder / place).mkdir()
    report = ingest([folder], library, HashEncoder(), sync=True)
    assert (report.removed, [skip.source for skip in report.skipped]) == (0, [str(folder / place)])
    assert "not mounted" in report.skipped[0].reason
    shutil.rmtree(folder)
    report = ingest([folder], library, HashEncoder(), sync=True)
    assert (report.removed, [skip.reason for skip in report.skipped]) == (0, ["there is no such file or folder"])
    assert len(names(library)) == 5


def test_a_folder_that_cannot_be_read_keeps_its_articles(folder: Path, library: Library) -> None:
    """A link to itself stands for it: where tests run as root, no permission is missing."""
    shutil.rmtree(folder / "inner" / "deep")
    (folder / "inner" / "deep").symlink_to(folder / "inner" / "deep")
    report = ingest([folder], library, HashEncoder(), sync=True)
    assert report.removed == 0
    assert "d#e.txt" in names(library)


def test_an_article_of_several_goes_with_its_file(folder: Path, library: Library) -> None:
    (folder / "inner" / "deep" / "d#e.txt").rename(folder / "inner" / "deep" / "d")
    assert ingest([folder], library, HashEncoder(), sync=True).removed == 0  # it may be the article e.txt of d
    (folder / "inner" / "deep" / "d").rename(folder / "inner" / "deep" / "x")
    assert ingest([folder], library, HashEncoder(), sync=True).removed == 1


def test_past_ingests_are_remembered_up_to_a_number(folder: Path, library: Library) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    report = ingest([folder], library, HashEncoder())
    latest, first = library.journal.ingests()
    assert latest.paths == [str(folder)]
    assert latest.report == report.counts()
    assert (latest.report["skipped"], first.report["added"], first.at <= latest.at) == (1, 5, True)
    assert report.to_dict()["skipped"][0]["source"] == str(folder / "bad.txt")
    assert report.to_dict()["passages_per_second"] == 0
    for number in range(KEPT + 5):
        library.journal.note_ingest([str(number)], {})
    kept = library.journal.ingests()
    assert (len(kept), kept[0].paths) == (KEPT, [str(KEPT + 4)])


def test_a_library_of_before_gets_what_it_lacks(library: Library, tmp_path: Path) -> None:
    with library._catalogue.transaction() as db:
        db.execute("DROP TABLE ingests")
        db.execute("DROP TABLE fetched")
        db.execute("DROP INDEX articles_by_section")
        for column in ADDED:
            db.execute(f"ALTER TABLE articles DROP COLUMN {column}")
        db.execute("ALTER TABLE articles ADD COLUMN date_from TEXT")
        db.execute("UPDATE articles SET date_from = 'mtime' WHERE source LIKE '%a.txt'")
    library.close()
    opened = Library(tmp_path / "library")
    assert opened.journal.ingests() == []
    assert sorted(str(article.date_from) for article in opened.articles()) == ["None"] * 4 + ["mtime"]
    assert {(one.section, one.correction, one.captions) for one in opened.articles()} == {(None, None, ())}
    assert len(opened.passages(opened.passage_ids())) == opened.counts()["passages"]
    assert opened.facets().sections == {}
    opened.close()
    # What was read before keeps its version, by which a rebuild finds it.
    assert rebuild(tmp_path / "library", HashEncoder("other")) == 5


def test_what_states_no_date_is_dated_by_its_file_where_that_is_asked_for(folder: Path, library: Library) -> None:
    (folder / "b.txt").write_text(f"Published: 3 May 2024\n\n{REPORT.format(name='b')}", encoding="utf-8")
    for file in (folder / "a.txt", folder / "b.txt"):
        os.utime(file, (1_741_000_000, 1_741_000_000))
    report = ingest([folder / "a.txt", folder / "b.txt"], library, HashEncoder(), date_from="mtime")
    assert (report.replaced, report.unchanged) == (2, 0)  # the one that was there undated is read again
    found = {Path(article.source).name: (article.published_at, article.date_from) for article in library.articles()}
    assert found["a.txt"] == ("2025-03-03", "mtime")
    assert found["b.txt"] == ("2024-05-03", "text")
    assert found["c.txt"] == (None, None)
    for date_from in ("mtime", None):
        assert ingest([folder / "a.txt", folder / "b.txt"], library, HashEncoder(), date_from=date_from).unchanged == 2
    article = next(one for one in library.articles() if one.date_from == "mtime")
    assert article.to_dict()["provenance"]["published_at"] == "mtime"
    assert "date from its file" in view_of_article(article, [], [])


def test_a_folder_may_have_the_sign_of_a_member_in_its_name(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "c#"
    folder.mkdir()
    for number in range(2):
        text = f"Port {number}\n\nThe harbour of port {number} reopened on Monday.\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    ingest([folder], library, HashEncoder())
    (folder / "0.txt").unlink()
    assert ingest([folder], library, HashEncoder(), sync=True).removed == 1
