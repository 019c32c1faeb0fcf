"""Language models, off by default, named by one kind of spec: a GGUF file in this process, or whoever serves one.

The only file, besides `llama` and the peers, that imports LlamaIndex, which asks them all. Nothing is contacted before
the first prompt, and then only what the spec names. A key is sent to the one server it is for, and shown nowhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.settings import load_settings

if TYPE_CHECKING:
    import httpx

SPECS = "gguf:PATH, ollama:NAME, openai:NAME, anthropic:NAME or openai-compatible:URL#NAME"
KINDS = ("gguf", "ollama", "openai", "anthropic", "openai-compatible")
# The environment variables of the kinds that take a key; one that is sent to any other server is a setting of ours.
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "openai-compatible": "ASSISTANT_LLM_KEY"}
SEED = 0
# A prompt of 8,000 tokens takes a laptop's processor a minute or two. A server that is busy is asked once more.
TIMEOUT_S, RETRIES = 180.0, 1
# Tokens of prompt and reply together that every model is taken to have; those in use have as many or more.
CONTEXT = 8192
HINTS = {404: "check the URL, and the model's name", 429: "wait until its limit allows more, or choose another model"}


class LanguageModel(Protocol):
    """What the rest needs of a language model."""

    @property
    def name(self) -> str:
        """What is recorded: the model, and where it runs. Holds no key and no path of this machine."""

    @property
    def context(self) -> int:
        """The tokens of prompt and reply together that it takes."""

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        """The reply to the prompt as a user's message, at most `max_tokens` long; "" if the model says nothing.

        Raises ModelError when the model cannot be reached, refuses, or answers in another protocol.
        """

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """The same, piece by piece as the model writes it; ModelError may come between two pieces, too."""


class Spec(NamedTuple):
    """A spec taken apart: which kind, and the file, the model's name or URL#NAME behind the colon."""

    kind: str
    name: str


def parse_spec(spec: str) -> Spec:
    """Takes a spec apart. Raises ModelError when it is none; the spec is not repeated, for it may hold a password."""
    kind, colon, name = spec.strip().partition(":")
    if not colon or kind not in KINDS or not name.strip():
        hint = "a GGUF file as gguf:PATH" if spec.lower().endswith(".gguf") else SPECS
        hint = "a server's URL as openai-compatible:URL#NAME" if kind in ("http", "https") else hint
        raise ModelError(f"A language model is not named so; write {hint}.")
    if kind == "openai-compatible":
        _split_url(name)
    return Spec(kind, name.strip())


def open_language_model(spec: str) -> LanguageModel:
    """The model that a setting names: a GGUF file is loaded at once, the others are asked when used.

    Keys come from OPENAI_API_KEY, ANTHROPIC_API_KEY and, for other servers, ASSISTANT_LLM_KEY; OPENAI_BASE_URL,
    ANTHROPIC_BASE_URL and OLLAMA_HOST are where the first three are, as their own programs have it. Raises ModelError
    when the spec is none, a key or a package is missing, or the file cannot be loaded.
    """
    kind, name = parse_spec(spec)
    return {"gguf": _gguf, "ollama": _ollama, "openai": _openai, "anthropic": _anthropic}.get(kind, _compatible)(name)


class _Model:
    """A model asked through LlamaIndex for its likeliest words (temperature 0)."""

    def __init__(
        self, name: str, place: str, make: Callable[[int], AbstractContextManager[Any]], key: str, key_name: str
    ) -> None:
        """`make` gives LlamaIndex's model for one reply of so many tokens; `key` is kept out of every message."""
        self.name, self.context = name, CONTEXT
        self._place, self._key = place, key
        self._hints = HINTS | dict.fromkeys((401, 403), f"set {key_name} to a key that its server takes")
        self._make = make

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        """See `LanguageModel.complete`."""
        try:
            with self._make(max_tokens) as model:
                return str(model.complete(prompt).text or "")
        except Exception as error:  # each provider's package raises what it likes
            raise self._told(error) from error

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """See `LanguageModel.stream`."""
        ends = time.monotonic() + TIMEOUT_S
        try:
            with self._make(max_tokens) as model:
                for piece in model.stream_complete(prompt):
                    if time.monotonic() > ends:
                        raise TimeoutError  # noqa: TRY301 - told as the timeout of a single read is
                    yield str(piece.delta or "")
        except Exception as error:  # as above
            raise self._told(error) from error

    def _told(self, error: Exception) -> ModelError:
        """The error in one line. Told apart by names: openai, ollama and anthropic have the same, of other modules."""
        names = {kind.__name__ for one in (error, error.__cause__) for kind in type(one).__mro__}
        status = getattr(error, "status_code", None)
        reason = _one_line(error)
        if self._key:
            reason = reason.replace(self._key, "...")
        if (isinstance(status, int) and status > 0) or names & {"ResponseError"}:
            hint = self._hints.get(status or 0, "what it says is the reason")
            return ModelError(f"The language model {self.name} refused ({reason}); {hint}.")
        if names & {"TimeoutException", "TimeoutError"}:
            return ModelError(
                f"The language model {self.name} did not answer within {TIMEOUT_S:g} s; "
                "try again when the machine has less to do, or choose a smaller model."
            )
        if names & {"ConnectError", "ConnectionError"}:
            return ModelError(f"No language model answers at {self._place}; start its server, or correct the URL.")
        if names & {"TransportError", "APIConnectionError"}:
            return ModelError(f"The language model {self.name} broke off ({reason}); ask again.")
        if "APIError" in names:
            return ModelError(f"The language model {self.name} refused ({reason}); what it says is the reason.")
        # What LlamaIndex raises on replies that are not JSON, or JSON of another shape.
        return ModelError(
            f"{self._place} does not answer as its protocol says ({type(error).__name__}: {reason}); "
            "give the URL under which the server has chat/completions."
        )


