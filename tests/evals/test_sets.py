"""The question sets and judge labels that come with the project hold what they promise of the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.library import Library
from assistant.library.words import content_words
from assistant.types import Article
from evals import SAMPLES, SETS
from evals.gold import resolve_gold
from evals.judge import load_labels
from evals.metrics import answer_point_recall
from evals.question_set import KINDS, Question, load_question_set
from ingest import ingest
from tests.fakes import HashEncoder

UNANSWERABLE = {"missing-fact", "false-premise", "outside-dates", "wrong-place", "wrong-person", "other-topic"}
TRICKY = {"paraphrase", "negation", "misspelt", "correction", "disagreement"}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    library = Library(tmp_path_factory.mktemp("sets") / "library", create=True)
    ingest([SAMPLES], library, HashEncoder())
    found = library.articles()
    library.close()
    return found


@pytest.fixture(scope="module")
def sample() -> list[Question]:
    return load_question_set(SETS / "sample.jsonl")


@pytest.fixture(scope="module")
def fit() -> list[Question]:
    return load_question_set(SETS / "questions_fit.jsonl")


def test_every_gold_quote_is_in_its_article(
    sample: list[Question], fit: list[Question], articles: list[Article]
) -> None:
    gold = resolve_gold([*sample, *fit], articles)  # refuses a quote that is not there
    assert all(gold[one.id] for one in (*sample, *fit) if one.answerable)


@pytest.mark.parametrize(("name", "articles", "asked"), [("news", 40, 150), ("more_news", 37, 160)])
def test_the_questions_of_readers_have_their_gold(tmp_path: Path, name: str, articles: int, asked: int) -> None:
    library = Library(tmp_path / "library", create=True)
    report = ingest([SETS.parent / name], library, HashEncoder())
    questions = load_question_set(SETS / f"{name}.jsonl")
    gold = resolve_gold(questions, library.articles())  # refuses a quote that is not there
    assert (report.added, report.skipped, len(questions)) == (articles, [], asked)
    assert all(gold[one.id] for one in questions if one.answerable)
    assert all(one.as_of for one in questions)


def test_the_gold_makes_every_answer_point(sample: list[Question]) -> None:
    # Otherwise an answer that quotes it could not be right.
    missed = {
        one.id
        for one in sample
        if one.answerable and answer_point_recall(" ".join(gold.quote for gold in one.gold), one.answer_points) != 1
    }
    assert missed == set()


def test_what_weights_are_fitted_on_is_not_what_is_measured(sample: list[Question], fit: list[Question]) -> None:
    assert not {one.id for one in sample} & {one.id for one in fit}
    asked = {frozenset(content_words(one.question)) for one in fit}
    assert not [one.question for one in sample if frozenset(content_words(one.question)) in asked]


def test_no_question_is_asked_twice(sample: list[Question]) -> None:
    asked = [(frozenset(content_words(one.question)), one.history, one.as_of) for one in sample]
    assert len(set(asked)) == len(asked)


def test_all_kinds_are_there_and_a_third_has_no_answer(sample: list[Question]) -> None:
    assert {one.kind for one in sample} == set(KINDS)
    assert sum(not one.answerable for one in sample) >= len(sample) / 3
    assert sum(bool(TRICKY & set(one.tags)) for one in sample) >= 20
    assert all(one.history for one in sample if one.kind == "follow_up")


def test_tags_say_why_a_question_is_hard(sample: list[Question]) -> None:
    assert {tag for one in sample for tag in one.tags} >= UNANSWERABLE | TRICKY
    for one in sample:
        assert bool(UNANSWERABLE & set(one.tags)) is not one.answerable, one.id
        if "paraphrase" in one.tags:
            quoted = {word for gold in one.gold for word in content_words(gold.quote)}
            assert not quoted & set(content_words(one.question)), one.id


def test_the_judge_labels_are_balanced_and_their_gold_is_in_the_articles(articles: list[Article]) -> None:
    labels = load_labels(SETS / "judge_labels.jsonl")
    assert len(labels) >= 40
    assert 0.4 <= sum(label.correct for label in labels) / len(labels) <= 0.6
    texts = [_plain(article.text) for article in articles]
    for label in labels:
        assert all(any(_plain(quote) in text for text in texts) for quote in label.gold), label.id


def _plain(text: str) -> str:
    """The text as quotes are compared with it: on one line, with straight quotation marks."""
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())
