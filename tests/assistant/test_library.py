"""The library seen from outside: other processes, other people's folders, rebuilds that are interrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import LibraryError
from assistant.library import Library
from assistant.retrieval import Retriever
from assistant.types import Filter
from ingest import ingest
from ingest.rebuild import rebuild
from tests.fakes import HashEncoder
from tests.forks import FORKS


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"The story of {name}\n\n{text}\n", encoding="utf-8")
    return file


def ingest_elsewhere(file: Path, path: Path) -> None:
    process = FORKS.Process(target=ingest_there, args=(str(file), str(path)))
    process.start()
    process.join()
    assert process.exitcode == 0


def ingest_there(file: str, path: str) -> None:
    ingest([file], Library(Path(path)), HashEncoder())


def test_an_open_library_sees_what_another_process_adds_and_replaces(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", "The harbour of the town reopened on Friday.")
    library = Library(tmp_path / "library", create=True)
    ingest([file], library, HashEncoder())
    retriever = Retriever(library, HashEncoder())
    assert [hit.explain.dense_rank for hit in retriever.search("harbour reopened", 5)] == [1]
    other = write(tmp_path, "b.txt", "Bakers in the old quarter raised the price of bread.")
    ingest_elsewhere(other, library.path)
    hits = retriever.search("price of bread", 5)
    assert hits[0].source == str(other)
    assert (hits[0].explain.dense_rank, hits[0].explain.words_rank) == (1, 1)
    write(tmp_path, "a.txt", "The lighthouse keeper retired.")
    ingest_elsewhere(file, library.path)
    hits = retriever.search("lighthouse keeper", 5)
    assert (hits[0].source, hits[0].explain.dense_rank) == (str(file), 1)
    assert library.faults() == []


def test_an_ingest_that_finds_nothing_new_costs_readers_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", "The harbour of the town reopened on Friday.")
    library = Library(tmp_path / "library", create=True)
    ingest([file], library, HashEncoder())
    reader = Library(library.path)
    retriever = Retriever(reader, HashEncoder())
    retriever.search("harbour", 5)
    opened, past = reader._vectors, len(library.journal.ingests())
    assert ingest([file], library, HashEncoder()).unchanged == 1
    assert len(library.journal.ingests()) == past
    file.touch()
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00")
    assert len(ingest([file, bad], library, HashEncoder()).skipped) == 1
    assert len(library.journal.ingests()) == past + 1
    assert retriever.search("harbour", 5)[0].source == str(file)
    assert reader._vectors is opened
    library.remove([str(file)])
    assert retriever.search("harbour", 5) == []
    assert reader._vectors is not opened


def test_a_folder_with_other_files_is_not_made_a_library(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "The harbour reopened.")
    with pytest.raises(LibraryError, match="folder of its own"):
        Library(tmp_path, create=True)
    with pytest.raises(LibraryError, match="cannot be made"):
        Library(tmp_path / "a.txt", create=True)


def test_a_damaged_catalogue_is_one_clear_error(tmp_path: Path) -> None:
    Library(tmp_path / "library", create=True).close()
    (tmp_path / "library" / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library(tmp_path / "library")


def test_fewer_hits_come_back_only_where_there_are_fewer(tmp_path: Path) -> None:
    long = " ".join(f"The harbour of town {i} reopened on Friday after the storm." for i in range(900))
    files = [write(tmp_path, "long.txt", long)]
    files += [write(tmp_path, f"{i}.txt", f"Story {i}: nothing of the kind was told of place {i}.") for i in range(5)]
    library = Library(tmp_path / "library", create=True)
    ingest(files, library, HashEncoder())
    assert len(Retriever(library, HashEncoder()).search("The harbour of town reopened", 5)) == 5


class Stop(Exception):
    pass


def test_an_interrupted_rebuild_goes_on_with_what_is_live_then(tmp_path: Path) -> None:
    folder, path = tmp_path / "articles", tmp_path / "library"
    for i in range(40):
        write(folder, f"{i:02}.txt", f"The harbour of town {i} reopened on Friday.")
    library = Library(path, create=True)
    ingest([folder], library, HashEncoder("old"))
    old = library.articles()
    library.close()

    def stop(done: int, _total: int, _passages: int) -> None:
        if done >= 16:
            raise Stop

    with pytest.raises(Stop):
        rebuild(path, HashEncoder("new", dimension=8), stop)
    library = Library(path)
    assert library.embedding == ("old", 16)
    assert len(Retriever(library, HashEncoder("old")).search("harbour", 40)) == 40
    with library.writing():
        library.remove([str(folder / "00.txt")])
    write(folder, "01.txt", "The bakers of another town went on strike.")
    ingest([folder / "01.txt"], library, HashEncoder("old"))
    library.close()
    encoder = HashEncoder("new", dimension=8)
    assert rebuild(path, encoder) == 39
    assert encoder.embedded < 39
    library = Library(path)
    assert library.embedding == ("new", 8)
    assert library.faults() == []
    assert {article.source for article in library.articles()} == {a.source for a in old} - {str(folder / "00.txt")}
    hits = Retriever(library, encoder).search("bakers went on strike", 1)
    assert hits[0].source == str(folder / "01.txt")
    changed = next(article for article in old if article.source == str(folder / "01.txt"))
    kept = library.article(changed.article_id, changed.version)
    assert kept is not None
    assert kept.text == changed.text
    assert sorted(part.name for part in path.glob("*-[0-9]")) == ["vectors-2", "words-2"]


def test_the_leads_are_one_of_each_story_what_most_tell_first(tmp_path: Path) -> None:
    body = " ".join(f"Day {day} of the strike closed quay {day} of the harbour to every ferry." for day in range(12))
    files = []
    for name, day, text in (
        ("a", "2025-05-01", body),
        ("b", "2025-05-02", body),
        ("c", "2025-05-03", "Rain fell."),
    ):
        file = tmp_path / f"{name}.md"
        file.write_text(f"---\ntitle: Report\npublished_at: {day}\n---\n{text}\n", encoding="utf-8")
        files.append(file)
    library = Library(tmp_path / "library", create=True)
    ingest(files, library, HashEncoder())
    retriever = Retriever(library, HashEncoder())
    hits = retriever.leads(5, where=None, period=Filter(since="2025-05"))
    assert [(Path(hit.source).name, hit.start) for hit in hits] == [("b.md", 0), ("c.md", 0)]
    assert len(hits[0].also_in) == 1
    latest = retriever.leads(5, where=None, period=Filter())
    assert [Path(hit.source).name for hit in latest] == ["c.md", "b.md"]
    only = retriever.leads(5, where=Filter(until="2025-05-02"), period=Filter(since="2025-05-01", until="2025-05-01"))
    assert [Path(hit.source).name for hit in only] == ["a.md"]
    assert retriever.leads(5, where=None, period=Filter(since="2026-01-01")) == []