def _gguf(name: str) -> LanguageModel:
    from assistant.gguf import serve

    file = Path(name).expanduser()
    served = serve(file)
    key = served.token
    return _openai_protocol(
        served.name, served.url, model=file.name, key=key, key_name="gguf:PATH", server=served.server
    )


def _compatible(name: str) -> LanguageModel:
    url, model = _split_url(name)
    key = load_settings().llm_key
    # Without any key, LlamaIndex would send that of OPENAI_API_KEY, to whatever server this is.
    secret = key.get_secret_value().strip() if key else ""
    return _openai_protocol(
        f"{model} at {url}", url, model=model, key=secret or "none", key_name=KEYS["openai-compatible"]
    )


def _openai(name: str) -> LanguageModel:
    key = _key("openai", name)
    url = os.environ.get("OPENAI_BASE_URL", "").rstrip("/") or "https://api.openai.com/v1"
    return _openai_protocol(f"{name} at {_place(url)}", url, model=name, key=key, key_name=KEYS["openai"])


def _openai_protocol(
    name: str, url: str, *, model: str, key: str, key_name: str, server: object = None
) -> LanguageModel:
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ModuleNotFoundError as error:
        raise _missing("llm") from error

    @contextmanager
    def make(max_tokens: int) -> Iterator[Any]:
        options: dict[str, Any] = {
            "model": model,
            "api_base": url,
            "api_key": key,
            "is_chat_model": True,
            "temperature": 0.0,
            "max_tokens": max_tokens,
            "additional_kwargs": {"seed": SEED},
            "timeout": TIMEOUT_S,
            # What runs in this process (and does as long as this refers to it) is not quicker when it is asked again.
            "max_retries": 0 if server else RETRIES,
        }
        with _http_client(url) as client:
            options["http_client"] = client
            yield OpenAILike(**options)

    return _Model(name, _place(url), make, "" if key == "none" else key, key_name)


def _ollama(name: str) -> LanguageModel:
    try:
        import ollama
        from llama_index.llms.ollama import Ollama
    except ModuleNotFoundError as error:
        raise _missing("ollama") from error
    host = os.environ.get("OLLAMA_HOST", "").strip() or "http://localhost:11434"
    url = host if "//" in host else f"http://{host}"

    @contextmanager
    def make(max_tokens: int) -> Iterator[Any]:
        with closing(ollama.Client(url, timeout=TIMEOUT_S, trust_env=not _is_here(url))) as client:
            # A context that is not asked for is the server's own, 4096 or less; longer prompts lose their beginning.
            yield Ollama(
                model=name,
                base_url=url,
                temperature=0.0,
                context_window=CONTEXT,
                additional_kwargs={"seed": SEED, "num_predict": max_tokens},
                client=client,
            )

    return _Model(f"{name} at {_place(url)}", _place(url), make, "", "the server's access")


def _anthropic(name: str) -> LanguageModel:
    try:
        from llama_index.core.llms import LLMMetadata
        from llama_index.llms.anthropic import Anthropic
    except ModuleNotFoundError as error:
        raise _missing("anthropic") from error
    key = _key("anthropic", name)
    url = os.environ.get("ANTHROPIC_BASE_URL", "").rstrip("/") or "https://api.anthropic.com"

    class AnyAnthropic(Anthropic):  # type: ignore[misc]
        """One that LlamaIndex has not heard of yet, too: it looks the context up by name, and refuses other names."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=CONTEXT, num_output=self.max_tokens, model_name=name, is_chat_model=True)

    @contextmanager
    def make(max_tokens: int) -> Iterator[Any]:
        model = AnyAnthropic(
            model=name,
            base_url=url,
            api_key=key,
            temperature=0.0,
            max_tokens=max_tokens,
            timeout=TIMEOUT_S,
            max_retries=RETRIES,
        )
        with closing(model._client):  # noqa: SLF001 - nothing public closes its connections
            yield model

    return _Model(f"{name} at {_place(url)}", _place(url), make, key, KEYS["anthropic"])


def _key(kind: str, name: str) -> str:
    key = os.environ.get(KEYS[kind], "").strip()
    if not key:
        raise ModelError(f"The language model {kind}:{name} needs a key; set {KEYS[kind]}.")
    return key


def _split_url(name: str) -> tuple[str, str]:
    try:
        parts = urlsplit(name)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.fragment and not parts.query
        right = right and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        right = False
    if not right:
        # The URL is not repeated: it may hold a password.
        raise ModelError(
            "A language model's URL must be openai-compatible:http://HOST:PORT/v1#NAME, without user, password or "
            "query; a key belongs in ASSISTANT_LLM_KEY."
        )
    return parts._replace(fragment="").geturl().rstrip("/"), parts.fragment


def _place(url: str) -> str:
    """The URL without what may be secret in it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def _http_client(url: str) -> httpx.Client:
    """For one reply, so that nothing is left open; for this machine it passes by the proxies of the environment."""
    import httpx

    return httpx.Client(trust_env=not _is_here(url), timeout=TIMEOUT_S)


def _missing(extra: str) -> ModelError:
    return ModelError(f"A package that this language model needs is missing; install it: pip install -e '.[{extra}]'")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
