from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant import llm
from assistant.errors import ModelError, SettingsError
from assistant.llm import LanguageModel, open_language_model
from assistant.settings import load_settings
from tests.llm_server import Server, serving
from tests.needs import lacks
from tests.small_model import FILE, small_model

PROMPT = "Name the capital of France."


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return small_model()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(llm, "RETRIES", 0)
    with serving() as server:
        yield server


def test_a_file_is_run_in_this_process_and_says_the_same_twice(model: LanguageModel) -> None:
    first = model.complete(PROMPT, max_tokens=8)
    assert "Paris" in first
    model.complete("Count to three.", max_tokens=4)
    assert model.complete(PROMPT, max_tokens=8) == first
    assert model.name.startswith(f"{FILE} (sha256 b179c9523d0e, xllamacpp ")


def test_a_server_is_asked_the_same_way(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    served: Any = model
    monkeypatch.setenv("ASSISTANT_LLM_KEY", served._key)
    # A proxy is for other machines; nothing of this one's goes through it.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    remote = open_language_model(f"openai-compatible:{served._place}#smol")
    assert remote.name == f"smol at {served._place}"
    assert remote.complete(PROMPT, max_tokens=8) == model.complete(PROMPT, max_tokens=8)


def test_the_file_is_served_to_nobody_else(model: LanguageModel) -> None:
    served: Any = model
    assert served._place.startswith("http://127.0.0.1:")
    with pytest.raises(ModelError, match=r"smol at http.* refused \(Error code: 401 .*; set ASSISTANT_LLM_KEY"):
        open_language_model(f"openai-compatible:{served._place}#smol").complete(PROMPT, max_tokens=1)


def test_a_prompt_too_long_is_an_error(model: LanguageModel) -> None:
    with pytest.raises(ModelError, match=r"exceeds the available context size \(8192 tokens\)"):
        model.complete("word " * 9000, max_tokens=1)


def test_what_a_server_is_sent(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    server.says("Paris")
    model = open_language_model(f"openai-compatible:{server.url}/#tiny/model:8b")
    assert model.complete(PROMPT, max_tokens=8) == "Paris"
    assert model.name == f"tiny/model:8b at {server.url}"
    assert server.authorization == "Bearer none"
    assert server.request_body == {
        "model": "tiny/model:8b",
        "messages": [{"role": "user", "content": PROMPT}],
        "max_tokens": 8,
        "temperature": 0.0,
        "seed": 0,
        "stream": False,
    }
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-given")
    open_language_model(server.spec).complete(PROMPT, max_tokens=8)
    assert server.authorization == "Bearer sk-given"
    assert "sk-given" not in repr(load_settings())
    server.says(None)
    assert model.complete(PROMPT, max_tokens=8) == ""


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"{}", b"[]", b'{"choices": []}', b'{"choices": [{"index": 0}]}'],
)
def test_another_protocol_is_an_error_in_one_line(server: Server, body: bytes) -> None:
    server.body = body
    with pytest.raises(ModelError, match="does not answer as its protocol says") as error:
        open_language_model(server.spec).complete(PROMPT, max_tokens=1)
    assert server.url in str(error.value)
    assert "\n" not in str(error.value)


