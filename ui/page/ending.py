"""What the page does in threads, and how that ends with its process."""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 (what is registered later is called earlier)
import threading
from collections.abc import Callable

# How long the page, when it is ended, waits for each thing that is under way: files being embedded, a model being
# loaded, a question being answered.
LAST_SECONDS = 5.0


class Worker(threading.Thread):
    """A thread that does `work`, and is told to `stop` and waited for, though not for long, before the process ends.

    A process that ends while a thread is inside a model's native code ends in a crash.
    """

    def __init__(self, work: Callable[[], object], name: str, stop: Callable[[], object] = lambda: None) -> None:
        super().__init__(target=work, name=name, daemon=True)
        self._tell_to_stop = stop

    def start(self) -> None:
        """Begins."""
        _at_work.add(self)
        super().start()

    def run(self) -> None:
        """The work."""
        try:
            super().run()
        finally:
            _at_work.discard(self)

    def end(self) -> None:
        """Stops it; returns when it has stopped, soon in any case."""
        self._tell_to_stop()
        self.join(LAST_SECONDS)


def is_at_work(name: str) -> bool:
    """Whether a worker called so is under way."""
    return any(worker.name == name for worker in list(_at_work))


def _end_all() -> None:
    for worker in list(_at_work):
        worker.end()


_at_work: set[Worker] = set()
# `atexit` calls too late: by then the pools of concurrent.futures have finished all that they were given, which nobody
# had told to stop, and refuse what is under way any more. Their own way of being told is the only earlier one.
threading._register_atexit(_end_all)  # type: ignore[attr-defined]  # noqa: SLF001
