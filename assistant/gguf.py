"""A GGUF file run in this process by llama.cpp (xllamacpp), which serves it on loopback behind a token of its own."""

from __future__ import annotations

import hashlib
import os
import secrets
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from assistant.errors import ModelError

# Tokens of prompt and reply together that a file is given memory for; models allow up to hundreds of thousands.
CONTEXT = 8192


class Served(NamedTuple):
    """A file that is served: what is recorded of it, where, to whom. It ends when nothing refers to `server`."""

    name: str
    url: str
    token: str
    server: object


def serve(file: Path) -> Served:
    """Loads the file and serves it. Raises ModelError when there is none, it is no model or a package is missing."""
    if not file.is_file():
        raise ModelError(f"There is no language model at {str(file)!r}; give a GGUF file: gguf:PATH.")
    try:
        import xllamacpp
    except ModuleNotFoundError as error:
        raise ModelError(
            "A package that this language model needs is missing; install it: pip install -e '.[llm]'"
        ) from error
    token = secrets.token_hex()
    try:
        server = xllamacpp.Server(_llama_cpp(xllamacpp.CommonParams(), file, token))
    except RuntimeError as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(
            f"{file} cannot be loaded as a language model ({reason}); give a GGUF file: gguf:PATH."
        ) from error
    # A file may be renamed and its weights changed; their hash is what pins the model.
    with file.open("rb") as weights:
        digest = hashlib.file_digest(weights, "sha256").hexdigest()
    name = f"{file.name} (sha256 {digest[:12]}, xllamacpp {version('xllamacpp')})"
    return Served(name, f"{server.listening_address}/v1", token, server)


def _llama_cpp(params: Any, file: Path, token: str) -> Any:
    """The parameters of llama.cpp's server: one prompt at a time, on loopback, on a port that is free, silent."""
    params.model.path = str(file)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [token]
    params.ui = False
    params.offline = True
    params.verbosity = -1
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    # What is left from the prompt before changes how the next one is batched, and with that its last digits.
    params.cache_prompt = False
    # One core is left to the rest: llama.cpp's threads wait for each other, and where one of them has to share its
    # core all do (two busy cores: 1 to 24 tokens a second with two threads, 55 with one).
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 2) - 1)
    return params
