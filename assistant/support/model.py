"""An optional model for the support check: a cross-encoder, which reads a sentence and its evidence together.

Off by default. The rules about facts hold with it, too: it judges only what they let through.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cross_encoders import load_cross_encoder
from assistant.embedding import clean_text
from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Pairs that are read together, as many as an answer has sentences.
BATCH = 8
# What models call the label that says yes: those trained on inference, and those that check facts.
_YES = ("entailment", "supported", "supports", "support", "consistent")


class SupportModel:
    """Any `CrossEncoder` that tells whether evidence supports a claim, by folder or name. Safe to use from threads.

    One output is taken through a sigmoid; of several, the one named "entailment" or "supported" (of two without
    names the second) after a softmax. Evidence comes first, as inference models have it.
    """

    def __init__(self, model: str) -> None:
        """Loads nothing yet: the model is read at first use (importing its library alone takes seconds)."""
        self.name = str(Path(model).resolve()) if Path(model).is_dir() else model
        self._loaded: tuple[CrossEncoder, int] | None = None
        self._loading = threading.Lock()

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> list[float]:
        """The probability, 0 to 1, that each evidence supports the claim at its place.

        Raises ModelError when the model cannot be loaded, or none of its outputs says that a claim is supported.
        """
        if not claims:
            return []
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.name)
        model, place = self._loaded
        from torch import nn

        pairs = [(clean_text(text), clean_text(claim)) for claim, text in zip(claims, evidences, strict=True)]
        single = model.num_labels == 1
        last = nn.Sigmoid() if single else nn.Softmax(dim=-1)
        scores = model.predict(pairs, batch_size=BATCH, show_progress_bar=False, activation_fn=last)
        return [float(score if single else score[place]) for score in scores]


def _load(model: str) -> tuple[CrossEncoder, int]:
    loaded = load_cross_encoder(model, "support model", "ASSISTANT_SUPPORT_MODEL")
    labels = loaded.config.id2label if loaded.config else None
    names = {str(name).lower(): int(place) for place, name in (labels or {}).items()}
    named = [names[yes] for yes in _YES if yes in names]
    if named:
        return loaded, named[0]
    if loaded.num_labels <= 2:
        return loaded, loaded.num_labels - 1
    raise ModelError(
        f"The support model {model!r} has the outputs {', '.join(names)}, and none says that a claim is supported; "
        "set ASSISTANT_SUPPORT_MODEL to a CrossEncoder with one output, two, or one named entailment."
    )
