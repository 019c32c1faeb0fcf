"""Questions to vectors: exported, in batches and with prompts, always as the model itself would encode them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.bundled import BUNDLED_SHA256, bundled_model
from assistant.embedding import SentenceTransformerEncoder
from assistant.query_encoder import BATCH, INPUT, QueryEncoder, folder_of, open_exported, refusal
from assistant.types import Span
from tests.tiny_models import LONGEST, tiny_embedding_model

PROMPTS = {"query": "question: ", "document": "text: "}
QUESTIONS = [
    "Who won?",
    "How many people were injured in Kharkiv on 18 April?",
    "",
    "word " * 500,
    "日本語 \x00 <|end|> [SEP] ' OR 1=1 --",
    *(f"What happened on day {day}{' of the long strike' * (day % 5)}?" for day in range(BATCH + 3)),
]


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_embedding_model(tmp_path_factory.mktemp("models") / "prompted", PROMPTS)


@pytest.fixture
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def rows_equal(found: np.ndarray, expected: np.ndarray) -> None:
    assert found.dtype == np.float32
    assert found.shape == expected.shape
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    expected = expected / np.linalg.norm(expected, axis=1, keepdims=True)
    assert float((found * expected).sum(axis=1).min()) >= 0.9999


def test_the_bundled_model_is_exported_and_batches_equal_one_by_one() -> None:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformerEncoder()
    encoder.prepare_queries()
    batch = encoder.encode_queries(QUESTIONS)
    assert isinstance(encoder._quick(), QueryEncoder)
    assert encoder._loaded is None  # nothing of this has needed sentence-transformers' model
    rows_equal(batch, np.stack([encoder.encode_query(question) for question in QUESTIONS]))
    model = SentenceTransformer(str(bundled_model()), local_files_only=True)
    rows_equal(batch, np.stack([model.encode_query(question) for question in QUESTIONS]))
    assert QueryEncoder(folder_of(BUNDLED_SHA256[:16])).encode([]).shape == (0, 384)


def test_tokens_are_the_models_own_whatever_stands_beside_them(
    own_cache: None, prompted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.embedding.bfloat16_is_native", lambda: False)
    exported, itself = (SentenceTransformerEncoder(str(prompted)) for _ in range(2))
    expected = itself.encode_tokens(QUESTIONS)
    assert itself._quick() is None
    exported.prepare_queries()
    assert isinstance(exported._quick(), QueryEncoder)
    for question, found, own in zip(QUESTIONS, exported.encode_tokens(QUESTIONS), expected, strict=True):
        assert len(found) <= LONGEST
        rows_equal(found, own)
        rows_equal(found, exported.encode_tokens([question])[0])
    assert exported.encode_tokens([]) == itself.encode_tokens([]) == []


def test_a_model_with_a_prompt_is_exported_with_it(prompted: Path, own_cache: None) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformerEncoder(str(prompted))
    encoder.prepare_queries()
    folder = encoder._export_folder()
    assert folder is not None
    assert refusal(folder) is None
    model = SentenceTransformer(str(prompted), local_files_only=True)
    batch = encoder.encode_queries(QUESTIONS)
    assert encoder._loaded is None
    rows_equal(batch, np.stack([model.encode_query(question) for question in QUESTIONS]))
    without = model.encode("Who won?", normalize_embeddings=True)
    assert float(batch[0] @ without) < 0.999  # the prompt tells
    # A changed prompt is another export, not the old one.
    config = prompted / "config_sentence_transformers.json"
    kept = config.read_text(encoding="utf-8")
    try:
        config.write_text(kept.replace("question: ", "find: "), encoding="utf-8")
        assert encoder._export_folder() != folder
    finally:
        config.write_text(kept, encoding="utf-8")
    # What cannot be opened is deleted, to be made again.
    (folder / INPUT).write_text("{", encoding="utf-8")
    assert open_exported(folder) is None
    assert not folder.exists()


def test_a_model_that_leaves_its_prompt_out_serves_itself_and_says_so_once(
    own_cache: None, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    # Where a processor has it, the model runs in bfloat16, whose rounding in random weights hides what is compared.
    monkeypatch.setattr("assistant.embedding.bfloat16_is_native", lambda: False)
    path = tiny_embedding_model(tmp_path / "model", PROMPTS, include_prompt=False)
    encoder = SentenceTransformerEncoder(str(path))
    with caplog.at_level(logging.WARNING):
        encoder.prepare_queries()
        batch = encoder.encode_queries(QUESTIONS)
        encoder.encode_query("Who won?")
    told = [record.getMessage() for record in caplog.records if record.name.startswith("assistant")]
    assert len(told) == 1
    assert "leaves the prompt" in told[0]
    assert f"delete {encoder._export_folder()}" in told[0]
    model = SentenceTransformer(str(path), local_files_only=True)
    rows_equal(batch, np.stack([model.encode_query(question) for question in QUESTIONS]))
    assert encoder.encode_queries([]).shape == (0, 32)


def test_sentences_of_a_passage_stay_in_place_behind_a_prompt(own_cache: None, prompted: Path) -> None:
    encoder = SentenceTransformerEncoder(str(prompted))
    text = "rain fell. bread is dear."
    (encoded,) = encoder.encode_passages([text], [[Span(0, 10), Span(11, 25)]])
    rows: Any = encoder._model.encode_document([text], output_value=None)
    # A token a character, white space none, after the special one and the nine letters and signs of "text:".
    tokens = rows[0]["token_embeddings"].float().numpy()[1 + len("text:") :]
    for found, (start, end) in zip(encoded.sentences, [(0, 9), (9, 21)], strict=True):
        mean = tokens[start:end].mean(axis=0)
        assert float(found @ mean / np.linalg.norm(mean)) > 0.9999
    assert encoded.sentences[0] @ encoded.sentences[1] < 0.999
    # What the prompt takes is not there for the text.
    assert encoder.max_tokens == LONGEST - len("text:")
    assert SentenceTransformerEncoder().max_tokens == 256


def test_a_model_by_hub_name_is_found_where_its_download_lies(
    prompted: Path, own_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    encoder = SentenceTransformerEncoder("someone/tiny")
    assert encoder._export_folder() is None
    repository = tmp_path / "models--someone--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "snapshots").mkdir()
    for commit in ("a" * 40, "b" * 40):
        (repository / "refs" / "main").write_text(commit, encoding="utf-8")
        (repository / "snapshots" / commit).symlink_to(prompted)
    newest = encoder._export_folder()
    assert newest is not None
    (repository / "refs" / "main").write_text("a" * 40, encoding="utf-8")
    assert encoder._export_folder() not in (None, newest)
    assert SentenceTransformerEncoder("tiny")._export_folder() is None  # sentence-transformers/tiny
    assert SentenceTransformerEncoder(str(tmp_path / "no" / "such"))._export_folder() is None
