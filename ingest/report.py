"""What an ingest did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that did not go in, and why."""

    source: str
    reason: str


@dataclass(slots=True)
class IngestReport:
    """Counts of articles by what became of them.

    `passages` is how many were embedded, `stories` how many the library tells now, `seconds` the time taken.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    stories: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    other_files: int = 0
    seconds: float = 0.0

    def counts(self) -> dict[str, Any]:
        """The report in figures alone, as the library remembers it."""
        return self.to_dict() | {"skipped": len(self.skipped)}

    def to_dict(self) -> dict[str, Any]:
        """The object `ingest --json` prints, with the articles and passages that went in a second."""
        went_in = {"articles": self.added + self.replaced, "passages": self.passages}
        rates = {f"{name}_per_second": round(count / (self.seconds or 1), 1) for name, count in went_in.items()}
        return asdict(self) | {"seconds": round(self.seconds, 3)} | rates
