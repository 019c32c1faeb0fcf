"""The promises between the parts (design: one property test each), on articles that hypothesis makes up."""

from __future__ import annotations

import json
import re
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from assistant import Answer, Assistant
from assistant.library import Library
from ingest import ingest
from ingest.segmentation import split_sentences
from tests.examples import times
from tests.fakes import HashEncoder

WORDS = st.sampled_from(
    [
        "harbour",
        "bread",
        "Kharkiv",
        "talks",
        "98",
        "p.m.",
        "Mr.",
        "Smith",
        "U.S.",
        "said",
        "reopened",
        "$75",
        "“we",
        "born[3]",
        "Naïve",
        "😀",
        "on",
        "Friday,",
        "war",
    ]
)
SENTENCES = st.lists(WORDS, min_size=4, max_size=14).map(" ".join).map(lambda text: text + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join)
BODIES = st.lists(PARAGRAPHS, min_size=1, max_size=6).map("\n\n".join)
ARTICLES = st.lists(BODIES, min_size=1, max_size=4)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)

FEW = times(0.12, suppress_health_check=[HealthCheck.too_slow])


def make(bodies: list[str], folder: Path) -> tuple[Assistant, HashEncoder]:
    for number, body in enumerate(bodies):
        (folder / f"{number}.txt").write_text(f"Headline of the article {number}\n\n{body}\n", encoding="utf-8")
    encoder = HashEncoder()
    library = Library(folder / "library", create=True)
    ingest([folder], library, encoder)
    return Assistant(library, encoder), encoder


@given(ARTICLES, QUESTIONS)
@FEW
def test_passages_sentences_and_citations_are_exact_slices(bodies: list[str], question: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assistant, _ = make(bodies, Path(folder))
        texts = {article.article_id: article.text for article in assistant.articles()}
        hits = assistant.retrieve(question, 50)
        for hit in hits:
            assert hit.text == texts[hit.article_id][hit.start : hit.end]
            assert all(hit.start <= start < end <= hit.end for start, end in hit.sentences)
        assert len({hit.story for hit in hits}) == len(hits)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        answer = assistant.ask(question)
        retrieved = assistant._retriever.search(question, 10, per_story=3)
        for citation in answer.citations:
            assert citation.quote == texts[citation.article_id][citation.start : citation.end]
            assert any(
                hit.article_id == citation.article_id and hit.start <= citation.start and citation.end <= hit.end
                for hit in retrieved
            )
        check_numbers(answer)
        assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
        assistant.close()


def check_numbers(answer: Answer) -> None:
    used = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
    first_uses = list(dict.fromkeys(number for sentence in answer.sentences for number in sentence.citations))
    assert first_uses == [citation.number for citation in answer.citations] == list(range(1, len(first_uses) + 1))
    assert all(sentence.citations and sentence.support == 1.0 for sentence in answer.sentences)
    if answer.status == "abstained":
        assert (answer.sentences, answer.citations) == ((), ())
    else:
        assert used == [number for sentence in answer.sentences for number in sentence.citations]
        assert answer.citations


@given(ARTICLES)
@FEW
def test_every_sentence_of_an_article_is_in_exactly_one_passage(bodies: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assistant, encoder = make(bodies, Path(folder))
        for article in assistant.articles():
            prefix = [i for i in assistant.library._catalogue.passage_ids() if i.startswith(article.article_id)]
            passages = assistant.library.passages(prefix)
            spans = sorted(span for passage in passages.values() for span in passage.sentences)
            # A sentence longer than the model reads is cut; its pieces together are the sentence.
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))
            covered = {place for start, end in spans for place in range(start, end)}
            whole = {place for start, end in split_sentences(article.text) for place in range(start, end)}
            assert covered <= whole
            assert all(article.text[place].isspace() for place in whole - covered)
            longest = max(encoder.count_tokens([passage.text])[0] for passage in passages.values())
            assert longest <= encoder.max_tokens
        assistant.close()


@given(ARTICLES)
@FEW
def test_ingesting_the_same_again_changes_and_embeds_nothing(bodies: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assistant, encoder = make(bodies, Path(folder))
        before, embedded = assistant.articles(), encoder.embedded
        ingest([folder], assistant.library, encoder)
        assert (assistant.articles(), encoder.embedded) == (before, embedded)
        assistant.close()


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_is_refused(question: str, tmp_path: Path) -> None:
    assistant, _ = make(["The harbour reopened on Friday."], tmp_path)
    with pytest.raises(ValueError, match="empty"):
        assistant.ask(question)


def test_unknown_dates_stay_unknown(tmp_path: Path) -> None:
    assistant, _ = make(["The harbour reopened on Friday."], tmp_path)
    (article,) = assistant.articles()
    assert (article.published_at, article.updated_at) == (None, None)
    assert article.ingested_at


def test_an_empty_library_abstains(tmp_path: Path) -> None:
    assistant = Assistant(Library(tmp_path / "library", create=True), HashEncoder())
    answer = assistant.ask("Who reopened the harbour?")
    assert answer.status == "abstained"
    assert "no articles" in answer.text
    assert assistant.retrieve("harbour") == []
