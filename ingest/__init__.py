"""Articles into the library: read, clean, describe, segment, embed, store."""

from ingest.pipeline import Stopped, ingest
from ingest.report import IngestReport, Skipped

__all__ = ["IngestReport", "Skipped", "Stopped", "ingest"]
