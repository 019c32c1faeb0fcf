"""Settings: from environment variables that start with ASSISTANT_; unknown ones are refused by name."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.answer import Refusal
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.library.vector_server import VectorServer

PREFIX = "ASSISTANT_"
# What a record may state of an article.
RECORD_FIELDS = ("body", "title", "byline", "outlet", "published_at", "updated_at", "section", "language", "url", "id")
CHROMA = {"chroma_tenant", "chroma_database", "chroma_token"}


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
    # Twice what a six-layer cross-encoder takes for twenty passages of 150 words on one core (15 a second).
    rerank_seconds: float = Field(
        default=3.0, gt=0, description="how long the reranker may take; after that the order stays as it was"
    )
    llm: str | None = Field(
        default=None,
        min_length=1,
        description="the language model that writes answers: gguf:PATH, ollama:NAME, openai:NAME, anthropic:NAME or "
        "openai-compatible:URL#NAME; none by default",
    )
    support_model: str | None = Field(
        default=None,
        min_length=1,
        description="a sentence-transformers CrossEncoder, by name or folder, that checks what the writer cites",
    )
    refusal: Refusal = Field(
        default="balanced", description="how readily answers abstain: strict, balanced or eager; balanced by default"
    )
    judge: str | None = Field(
        default=None,
        min_length=1,
        description="the language model that grades answers, named as the writer's; none by default",
    )
    llm_key: SecretStr | None = Field(default=None, description="the key that an openai-compatible server asks for")
    max_file_mb: float = Field(default=10, gt=0, description="files larger than this many MB are skipped")
    allow_private_urls: bool = Field(
        default=False, description="whether pages may be fetched from addresses inside networks, this machine included"
    )
    json_fields: str = Field(
        default="",
        description="the keys of JSON records and columns of CSV files where they are unusual, as in "
        "body=text,title=headline,published_at=day",
    )
    chroma_url: str | None = Field(
        default=None,
        description="a Chroma server, http(s)://HOST[:PORT], that holds the library's vectors; by default its folder",
    )
    chroma_tenant: str = Field(default="default_tenant", min_length=1, description="the server's tenant")
    chroma_database: str = Field(default="default_database", min_length=1, description="the tenant's database")
    chroma_token: SecretStr | None = Field(
        default=None, min_length=1, description="the token the server asks for, sent as the header X-Chroma-Token"
    )

    @field_validator("json_fields")
    @classmethod
    def _are_fields(cls, stated: str) -> str:
        if wrong := [name for name, key in _pairs(stated).items() if name not in RECORD_FIELDS or not key]:
            raise ValueError(f"{wrong[0]!r} is not FIELD=KEY with a field of {', '.join(RECORD_FIELDS)}")
        return stated

    @field_validator("chroma_url")
    @classmethod
    def _is_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url.strip())
        if parts.username or parts.password:
            raise ValueError("a token belongs in ASSISTANT_CHROMA_TOKEN, not in the URL")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("it is not of the form http://HOST:PORT or https://HOST")
        _ = parts.port  # raises ValueError on one that is none
        return url.strip().rstrip("/")

    @property
    def record_fields(self) -> dict[str, str]:
        """The key of each field that `json_fields` names."""
        return _pairs(self.json_fields)

    @property
    def vector_server(self) -> VectorServer | None:
        """The Chroma server that holds the vectors, where one is set."""
        from assistant.library.vector_server import VectorServer

        if self.chroma_url is None:
            return None
        token = self.chroma_token.get_secret_value() if self.chroma_token else None
        return VectorServer(self.chroma_url, self.chroma_tenant, self.chroma_database, token)


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
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        raise SettingsError(f"{_shown(field)} cannot be used: {first['msg']}.") from error
    if settings.chroma_url is None and (lone := settings.model_fields_set & CHROMA):
        raise SettingsError(f"{PREFIX}{min(lone).upper()} says nothing without ASSISTANT_CHROMA_URL; set that as well.")
    return settings


def _pairs(stated: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in stated.split(",") if part.strip())
    return {name.strip(): key.strip() for name, _, key in pairs}


def _shown(field: str) -> str:
    """The variable and its value, unless that is secret or has something secret in it."""
    name = PREFIX + field.upper()
    if "SecretStr" in str(Settings.model_fields[field].annotation):
        return name
    return f"{name}={re.sub(r'//[^/]*@', '//...@', os.environ.get(name) or '')!r}"
