from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryBusy, LibraryMismatch
from assistant.library import Library, SourceState
from ingest import ingest
from ingest.articles import make_articles
from ingest.document import Document
from tests.fakes import HashEncoder

REPORT = "{title}\n\n{title} was told on Monday. The harbour of {title} reopened after nine days of repairs.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    for number in range(40):
        (path / f"a{number:02}.txt").write_text(
            REPORT.format(title=f"The tale of port number {number}"), encoding="utf-8"
        )
    return path


def make(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", create=True)


def test_everything_goes_in_once(folder: Path, tmp_path: Path) -> None:
    library, encoder = make(tmp_path), HashEncoder()
    told: list[tuple[int, int, int]] = []
    report = ingest([folder], library, encoder, on_progress=lambda *step: told.append(step))
    assert (report.added, report.replaced, report.unchanged, report.skipped) == (40, 0, 0, [])
    assert report.passages == encoder.embedded == library.counts()["passages"]
    assert library.faults() == []
    assert told[-1][:2] == (40, 40)
    assert [step[0] for step in told] == sorted(step[0] for step in told)


def test_a_short_article_that_has_nothing_to_do_with_its_title_is_half_its_title(tmp_path: Path) -> None:
    encoder = HashEncoder(dimension=256, max_tokens=256)
    title, notice = "Nike drops star", "Video player was slow to load content. How relevant is this to you?"
    brief, body = "Nike drops star player", " ".join(f"{notice} Day {day}." for day in range(4))
    state = SourceState(0, 0, "", "")
    texts = {"notice": notice, "brief": brief, "long": body}
    articles = make_articles([(name, state, Document(text, title=title)) for name, text in texts.items()], encoder)
    vectors = {article.source: article.passages[0].vector for article in articles}
    both = encoder.encode_query(title) + encoder.encode_query(f"{title}\n{notice}")
    assert vectors["notice"] == pytest.approx(both / np.linalg.norm(both), abs=1e-6)
    for name in ("brief", "long"):
        assert vectors[name] == pytest.approx(encoder.encode_query(f"{title}\n{texts[name]}"), abs=1e-6)


def test_ingesting_again_changes_nothing_and_embeds_nothing(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    ingest([folder], library, HashEncoder())
    before = library.articles()
    encoder = HashEncoder()
    report = ingest([folder, folder / "a01.txt"], library, encoder)
    assert (report.unchanged, encoder.embedded) == (40, 0)
    assert library.articles() == before


def test_touched_but_equal_files_are_not_embedded_again(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    ingest([folder], library, HashEncoder())
    for file in folder.iterdir():
        os.utime(file, (1, 1))
    encoder = HashEncoder()
    assert ingest([folder], library, encoder).unchanged == 40
    assert encoder.embedded == 0
    assert library.source_states([str(folder / "a00.txt")])[str(folder / "a00.txt")].mtime_ns == 1_000_000_000


def test_a_changed_article_replaces_its_old_version_which_stays_readable(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    ingest([folder], library, HashEncoder())
    source = str(folder / "a05.txt")
    old = next(article for article in library.articles() if article.source == source)
    Path(source).write_text("A new headline here\n\nThe harbour closed again on Tuesday.\n", encoding="utf-8")
    report = ingest([folder], library, HashEncoder())
    assert (report.replaced, report.unchanged) == (1, 39)
    new = library.article(old.article_id)
    assert new is not None
    assert new.version != old.version
    assert "closed again" in new.text
    kept = library.article(old.article_id, old.version)
    assert kept is not None
    assert kept.text == old.text
    assert library.counts()["articles"] == 40
    assert library.faults() == []


def test_an_article_that_changes_back_is_live_again(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    file = folder / "a05.txt"
    first = file.read_text(encoding="utf-8")
    ingest([file], library, HashEncoder())
    (before,) = library.articles()
    for text in ("Something else\n\nAnother report entirely was filed.\n", first):
        file.write_text(text, encoding="utf-8")
        ingest([file], library, HashEncoder())
    (after,) = library.articles()
    assert (after.version, after.text) == (before.version, before.text)
    assert library.faults() == []


def test_bad_files_are_reported_and_the_rest_goes_in(folder: Path, tmp_path: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 1000)
    (folder / "empty.md").write_bytes(b"")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "noise.txt").write_bytes(os.urandom(50_000).hex().encode() * 500)  # 50 MB
    (folder / "menus.html").write_text("<html><body><nav>Home</nav></body></html>", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    library = make(tmp_path)
    report = ingest([folder, tmp_path / "missing"], library, HashEncoder())
    reasons = {Path(skip.source).name: skip.reason for skip in report.skipped}
    assert reasons.keys() == {"binary.txt", "empty.md", "gone.txt", "noise.txt", "menus.html", "missing"}
    assert "binary" in reasons["binary.txt"]
    assert "empty" in reasons["empty.md"]
    assert "ASSISTANT_MAX_FILE_MB" in reasons["noise.txt"]
    assert "No such file" in reasons["gone.txt"]
    assert (report.added, report.other_files) == (40, 1)


def test_a_file_that_turns_bad_does_not_lose_the_good_article(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    ingest([folder], library, HashEncoder())
    (folder / "a03.txt").write_bytes(b"\x00" * 100)
    report = ingest([folder], library, HashEncoder())
    assert [Path(skip.source).name for skip in report.skipped] == ["a03.txt"]
    assert library.counts()["articles"] == 40


def test_copies_are_one_story_whatever_the_order(tmp_path: Path) -> None:
    body = " ".join(f"Sentence number {i} of the wire report tells of the {i} ships in port." for i in range(30))
    texts = {"b.txt": f"Wire report on ships\n\n{body}\n", "a.txt": f"Ships, by our staff\n\n{body} And more.\n"}
    texts["c.txt"] = "Something about bread\n\nBakers in the old town raised the price of bread on Friday.\n"
    stories = []
    for order in (["a.txt", "b.txt", "c.txt"], ["c.txt", "b.txt", "a.txt"]):
        library = Library(tmp_path / f"library-{order[0]}", create=True)
        for name in order:
            (tmp_path / name).write_text(texts[name], encoding="utf-8")
            ingest([tmp_path / name], library, HashEncoder())
        stories.append({article.source: article.story for article in library.articles()})
    assert stories[0] == stories[1]
    assert len(set(stories[0].values())) == 2


def test_a_copy_that_is_rewritten_leaves_the_story(tmp_path: Path) -> None:
    body = " ".join(f"Sentence number {i} of the wire report tells of the {i} ships in port." for i in range(30))
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Wire report {name}\n\n{body}\n", encoding="utf-8")
    library = make(tmp_path)
    ingest([tmp_path], library, HashEncoder())
    assert library.counts()["stories"] == 1
    (tmp_path / "a.txt").write_text("Bread\n\nBakers in the old town raised the price of bread.\n", encoding="utf-8")
    ingest([tmp_path / "a.txt"], library, HashEncoder())
    assert library.counts()["stories"] == 2


def test_another_embedding_model_is_refused_by_name(folder: Path, tmp_path: Path) -> None:
    library = make(tmp_path)
    ingest([folder], library, HashEncoder("one"))
    with pytest.raises(LibraryMismatch, match=r"made with the embedding model one .*rebuild"):
        ingest([folder], library, HashEncoder("two"))
    with pytest.raises(LibraryMismatch, match="16 dimensions"):
        library.remember_embedding("one", 32)


def test_a_second_writer_is_refused(folder: Path, tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    with first.writing(), pytest.raises(LibraryBusy, match="try again"):
        ingest([folder], second, HashEncoder())
    assert ingest([folder], second, HashEncoder()).added == 40
    assert first.counts()["articles"] == 40


def test_the_name_of_a_file_dates_an_article_that_states_no_date(tmp_path: Path) -> None:
    (tmp_path / "2026-04-12_dam.txt").write_text("The dam broke.\n\nThe dam of Orrin broke on Sunday, officials said.")
    stated = (
        "Dam of Orrin breaks\n\nORRIN, April 13, 2026 (Courier) - The dam of Orrin broke on Sunday, officials said."
    )
    (tmp_path / "2026-05-01_stated.txt").write_text(stated)
    record = {"id": "20251103", "title": "Rain", "body": "It rained in Orrin on Sunday, officials of the town said."}
    (tmp_path / "records.jsonl").write_text(json.dumps(record))
    with zipfile.ZipFile(tmp_path / "2026-06-01.zip", "w") as archive:
        archive.writestr("old/2026-04-14 flood.txt", "The flood.\n\nThe valley of Orrin was under water, they said.")
    library = Library(tmp_path / "library", create=True)
    ingest([tmp_path], library, HashEncoder())
    found = {(one.published_at, one.date_from) for one in library.articles()}
    named = {("2026-04-12", "file name"), ("2026-04-13", "dateline"), ("2026-04-14", "file name")}
    assert found == named | {(None, None)}  # the number of a record is no day
