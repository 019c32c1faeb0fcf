"""Loading a sentence-transformers `CrossEncoder`, which reads two texts together: a reranker, a support model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.embedding import keep_quiet
from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_cross_encoder(model: str, what: str, setting: str) -> CrossEncoder:
    """The model of this folder or name. `what` it is for and the `setting` that names it stand in messages.

    Raises ModelError when it cannot be loaded, or has nothing trained where scores are made.
    """
    keep_quiet()
    from sentence_transformers import CrossEncoder

    try:
        # A folder is never looked up on a hub; a name is, because the person asked for it by that name.
        loaded: CrossEncoder = CrossEncoder(model, local_files_only=Path(model).is_dir())
    except Exception as error:  # each part of a broken model fails in its own library's way
        reason = str(error).strip().split("\n")[0]
        raise ModelError(
            f"The {what} {model!r} cannot be loaded ({reason}); "
            f"set {setting} to a CrossEncoder's folder or name, or leave it out."
        ) from error
    architectures = getattr(loaded.config, "architectures", None) or []
    if architectures and type(loaded.model).__name__ not in architectures:
        # Its library has put random weights where the score is made, and only logs that.
        raise ModelError(
            f"{model!r} is no {what} but a {architectures[0]}, which has nothing trained to score a text; "
            f"set {setting} to a CrossEncoder's folder or name, or leave it out."
        )
    return loaded
