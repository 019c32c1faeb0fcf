"""Settings: from environment variables that start with ASSISTANT_; unknown ones are refused by name."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "ASSISTANT_"


class Settings(BaseSettings):
    """Everything a person can set. Each field is the variable ASSISTANT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    library: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("article-assistant") / "library",
        description="folder of the library",
    )
    runs: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("article-assistant") / "runs",
        description="folder of the stored evaluation runs",
    )
    embedding_model: str = Field(
        default="bundled",
        min_length=1,
        description="a sentence-transformers model, by name or folder; 'bundled' is all-MiniLM-L6-v2, offline",
    )
    reranker: str | None = Field(
        default=None,
        min_length=1,
        description="a sentence-transformers CrossEncoder, by name or folder, that orders the best hits; none is set",
    )
    rerank_seconds: float = Field(
        default=2.0, gt=0, description="how long the reranker may take; after that the order stays as it was"
    )
    judge: str | None = Field(
        default=None,
        min_length=1,
        description="the language model that grades answers: a GGUF file or http://HOST:PORT/v1#MODEL; none by default",
    )
    llm_key: SecretStr | None = Field(default=None, description="the key that a language model's server asks for")
    max_file_mb: float = Field(default=10, gt=0, description="files larger than this many MB are skipped")


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError naming the variable that is wrong."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(sorted(known))}."
            # Without its value: that may be a key, under a name that was misspelt.
            raise SettingsError(f"Unknown setting {name}; {hint}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}={os.environ.get(name)!r} cannot be used: {first['msg']}.") from error
