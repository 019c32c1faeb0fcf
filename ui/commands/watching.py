"""Folders kept in step with the library: an ingest, then another whenever something in them has changed."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, watch

from assistant.errors import LibraryBusy
from assistant.library.records import source_of

# A change is waited for this long, in ms, to be followed by others, and a burst of them for at most as long as the
# second: a file that is being copied, or a folder that is unpacked, is read when it is whole.
QUIET_MS, BURST_MS = 400, 5_000
# How often the first ingest, and one that met another process writing, are tried.
RETRY_MS = 500


def keep_in_step(folders: Sequence[str], library: Path, ingest: Callable[[], None]) -> None:
    """Calls `ingest` at once and after every change in the folders, until the process is told to end.

    Ctrl-C and SIGTERM end it, in the midst of an ingest, too: what went in is kept, and the next run does the rest.
    Changes to what is hidden, and in the library's own folder, are none.
    """
    watched = [Path(source_of(folder)) for folder in folders]
    own = library.resolve()

    def matters(_change: Change, path: str) -> bool:
        changed = Path(path)
        inside = [changed.relative_to(folder).parts for folder in watched if changed.is_relative_to(folder)]
        seen = any(not any(part.startswith(".") for part in parts) for parts in inside)
        return seen and not changed.resolve().is_relative_to(own)

    # Watched before the first ingest, so that no change falls between the two.
    rounds = watch(
        *watched, watch_filter=matters, step=QUIET_MS, debounce=BURST_MS, rust_timeout=RETRY_MS, yield_on_timeout=True
    )
    due = True
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for changes in rounds:
            if changes or due:
                due = True
                with suppress(LibraryBusy):
                    ingest()
                    due = False
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
