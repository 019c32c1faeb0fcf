from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuestionSetError
from assistant.types import Article
from evals.gold import Gold, Place, resolve_gold
from evals.question_set import Question, Quote


def article(article_id: str, source: str, text: str, story: str | None = None) -> Article:
    return Article(
        article_id, "v1", source, "Title", None, None, None, None, "2025-03-22", None, story or article_id, 1, text
    )


def question(*gold: Quote, id: str = "q1") -> Question:  # noqa: A002 - the field's name
    return Question(id, "Who?", "single" if gold else "unanswerable", gold, (), where="set.jsonl:7")


TALKS = article("a1", "/news/2025/talks.txt", "He left. \u201cWe\u2019ll see,\u201d he\nsaid \u2013 twice. He left.")


def found(quote: str, source: str = "talks.txt") -> tuple[Gold, ...]:
    return resolve_gold([question(Quote(source, quote))], [TALKS])["q1"]


def test_white_space_quotes_and_dashes_do_not_count() -> None:
    ((gold),) = found('"We\'ll  see," he said - twice.')
    (place,) = gold.places
    assert TALKS.text[place.start : place.end] == "\u201cWe\u2019ll see,\u201d he\nsaid \u2013 twice."


def test_a_quote_that_stands_twice_has_two_places() -> None:
    ((gold),) = found("He left.")
    assert gold == Gold("a1", (Place("a1", 0, 8), Place("a1", 39, 47)))
    assert {TALKS.text[place.start : place.end] for place in gold.places} == {"He left."}


def test_the_copies_of_a_story_are_places_too_and_one_gold() -> None:
    copy = article("a2", "/news/copy.md", "By Agency\nHe left. Then it rained.", story="a1")
    stranger = article("a3", "/news/other.md", "He left.")
    asked = question(Quote("talks.txt", "He left."), Quote("copy.md", "He left."))
    assert resolve_gold([asked], [TALKS, copy, stranger])["q1"] == (
        Gold("a1", (Place("a1", 0, 8), Place("a1", 39, 47), Place("a2", 10, 18))),
    )


def test_more_of_the_path_tells_two_files_of_one_name_apart() -> None:
    other = article("a2", "C:\\news\\2024\\talks.txt", "She left.")
    assert resolve_gold([question(Quote("2024/talks.txt", "She left."))], [TALKS, other])["q1"] == (
        Gold("a2", (Place("a2", 0, 9),)),
    )
    with pytest.raises(QuestionSetError, match=r"set.jsonl:7: question 'q1' has the gold source 'talks.txt', which 2"):
        resolve_gold([question(Quote("talks.txt", "She left."))], [TALKS, other])


def test_a_whole_source_is_that_article_even_if_another_ends_with_it() -> None:
    other = article("a2", "/old/news/2025/talks.txt", "She left.")
    (gold,) = resolve_gold([question(Quote(TALKS.source, "He left."))], [TALKS, other])["q1"]
    assert {place.article_id for place in gold.places} == {"a1"}


def test_a_file_name_is_matched_whole() -> None:
    with pytest.raises(QuestionSetError, match=r"'alks.txt', which no article of the library comes from"):
        found("He left.", source="alks.txt")


def test_a_quote_that_is_not_in_its_article_is_refused() -> None:
    with pytest.raises(QuestionSetError) as refused:
        found("She left.")
    assert str(refused.value).startswith(
        "set.jsonl:7: question 'q1' quotes 'She left.', which is not in /news/2025/talks.txt; "
    )


def test_an_unanswerable_question_has_no_gold() -> None:
    assert resolve_gold([question()], [TALKS]) == {"q1": ()}


@given(st.text(alphabet="ab \n\u2019'", min_size=1), st.data())
def test_any_piece_of_a_text_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if not piece.strip():
        return
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    (gold,) = resolve_gold([question(Quote("a.txt", piece))], [article("a", "a.txt", text)])["q1"]
    assert Place("a", start, end) in gold.places
