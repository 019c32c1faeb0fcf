"""An optional last word on the order of the hits: a cross-encoder, which reads the question and each text together.

Off by default: it costs more than all the rest of retrieval. Within its time it scores all the texts or none: its
scores and those of the fusion are on different scales, so half of each make no order.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cross_encoders import load_cross_encoder
from assistant.embedding import clean_text
from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Texts between two looks at the clock, so how far beyond its time a reranking can go. Six layers of 384 dimensions on
# one core rank 15 to 16 passages of 150 words a second in batches of 2, 4, 8 and 16 alike: four are a quarter second.
BATCH = 4


class Reranker:
    """Any sentence-transformers `CrossEncoder`, by folder or name. Safe to use from several threads."""

    def __init__(self, model: str) -> None:
        """Loads nothing yet: the model is read at first use (importing its library alone takes seconds)."""
        self.name = str(Path(model).resolve()) if Path(model).is_dir() else model
        self._loaded: CrossEncoder | None = None
        self._loading = threading.Lock()

    def rerank(self, query: str, texts: Sequence[str], seconds: float) -> list[float] | None:
        """How well each text answers `query`, in the order of the texts: higher is better, the scale is the model's.

        None when `seconds` did not reach to the last batch: an order is never half the reranker's. The clock starts
        once the model is loaded and is read before each batch, so it can be overrun by one. Raises ModelError when
        the model cannot be loaded, or gives a text more than one score.
        """
        if not texts:
            return []
        model = self._model()
        ends = time.monotonic() + seconds
        scores: list[float] = []
        for first in range(0, len(texts), BATCH):
            if time.monotonic() >= ends:
                return None
            pairs = [(clean_text(query), clean_text(text)) for text in texts[first : first + BATCH]]
            scores += [float(score) for score in model.predict(pairs, batch_size=BATCH, show_progress_bar=False)]
        return scores

    def _model(self) -> CrossEncoder:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.name)
            return self._loaded


def _load(model: str) -> CrossEncoder:
    loaded = load_cross_encoder(model, "reranker", "ASSISTANT_RERANKER")
    if loaded.num_labels != 1:
        raise ModelError(
            f"The reranker {model!r} gives {loaded.num_labels} scores to a text where one is needed; "
            "set ASSISTANT_RERANKER to a CrossEncoder that ranks (one label), or leave it out."
        )
    return loaded
