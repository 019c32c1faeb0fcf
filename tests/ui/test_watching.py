"""Folders that are watched: by this process, with an encoder that is quick, and by one of the command line's own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest
from click.testing import CliRunner

from assistant.errors import LibraryBusy
from assistant.library import Library
from ingest import IngestReport, ingest
from tests.conftest import ROOT, SAMPLES
from tests.fakes import HashEncoder
from ui.cli import main
from ui.commands.watching import keep_in_step

REPORT = "The tale of port {name}\n\n{name} was told on Monday. The harbour of {name} reopened after repairs.\n"
PATIENCE = 30.0


def test_what_changes_in_a_watched_folder_changes_in_the_library(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(REPORT.format(name="one"), encoding="utf-8")
    library = Library(folder / "library", create=True)  # whose own changes are none
    reports: Queue[IngestReport] = Queue()
    told: list[tuple[int, int, int, int]] = []
    busy = iter([False, True])

    def once() -> None:
        if next(busy, False):
            raise LibraryBusy  # another process is writing just then; it is tried again
        reports.put(ingest([folder], library, HashEncoder(), sync=True))

    def note() -> None:
        report = reports.get(timeout=PATIENCE)
        told.append((report.added, report.replaced, report.unchanged, report.removed))

    def change() -> None:
        try:
            note()
            (folder / ".hidden.txt").write_text("no article", encoding="utf-8")
            (folder / "two.txt").write_text(REPORT.format(name="two"), encoding="utf-8")
            note()
            (folder / "one.txt").unlink()
            (folder / "two.txt").write_text(REPORT.format(name="three"), encoding="utf-8")
            note()
            (folder / ".hidden.txt").unlink()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=change)
    thread.start()
    keep_in_step([str(folder)], library.path, once)
    thread.join()
    assert told == [(1, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 1)]
    assert reports.empty()
    assert signal.getsignal(signal.SIGTERM) == before
    assert library.faults() == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_tells_what_is_new_and_ends_when_told(end: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    command = ["ingest", str(tmp_path), "--watch", "--json", "--library", str(tmp_path / "library")]
    with subprocess.Popen(
        [sys.executable, "-m", "ui.cli", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        assert process.stdout
        killer = threading.Timer(PATIENCE, process.kill)
        killer.start()
        assert len(json.loads(process.stdout.readline())["skipped"]) == 1
        (tmp_path / "worse.txt").write_bytes(b"\x00\x02")
        assert len(json.loads(process.stdout.readline())["skipped"]) == 2
        process.send_signal(end)
        stdout, stderr = process.communicate()
        killer.cancel()
    assert (process.returncode, stdout) == (0, "")
    assert stderr.splitlines() == ["Watching; Ctrl-C ends it.", "Watching has ended; what went in is kept."]


def test_only_folders_are_watched_and_an_empty_path_is_none(tmp_path: Path) -> None:
    for words in (
        ["--watch", str(SAMPLES / "moscow-demands.txt")],
        ["--watch", "https://x.example/"],
        [""],
        [".", " "],
    ):
        result = CliRunner().invoke(main, ["ingest", *words, "--library", str(tmp_path / "library")])
        assert result.exit_code == 2
        assert "can be watched" in result.stderr or "an empty name" in result.stderr
    assert not (tmp_path / "library").exists()
