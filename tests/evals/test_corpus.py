"""A benchmark's corpus is embedded once, kept, and cut down without losing what is asked for."""

from __future__ import annotations

import gzip
import inspect
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import platformdirs
import pytest

from assistant.errors import DataError
from assistant.library import stories
from assistant.types import Span
from evals.benchmarks.cached_encoder import CachedEncoder
from evals.benchmarks.corpus import Text, fingerprint, kept_library, limit, read_rows
from ingest import articles, segmentation
from tests.fakes import HashEncoder

TEXTS = [
    Text(f"d{i}", f"The harbour of town {i} reopened on Friday.\nIt had been shut.", f"Town {i}") for i in range(9)
]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache"


def test_what_was_encoded_is_not_encoded_again() -> None:
    texts = ["One. Two.", "Three."]
    spans = [[Span(0, 4), Span(5, 9)], [Span(0, 6)]]
    plain = list(HashEncoder().encode_passages(texts, spans))
    inner = HashEncoder()
    for _ in range(2):
        for kept, fresh in zip(CachedEncoder(inner).encode_passages(texts, spans), plain, strict=True):
            assert np.array_equal(kept.passage, fresh.passage)
            assert np.array_equal(kept.sentences, fresh.sentences)
    assert inner.embedded == 2
    # Other sentences of the same text have other vectors.
    list(CachedEncoder(inner).encode_passages(["One. Two."], [[Span(0, 9)]]))
    assert inner.embedded == 3


def test_a_corpus_is_made_once_and_gone_on_with(cache: Path) -> None:
    inner = HashEncoder()
    library = kept_library("towns", TEXTS, CachedEncoder(inner))
    assert library.counts()["articles"] == 9
    assert {article.source for article in library.articles()} == {text.id for text in TEXTS}
    library.close()
    embedded = inner.embedded
    assert kept_library("towns", TEXTS, inner).counts()["articles"] == 9
    assert inner.embedded == embedded
    # A larger corpus is a library of its own, but its known texts are not encoded again.
    more = [*TEXTS, Text("d9", "A new one came. It stayed.")]
    assert kept_library("towns", more, CachedEncoder(inner)).counts()["articles"] == 10
    assert inner.embedded == embedded + 1
    assert len(list((cache / "benchmarks").iterdir())) == 2


@pytest.mark.parametrize("rules", [articles, segmentation, stories])
def test_other_rules_make_another_library(cache: Path, monkeypatch: pytest.MonkeyPatch, rules: ModuleType) -> None:
    source = inspect.getsource
    kept_library("towns", TEXTS, HashEncoder()).close()
    monkeypatch.setattr(inspect, "getsource", lambda module: source(module) + "# changed" * (module is rules))
    kept_library("towns", TEXTS, HashEncoder()).close()
    assert len(list((cache / "benchmarks").iterdir())) == 2


def test_a_limit_keeps_what_is_asked_for_and_is_always_the_same() -> None:
    kept = limit(TEXTS, 4, {"d7", "d2"})
    assert len(kept) == 4
    assert {"d7", "d2"} <= {text.id for text in kept}
    assert {t.id for t in kept} == {t.id for t in limit(list(reversed(TEXTS)), 4, {"d7", "d2"})}
    assert {t.id for t in kept} < {t.id for t in limit(TEXTS, 6, {"d7", "d2"})}
    assert limit(TEXTS, None, ()) == limit(TEXTS, 99, ()) == TEXTS
    assert fingerprint(TEXTS) == fingerprint(reversed(TEXTS)) != fingerprint(kept)


def test_rows_are_read_packed_or_not_and_refused_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": 1}\n\n', encoding="utf-8")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"x": 1}))
    assert read_rows(tmp_path / "a.jsonl") == read_rows(tmp_path / "a.jsonl.gz") == [{"x": 1}]
    (tmp_path / "b.jsonl").write_text("{", encoding="utf-8")
    for name in ("b.jsonl", "none.jsonl"):
        with pytest.raises(DataError, match=f"{name} cannot be read"):
            read_rows(tmp_path / name)
