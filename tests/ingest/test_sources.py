"""Which files are meant by paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.sources import find_sources
from tests.needs import lacks


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_sources(paths).files]


def test_folders_are_searched_for_readable_kinds(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.md", "deep/er/c.HTML", "d.htm", "e.markdown", "f.text", "picture.png", "notes")
    sources = find_sources([tmp_path])
    assert [path.name for path in sources.files] == ["a.md", "b.txt", "d.htm", "c.HTML", "e.markdown", "f.text"]
    assert [path.name for path in sources.other] == ["notes", "picture.png"]
    assert sources.refused == []


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", ".git/a.txt", "seen.txt")
    assert found(tmp_path) == ["seen.txt"]


def test_a_file_named_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", "notes")
    assert found(tmp_path / ".hidden.txt", tmp_path / "notes") == [".hidden.txt", "notes"]


def test_each_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.txt")
    monkeypatch.chdir(tmp_path)
    ways = [tmp_path / "in", tmp_path / "in" / "a.txt", Path("in/a.txt"), Path("./in"), Path("in/../in/a.txt")]
    assert find_sources(ways).files == [tmp_path / "in" / "a.txt"]


def test_the_order_is_that_of_the_paths(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.txt", "c/a.txt")
    forwards = find_sources([tmp_path / "b.txt", tmp_path / "a.txt", tmp_path / "c"]).files
    assert forwards == sorted(forwards) == find_sources([tmp_path]).files


def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_sources([Path("~/a.txt")]).files == [tmp_path / "a.txt"]


def test_a_name_that_begins_with_a_tilde_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "~draft.txt")
    monkeypatch.chdir(tmp_path)
    assert found(Path("~draft.txt")) == ["~draft.txt"]


def test_what_is_missing_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    sources = find_sources([tmp_path / "b.txt", tmp_path / "a.txt" / "c"])
    assert sources.files == []
    assert [reason for _, reason in sources.refused] == ["there is no such file or folder"] * 2


def test_links_to_files_are_read_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "file.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert found(tmp_path / "in") == ["file.txt", "gone.txt"]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    make(tmp_path, "folder.txt/a.txt")
    assert found(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    sources = find_sources([tmp_path])
    assert sources.files == []
    assert sources.refused == [(str(tmp_path / "pipe.txt"), "it is a pipe or a device, not a file")]


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).touch()
    except OSError:
        lacks("The file system takes no such names; one of Linux does (TMPDIR says where).")
    make(tmp_path, "a.txt")
    sources = find_sources([tmp_path])
    assert [path.name for path in sources.files] == ["a.txt"]
    assert sources.refused == [(str(tmp_path / "caf\ufffd.txt"), "its name is not valid UTF-8; rename it")]
