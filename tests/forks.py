"""Processes of their own for tests, forked from one that has imported what each would load before its work begins."""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.loaded", "tests.conftest"])
