"""What the page's process does before it ends."""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 (what is registered later is called earlier)
import threading
from collections.abc import Callable

# How long the page, when it is ended, waits for each thing that is under way: files being embedded, a model being
# loaded, a question being answered.
LAST_SECONDS = 5.0


def at_end(stop: Callable[[], object]) -> None:
    """Has `stop` called when the process ends, while there still are threads that do what is left to do.

    `atexit` calls too late: by then the pools of concurrent.futures have finished all that they were given, which
    nobody had told to stop, and refuse what is under way any more. Their own way of being told is the only earlier one.
    """
    threading._register_atexit(stop)  # type: ignore[attr-defined]  # noqa: SLF001
