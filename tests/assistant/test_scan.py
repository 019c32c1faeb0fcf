"""The scan against exact cosines: under a filter, for many questions, while passages come and go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.library import Library
from assistant.library.scan import BLOCK, pack
from assistant.types import Filter
from tests.assistant.libraries import article

DIMENSION = 24


def units(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return made(tmp_path_factory.mktemp("scanned") / "library")


def made(path: Path) -> Library:
    library = Library(path, create=True)
    vectors = units(1, 3 * BLOCK // 2)
    with library.writing():
        library.remember_embedding("random", DIMENSION)
        library.add([article(f"{i:02d}.txt", vectors[i::12], published_at=f"2025-{i + 1:02d}-01") for i in range(12)])
    return library


def exact(library: Library, query: np.ndarray, months: range, count: int) -> dict[str, float]:
    vectors, cosines = units(1, 3 * BLOCK // 2), {}
    ids = {found.source: found.article_id for found in library.articles()}
    for i in months:
        for row, cosine in enumerate(vectors[i::12] @ query):
            cosines[f"{ids[f'{i:02d}.txt']}-{row}"] = float(cosine)
    return dict(sorted(cosines.items(), key=lambda item: -item[1])[:count])


def plain(found: list[tuple[str, float]]) -> dict[str, float]:
    """By article and place, as `exact` names them."""
    return {f"{name.split('-')[0]}-{int(name.rsplit('-')[-1])}": cosine for name, cosine in found}


def test_a_filtered_search_is_exact_but_for_rounding(library: Library) -> None:
    articles = library.matching(Filter(since="2025-03", until="2025-05"))
    assert len(articles) == 3
    for query in units(2, 5):
        (found,) = library.search_vectors(query[None], 50, articles)
        wanted = exact(library, query, range(2, 5), 60)
        assert len(found) == 50
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
        for name, cosine in plain(found).items():
            assert wanted[name] == pytest.approx(cosine, abs=0.003)


def test_many_questions_find_what_each_finds_alone(library: Library) -> None:
    queries = units(3, 40)
    together = library.search_vectors(queries, 30)
    for query, found in zip(queries, together, strict=True):
        assert set(plain(found)) <= set(exact(library, query, range(12), 34))
        (alone,) = library.search_vectors(query[None], 30)
        assert [name for name, _ in alone] == [name for name, _ in found]


def test_what_comes_and_goes_is_seen_by_the_next_search(tmp_path: Path) -> None:
    library = made(tmp_path / "library")
    query = units(4, 1)
    everything = library.matching(Filter(since="2025"))
    before = {name for name, _ in library.search_vectors(query, 500, everything)[0]}
    with library.writing():
        library.remove(["03.txt"])
        library.add([article("new.txt", query, published_at="2025-06-30")])
    (found,) = library.search_vectors(query, 500, library.matching(Filter(since="2025")))
    gone = {name for name in before if name not in library.origins(sorted(before))}
    assert gone
    assert len(found) == 500
    assert not gone & {name for name, _ in found}
    assert found[0][1] == pytest.approx(1.0, abs=0.003)


def test_fewer_come_back_only_where_there_are_fewer(library: Library) -> None:
    january = library.matching(Filter(until="2025-01-31"))
    (found,) = library.search_vectors(units(5, 1), 10_000, january)
    assert len(found) == BLOCK // 8
    assert library.search_vectors(units(5, 2), 5, np.zeros(0, dtype=np.int64)) == [[], []]


def test_a_packed_vector_keeps_its_direction() -> None:
    for vector in units(6, 50):
        packed = pack(vector)
        assert len(packed) == 4 + DIMENSION
        back = np.frombuffer(packed[4:], dtype=np.int8) * np.frombuffer(packed[:4], dtype=np.float32)
        assert float(back @ vector / np.linalg.norm(back)) > 0.9999
