"""Imported by the process that tests fork ingests from: what each would load for itself before its work begins."""

from __future__ import annotations

import importlib

from ingest.language import language_of

for name in ("chromadb.api.fastapi", "chromadb.api.rust", "dateparser", "ingest.pipeline", "rensa", "tantivy"):
    importlib.import_module(name)
language_of("A text that is long enough for its language to be told, so that the model is read.")
