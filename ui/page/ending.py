"""What the page does in threads, and how that ends with its process."""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 (what is registered later is called earlier)
import threading
import time
from collections.abc import Callable

# How long the page, when it is ended, waits for all that is under way: files being embedded, a model being loaded, a
# question being answered.
LAST_SECONDS = 5.0


class Worker(threading.Thread):
    """A thread that does `work`, and is told to `stop` and waited for, though not for long, before the process ends.

    A process that ends while a thread is inside a model's native code ends in a crash.
    """

    def __init__(self, work: Callable[[], object], name: str, stop: Callable[[], object] = lambda: None) -> None:
        super().__init__(target=work, name=name, daemon=True)
        self.stop = stop


def is_at_work(name: str) -> bool:
    """Whether a worker called so is under way."""
    return any(worker.name == name for worker in _at_work())


def _at_work() -> list[Worker]:
    return [thread for thread in threading.enumerate() if isinstance(thread, Worker) and thread.is_alive()]


def _end_all() -> None:
    workers, deadline = _at_work(), time.monotonic() + LAST_SECONDS
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))


# `atexit` calls too late: by then the pools of concurrent.futures have finished all that they were given, which nobody
# had told to stop, and refuse what is under way any more. Their own way of being told is the only earlier one.
threading._register_atexit(_end_all)  # type: ignore[attr-defined]  # noqa: SLF001
