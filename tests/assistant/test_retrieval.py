"""What a retrieval can be asked for: filters, a date, parts, neighbours, many questions, a reranker."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Filter
from assistant.assistant import Assistant
from assistant.errors import LibraryMismatch
from assistant.fusion import WEIGHED
from assistant.library import Library, vector_search, words
from assistant.reranking import Reranker
from assistant.retrieval import Retriever
from ingest.rebuild import rebuild
from tests.assistant.libraries import article
from tests.examples import times
from tests.fakes import HashEncoder

ENCODER = HashEncoder(dimension=32)
WHOLE = replace(WEIGHED, parts=0.0)
OUTLETS = ("The Courier", "The Herald", None)
TOWNS = (
    "Arden",
    "Brook",
    "Corby",
    "Dunholm",
    "Elmsted",
    "Farley",
    "Garth",
    "Hove",
    "Ilford",
    "Jarrow",
    "Kelso",
    "Luton",
)


def text_of(town: str) -> str:
    return (
        f"The mayor of {town} opened the new harbour bridge there.\n"
        f"Repairs of the {town} bridge had taken two years and four million pounds.\n"
        f"Ferries in {town} will stop at the end of the month."
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("retrieval") / "library", create=True)
    rows = [
        article(
            f"/news/{2024 + i % 2}/{town}.txt",
            ENCODER.encode_queries(text_of(town).split("\n")),
            text_of(town),
            title=f"Bridge of {town}",
            outlet=OUTLETS[i % 3],
            published_at=None if i == 5 else f"2025-{i + 1:02d}-15",
            language="de" if i == 4 else "en",
        )
        for i, town in enumerate(TOWNS)
    ]
    with library.writing():
        library.remember_embedding(ENCODER.name, ENCODER.dimension)
        library.add(rows)
    return library


@pytest.fixture(scope="module")
def retriever(library: Library) -> Retriever:
    return Retriever(library, ENCODER)


def towns(retriever: Retriever, where: Filter, k: int = 20) -> set[str]:
    return {hit.title.removeprefix("Bridge of ") for hit in retriever.search("the harbour bridge", k, where=where)}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Filter(since="2025-11"), {"Kelso", "Luton"}),
        (Filter(until="2025-02"), {"Arden", "Brook"}),
        (Filter(until="2025-02-15"), {"Arden", "Brook"}),
        (Filter(until="2025-02-14"), {"Arden"}),
        (Filter(since="2025-05", until="2025-07"), {"Elmsted", "Garth"}),
        (Filter(outlets=("the courier",)), {"Arden", "Dunholm", "Garth", "Jarrow"}),
        (Filter(outlets=("The Courier", "The Herald"), since="2025-10"), {"Jarrow", "Kelso"}),
        (Filter(languages=("DE",)), {"Elmsted"}),
        (Filter(sources=("/news/2024/Arden.txt",)), {"Arden"}),
        (Filter(sources=("/news/2025/",), until="2025-04"), {"Brook", "Dunholm"}),
        (Filter(sources=("/news/20",)), set()),
        (Filter(sources=("/",), until="2025-01"), {"Arden"}),
        (Filter(outlets=("Nobody",)), set()),
    ],
)
def test_a_filter_lets_through_exactly_what_it_says(retriever: Retriever, where: Filter, found: set[str]) -> None:
    assert towns(retriever, where) == found


def test_articles_are_named_by_their_id(retriever: Retriever, library: Library) -> None:
    wanted = {found.article_id for found in library.articles()[:3]}
    hits = retriever.search("the bridge", 20, where=Filter(articles=tuple(wanted)))
    assert {hit.article_id for hit in hits} == wanted


@times(0.3)
@given(
    since=st.sampled_from([None, "2025-03", "2025-06-15", "2026"]),
    until=st.sampled_from([None, "2025-09", "2025-06-15", "2025"]),
    outlets=st.sets(st.sampled_from(["The Courier", "The Herald"])),
)
def test_no_hit_breaks_the_filter_and_none_that_keeps_it_is_missing(
    retriever: Retriever, library: Library, since: str | None, until: str | None, outlets: set[str]
) -> None:
    if since and until and since > until:
        return
    where = Filter(since=since, until=until, outlets=tuple(outlets))
    allowed = {
        one.article_id
        for one in library.articles()
        if (not outlets or one.outlet in outlets)
        and (not since or (one.published_at or "") >= since)
        and (not until or (one.published_at is not None and one.published_at[: len(until)] <= until))
    }
    assert {hit.article_id for hit in retriever.search("the harbour bridge", 20, where=where)} == allowed


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"since": "March"}, "since is 'March'; write a date such as"),
        ({"until": "2025-02-30"}, "until is '2025-02-30'"),
        ({"since": "2025-05", "until": "2025-04"}, "since 2025-05 lies after until 2025-04"),
        ({"outlets": "The Courier"}, "outlets takes several"),
        ({"sources": None}, "sources takes several"),
        ({"since": "2025-W12-1"}, "since is '2025-W12-1'"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Filter(**values)  # type: ignore[arg-type]


def test_many_questions_find_what_each_finds_alone(retriever: Retriever) -> None:
    queries = [f"How long did the repairs in {town} take?" for town in TOWNS]
    together = retriever.search_many(queries, 4)
    for town, query, hits in zip(TOWNS, queries, together, strict=True):
        assert [hit.passage_id for hit in retriever.search(query, 4)] == [hit.passage_id for hit in hits]
        assert hits[0].title == f"Bridge of {town}"
    assert retriever.search_many([], 4) == []
    assert len(retriever.search_many((query for query in queries[:2]), 4)) == 2
    with pytest.raises(ValueError, match="takes several questions"):
        retriever.search_many("the bridge", 4)


def test_a_question_as_of_a_day_prefers_what_was_published_just_before(retriever: Retriever) -> None:
    dated = retriever.search("the new harbour bridge", 12, as_of="2025-08-16")
    assert dated[0].published_at == "2025-08-15"
    assert dated[0].explain.date_effect > 0.2
    later = [hit for hit in dated if (hit.published_at or "") > "2025-08-16"]
    assert {hit.explain.date_effect for hit in later} == {-0.3}
    (undated,) = [hit for hit in dated if hit.published_at is None]
    assert undated.explain.date_effect == 0
    for wrong in ("soon", "2025-08-16nonsense"):
        with pytest.raises(ValueError, match="as_of is"):
            retriever.search("bridge", as_of=wrong)
    assert {
        hit.published_at for hit in retriever.search("bridge", 12, as_of="2025-08") if hit.explain.date_effect < 0
    } == {f"2025-{month:02d}-15" for month in (9, 10, 11, 12)}


def test_a_named_month_and_a_named_outlet_come_first(retriever: Retriever) -> None:
    (hit, *_) = retriever.search("Which bridge opened in March 2025?", 5)
    assert hit.published_at == "2025-03-15"
    assert hit.explain.date_effect == pytest.approx(0.3)
    (hit, *_) = retriever.search("What does The Herald say about the harbour bridge?", 5)
    assert hit.outlet == "The Herald"
    assert hit.explain.outlet_effect == pytest.approx(0.1)


def test_each_part_of_a_question_finds_its_evidence(retriever: Retriever, library: Library) -> None:
    question = (
        "Did the repairs of the bridge in Corby take longer, while ferries in Jarrow stop at the end of the month?"
    )
    first, second = retriever.search(question, 2)
    assert {first.title, second.title} == {"Bridge of Corby", "Bridge of Jarrow"}
    parts = ("Did the repairs of the bridge in Corby take longer", "ferries in Jarrow stop at the end of the month")
    assert first.explain.part in parts
    assert second.explain.part in parts
    assert first.explain.fused > Retriever(library, ENCODER, parameters=WHOLE).search(question, 1)[0].explain.fused


def test_neighbours_are_the_passages_around_in_order(retriever: Retriever, library: Library) -> None:
    (hit,) = retriever.search("Repairs of the Corby bridge had taken two years", 1, neighbours=1)
    before, after = hit.neighbours
    text = library.article(hit.article_id).text  # type: ignore[union-attr]
    assert before.end <= hit.start < hit.end <= after.start
    for neighbour in hit.neighbours:
        assert neighbour.text == text[neighbour.start : neighbour.end]
    assert retriever.search("Corby", 1)[0].neighbours == ()


def test_a_score_is_what_its_explanation_adds_up_to(retriever: Retriever) -> None:
    for hit in retriever.search("What did The Courier report on the bridge in July 2025?", 12):
        why = hit.explain
        effects = why.outlet_effect + why.date_effect + why.article_effect
        assert hit.score == pytest.approx(why.fused + effects)
        assert hit.to_dict(explain=True)["explain"]["cosine"] == why.cosine


def test_the_asynchronous_twin_finds_the_same(library: Library) -> None:
    assistant = Assistant(library, ENCODER)

    async def both() -> list[list[str]]:
        found = await asyncio.gather(*(assistant.aretrieve(f"the bridge of {town}", 3) for town in TOWNS[:4]))
        return [[hit.passage_id for hit in hits] for hits in found]

    expected = [[hit.passage_id for hit in assistant.retrieve(f"the bridge of {town}", 3)] for town in TOWNS[:4]]
    assert asyncio.run(both()) == expected


class Backwards(Reranker):
    """Gives the last the highest score, or runs out of time."""

    def __init__(self, *, in_time: bool) -> None:
        super().__init__("backwards")
        self._in_time = in_time

    def rerank(self, query: str, texts: list[str], seconds: float) -> list[float] | None:  # type: ignore[override]
        assert seconds == 7
        return [float(place) for place in range(len(texts))] if self._in_time else None


def test_a_reranker_orders_the_hits_and_says_so(library: Library) -> None:
    plain = Retriever(library, ENCODER).search("the harbour bridge", 12)
    hits = Retriever(library, ENCODER, reranker=Backwards(in_time=True), rerank_seconds=7).search(
        "the harbour bridge", 12
    )
    assert [hit.passage_id for hit in hits] == [hit.passage_id for hit in reversed(plain)]
    assert [hit.rank for hit in hits] == list(range(1, 13))
    assert {hit.explain.reranker for hit in hits} == {"used"}
    assert hits[0].explain.reranked == 11


def test_a_reranker_that_runs_out_of_time_changes_nothing_and_says_so(library: Library) -> None:
    plain = Retriever(library, ENCODER).search("the harbour bridge", 3)
    hits = Retriever(library, ENCODER, reranker=Backwards(in_time=False), rerank_seconds=7).search(
        "the harbour bridge", 3
    )
    assert [replace(hit, explain=plain[0].explain) for hit in hits] == [
        replace(hit, explain=plain[0].explain) for hit in plain
    ]
    assert {hit.explain.reranker for hit in hits} == {"out of time"}


def test_a_large_library_is_scanned_until_its_graph_is_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_search, "SMALL", 10)
    opened = Library(library.path)
    query = ENCODER.encode_queries(["the mayor of Garth"])
    scanned = [opened.search_vectors(query, 10)[0] for _ in range(vector_search.PATIENCE)]
    assert scanned[0] == scanned[-1]
    reader = opened._search._reader
    assert reader is not None
    reader.join(60)
    assert opened._vectors.opened
    (walked,) = opened.search_vectors(query, 10)
    assert walked[0][0] == scanned[0][0][0]
    np.testing.assert_allclose([cosine for _, cosine in walked], [cosine for _, cosine in scanned[0]], atol=0.005)
    opened.close()


def test_who_does_not_wait_for_the_graph_has_it_read_all_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_search, "SMALL", 10)
    opened = Library(library.path)
    opened.warm(wait=False)
    reader = opened._search._reader
    assert reader is not None
    assert opened.search_vectors(ENCODER.encode_queries(["the mayor of Garth"]), 10)[0]
    reader.join(60)
    assert opened._vectors.opened
    opened.close()
    waiting = Library(library.path)
    waiting.warm()
    assert waiting._vectors.opened
    waiting.close()


@pytest.fixture
def uneven(tmp_path: Path) -> Library:
    """An article of 400 passages that all fit better than the one passage of each of two others, of another year."""
    library = Library(tmp_path / "library", create=True)
    long = "\n".join(["harbour bridge"] * 400)
    texts = {"long": (long, "2025-05-01"), "one": ("harbour gate", "2019-05-01"), "two": ("harbour wall", "2019-06-01")}
    with library.writing():
        library.remember_embedding(ENCODER.name, ENCODER.dimension)
        for name, (text, published) in texts.items():
            vectors = ENCODER.encode_queries(text.split("\n"))
            library.add([article(f"{name}.txt", vectors, text, published_at=published)])
    return library


def asked(monkeypatch: pytest.MonkeyPatch, library: Library) -> list[int]:
    """How deep each search of the words goes, from now on."""
    depths: list[int] = []
    search = library.search_words

    def noting(text: str, count: int, articles: np.ndarray | None = None) -> list[tuple[str, float]]:
        depths.append(count)
        return search(text, count, articles)

    monkeypatch.setattr(library, "search_words", noting)
    return depths


def test_a_long_article_does_not_hide_the_others(uneven: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = asked(monkeypatch, uneven)
    hits = Retriever(uneven, ENCODER).search("harbour bridge", 3)
    assert {hit.title for hit in hits} == {"long.txt", "one.txt", "two.txt"}
    assert depths == [50, 200, 800]


def test_no_search_goes_deeper_than_there_are_stories(uneven: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = asked(monkeypatch, uneven)
    hits = Retriever(uneven, ENCODER).search("harbour bridge", 9, per_story=3)
    assert [hit.title for hit in hits].count("long.txt") == 3
    assert len(hits) == 5
    assert max(depths) == 90 * 16


def test_what_was_published_then_is_found_beyond_the_depth(uneven: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = asked(monkeypatch, uneven)
    hits = Retriever(uneven, ENCODER).search("What about the harbour bridge in June 2019?", 1, per_story=1)
    assert depths == [50, 50]
    found = Retriever(uneven, ENCODER).search("What about the harbour in June 2019?", 2)
    assert {hit.title for hit in found} > {"two.txt"} - {hit.title for hit in hits}


def test_words_of_many_articles_are_limited_to_them(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = library.matching(Filter(since="2025-03", until="2025-08"))
    few = library.search_words("harbour bridge repairs", 7, articles)
    monkeypatch.setattr(words, "FEW_ARTICLES", 2)
    many = library.search_words("harbour bridge repairs", 7, articles)
    assert dict(many) == pytest.approx(dict(few))
    assert len(library.search_words("harbour bridge repairs", 500, articles)) == 3 * 2 + 3 * 2 + 2 * 2 - 1


def test_a_rebuild_by_another_process_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library"
    writing = Library(path, create=True)
    with writing.writing():
        writing.remember_embedding(ENCODER.name, ENCODER.dimension)
        writing.add([article("a.txt", ENCODER.encode_queries(["The harbour"]), "The harbour")])
    retriever = Retriever(Library(path), ENCODER)
    assert len(retriever.search("harbour", 3)) == 1
    rebuild(path, HashEncoder("other", dimension=48))
    with pytest.raises(LibraryMismatch, match="made with the embedding model other"):
        retriever.search("harbour", 3)
