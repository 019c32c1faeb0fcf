"""Batches that run on several threads come out as if they had run on one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import torch

from assistant.embedding import SentenceTransformerEncoder
from assistant.side_by_side import side_by_side
from assistant.types import Span


@pytest.fixture
def cores() -> Iterator[int]:
    """Two threads, however few the tests run on."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield 2
    torch.set_num_threads(before)


def test_results_come_in_order_from_as_many_threads_as_there_are_cores(cores: int) -> None:
    together = threading.Barrier(cores, timeout=10)  # broken where they run one after another
    ran_on = set()

    def run(batch: int) -> tuple[int, int]:
        ran_on.add(threading.get_ident())
        together.wait()
        return batch, torch.get_num_threads()

    assert list(side_by_side(run, range(8))) == [(batch, 1) for batch in range(8)]
    assert len(ran_on) == cores
    assert torch.get_num_threads() == cores


def test_an_error_comes_out_and_what_is_not_wanted_is_not_run(cores: int) -> None:
    ran = []

    def run(batch: int) -> int:
        ran.append(batch)
        return 10 // batch

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(run, range(100)))
    results = side_by_side(run, range(1, 100))
    assert next(results) == 10
    results.close()  # type: ignore[attr-defined]
    assert len(ran) < 20
    assert torch.get_num_threads() == cores


def test_what_waits_is_not_run_when_nobody_wants_it_any_more(cores: int) -> None:
    ran, first = [], threading.Event()

    def run(batch: int) -> int:
        ran.append(batch)
        if batch >= cores:
            first.wait(0.5)
        return batch

    results = side_by_side(run, range(100))
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert len(ran) <= 2 * cores - 1  # of the 2 * cores that were handed over, the last waited


def test_passages_have_the_same_vectors_on_two_threads(cores: int) -> None:
    texts = [f"The harbour of town {number} reopened. " * (1 + number // 4) for number in range(30)]
    sentences = [[Span(0, len(text))] for text in texts]
    encoder = SentenceTransformerEncoder()
    two = list(encoder.encode_passages(texts, sentences))
    torch.set_num_threads(1)
    one = list(encoder.encode_passages(texts, sentences))
    assert len(one) == len(two) == 30
    for first, second in zip(one, two, strict=True):
        assert float(first.passage @ second.passage) > 0.99999
        assert float(first.sentences[0] @ second.sentences[0]) > 0.99999