def test_refusals_silence_and_absence_are_told_apart(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.status, server.body = 404, b'{"error": {"message": "no model of that name"}}'
    with pytest.raises(
        ModelError, match=r"m at http://.* refused \(.*404.*no model of that name.*; check the URL, and the model"
    ):
        open_language_model(server.spec).complete(PROMPT, max_tokens=1)
    server.status, server.requests = 503, 0
    monkeypatch.setattr(llm, "RETRIES", 1)
    with pytest.raises(ModelError, match="what it says is the reason"):
        open_language_model(server.spec).complete(PROMPT, max_tokens=1)
    assert server.requests == 2
    monkeypatch.setattr(llm, "RETRIES", 0)
    server.waits = 0.3
    monkeypatch.setattr(llm, "TIMEOUT_S", 0.1)
    with pytest.raises(ModelError, match=r"did not answer within 0\.1 s; try again"):
        open_language_model(server.spec).complete(PROMPT, max_tokens=1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    with pytest.raises(ModelError, match=f"No language model answers at http://localhost:{free}/v1; start its server"):
        open_language_model(f"openai-compatible:http://localhost:{free}/v1#m").complete(PROMPT, max_tokens=1)


@pytest.mark.parametrize(
    "spec",
    [
        "http://127.0.0.1:8080/v1",
        "http://#m",
        "http://user:secret@127.0.0.1/v1#m",
        "https://127.0.0.1/v1?key=secret#m",
        "http://127.0.0.1:port/v1#m",
        "http://[::1/v1#m",
        "127.0.0.1:8080#m",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_and_not_repeated(spec: str) -> None:
    with pytest.raises(ModelError, match="must be openai-compatible:http://HOST:PORT/v1#NAME") as error:
        open_language_model(f"openai-compatible:{spec}")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ("/models/some.gguf", "write a GGUF file as gguf:PATH"),
        ("http://user:secret@127.0.0.1/v1#m", "write a server's URL as openai-compatible:URL#NAME"),
        ("gpt-secret", "write gguf:PATH, ollama:NAME, openai:NAME, anthropic:NAME or openai-compatible:URL#NAME"),
        ("openai:", "write gguf:PATH, ollama:NAME"),
    ],
)
def test_what_is_no_spec_is_refused_with_a_hint(spec: str, hint: str) -> None:
    with pytest.raises(ModelError, match=f"is not named so; {hint}") as error:
        open_language_model(spec)
    assert "secret" not in str(error.value)


def test_a_reply_comes_in_pieces_and_a_broken_one_is_told(server: Server) -> None:
    server.replies = ["It rained all day.", "It rained all day."]
    model = open_language_model(server.spec)
    assert "".join(model.stream(PROMPT, max_tokens=8)).strip() == "It rained all day."
    assert server.request_body["stream"] is True
    server.breaks_after = 2
    pieces = model.stream(PROMPT, max_tokens=8)
    assert [next(pieces), next(pieces)] == ["It ", "rained "]
    with pytest.raises(ModelError, match=r"m at http.* broke off \(.*\); ask again"):
        next(pieces)


def test_openai_is_sent_its_key_which_no_error_repeats(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=r"openai:gpt-x needs a key; set OPENAI_API_KEY\."):
        open_language_model("openai:gpt-x")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    server.status, server.body = 401, b'{"error": {"message": "wrong key sk-mine"}}'
    model = open_language_model("openai:gpt-x")
    with pytest.raises(ModelError, match="refused .*; set OPENAI_API_KEY to a key") as error:
        list(model.stream(PROMPT, max_tokens=8))
    assert server.authorization == "Bearer sk-mine"
    assert "sk-mine" not in str(error.value)
    assert model.name == f"gpt-x at {server.url}"


def test_ollama_is_asked_for_room_for_the_whole_prompt(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.url.removeprefix("http://").removesuffix("/v1"))
    lines = [{"message": {"role": "assistant", "content": word}} for word in ("Pa", "ris")]
    server.body = b"\n".join(json.dumps(line).encode() for line in lines)
    model = open_language_model("ollama:qwen3:4b")
    assert list(model.stream(PROMPT, max_tokens=8)) == ["Pa", "ris"]
    assert server.request_body["model"] == "qwen3:4b"
    assert server.request_body["options"] == {"temperature": 0.0, "num_ctx": model.context, "num_predict": 8, "seed": 0}
    server.status, server.body = 404, b'{"error": "model not found"}'
    with pytest.raises(ModelError, match="refused .*not found.*; check the URL, and the model's name"):
        list(model.stream(PROMPT, max_tokens=8))


def test_anthropic_is_sent_its_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    if not find_spec("llama_index.llms.anthropic"):
        lacks("What speaks to Anthropic is not installed: pip install -e '.[anthropic]'")
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(ModelError, match=r"needs a key; set ANTHROPIC_API_KEY\."):
        open_language_model("anthropic:claude-x")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-mine")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    server.status, server.body = 401, b'{"error": {"message": "wrong key sk-ant-mine"}}'
    with pytest.raises(ModelError, match="refused .*; set ANTHROPIC_API_KEY to a key") as error:
        list(open_language_model("anthropic:claude-x").stream(PROMPT, max_tokens=8))
    assert "sk-ant-mine" not in str(error.value)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no language model at '/no/model\.gguf'; give a GGUF file: gguf:PATH"):
        open_language_model("gguf:/no/model.gguf")
    file = tmp_path / "text.gguf"
    file.write_text("These are no weights.", encoding="utf-8")
    with pytest.raises(ModelError, match=r"text\.gguf cannot be loaded as a language model"):
        open_language_model(f"gguf:{file}")


@pytest.mark.parametrize(
    ("module", "spec", "extra"),
    [
        ("xllamacpp", f"gguf:{__file__}", "llm"),
        ("llama_index.llms.openai_like", "openai-compatible:http://127.0.0.1/v1#m", "llm"),
        ("llama_index.llms.ollama", "ollama:m", "ollama"),
        ("llama_index.llms.anthropic", "anthropic:m", "anthropic"),
    ],
)
def test_a_missing_package_is_named(module: str, spec: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError, match=rf"is missing; install it: pip install -e '\.\[{extra}\]'$"):
        open_language_model(spec)


def test_a_key_misspelled_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KYE", "sk-secret")
    with pytest.raises(SettingsError, match="did you mean ASSISTANT_LLM_KEY") as error:
        load_settings()
    assert "sk-secret" not in str(error.value)
