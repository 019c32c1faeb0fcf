from __future__ import annotations

import json
import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from assistant.errors import QuestionSetError
from evals import SETS, keeping
from evals.gold import resolve_gold
from evals.keeping import is_anothers, keep, kept_path, question_from_answer, question_from_correction, quotes
from evals.question_set import Question, Quote, load_question_set


def answer(question: str, *cited: str) -> Answer:
    """An answer that cites these sentences of one article; without any, an abstention."""
    citations = tuple(
        Citation(number, "a", "1", "/news/talks.txt", "Talks", None, None, 0, len(quote), quote)
        for number, quote in enumerate(cited, 1)
    )
    return Answer(question, question, "answered" if cited else "abstained", "", citations=citations)


RIGHT = question_from_answer(answer("Who spoke?", "Rubio spoke.", "He spoke twice.", "Rubio spoke."))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept_path(tmp_path / "library")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# From an answer to a question


def test_the_cited_sentences_are_the_gold_of_a_right_answer() -> None:
    assert RIGHT.gold == (Quote("/news/talks.txt", "Rubio spoke."), Quote("/news/talks.txt", "He spoke twice."))
    assert (RIGHT.kind, RIGHT.answer_points, RIGHT.tags) == ("single", (), ("page", "right"))


def test_a_right_abstention_is_unanswerable() -> None:
    question = question_from_answer(answer("Who won?"))
    assert (question.kind, question.gold, question.tags) == ("unanswerable", (), ("page", "right"))


def test_a_correction_names_the_sentence_and_the_words_or_that_nothing_answers() -> None:
    wrong = answer("Who spoke?", "It rained.")
    gold = Quote("/news/talks.txt", "Rubio spoke.")
    corrected = question_from_correction(wrong, gold, " Rubio ")
    assert (corrected.kind, corrected.gold, corrected.answer_points) == ("single", (gold,), (("Rubio",),))
    assert question_from_correction(wrong, gold, " ").answer_points == ()
    nothing = question_from_correction(wrong, None, "Rubio", " He came later.\n")
    assert (corrected.note, nothing.note) == ("", "He came later.")
    assert (nothing.kind, nothing.gold, nothing.answer_points) == ("unanswerable", (), ())
    assert corrected.tags == nothing.tags == ("page", "wrong")
    assert corrected.id == nothing.id == RIGHT.id


def test_the_id_is_that_of_the_words_of_the_question() -> None:
    assert question_from_answer(answer(" who  Spoke?")).id == RIGHT.id
    assert question_from_answer(answer("Who spoke")).id != RIGHT.id


def test_a_follow_up_is_kept_as_it_stands_alone() -> None:
    follow_up = replace(answer("And when?", "On Friday."), standalone_question="When did Rubio speak?")
    assert question_from_answer(follow_up).question == "When did Rubio speak?"


# The file


def test_what_is_kept_loads_and_its_gold_is_found_in_the_library(sample_library: Path, path: Path) -> None:
    assistant = Assistant.open(sample_library)
    answered = assistant.ask("How many people were injured in Kharkiv?")
    (hit, *_) = hits = assistant.retrieve("What did Rubio say about mediation?", 10)
    sentences = [quote.quote for quote in quotes(hit)]
    assert all(sentence in hit.text for sentence in sentences)
    kept = [question_from_answer(answered), question_from_answer(assistant.ask("Who won the 2022 World Cup?"))]
    kept += [question_from_correction(answer(f"{hit.rank}?"), quote) for hit in hits for quote in quotes(hit)[:1]]
    for question in kept:
        keep(question, path)
    loaded = load_question_set(path)
    assert loaded == kept
    gold = resolve_gold(loaded, assistant.articles())
    cited = {(one.article_id, one.start, one.end) for one in answered.citations}
    assert {place for one in gold[kept[0].id] for place in one.places} >= cited
    assert gold[kept[1].id] == ()
    assert all(gold[question.id] for question in kept[2:])
    assistant.close()


def test_a_question_kept_again_replaces_its_line_and_leaves_the_others_as_they_are(path: Path) -> None:
    other = '{"question":"Why?",  "id": "mine", "kind": "unanswerable", "gold": [], "answer_points": []}'
    keep(RIGHT, path)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{other}")
    keep(question_from_answer(answer("Who won?")), path)
    keep(question_from_correction(answer("Who spoke?"), None), path)
    lines = path.read_text("utf-8").splitlines()
    assert lines[1:3] == ["", other]
    assert [json.loads(lines[at])["kind"] for at in (0, 3)] == ["unanswerable", "unanswerable"]
    assert [question.question for question in load_question_set(path)] == ["Who spoke?", "Why?", "Who won?"]


def test_the_line_holds_what_a_person_would_write(path: Path) -> None:
    keep(question_from_answer(answer("Où?", "“Là”, dit-il.")), path)
    assert path.read_text("utf-8") == (
        '{"id": "kept-7dd22677f1e3", "question": "Où?", "kind": "single", "gold": [{"source": "/news/talks.txt",'
        ' "quote": "“Là”, dit-il."}], "answer_points": [], "tags": ["page", "right"]}\n'
    )


text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(text, text, text)
def test_any_words_come_back_as_they_were(asked: str, quote: str, wording: str) -> None:
    question = question_from_correction(answer(asked), Quote("a.txt", quote), wording)
    line = keeping._with(question, [])[0]
    assert line.splitlines() == [line]
    values = json.loads(line)
    assert (values["question"], values["gold"][0]["quote"]) == (asked, quote)
    assert values["answer_points"] == [[wording.strip()]]


@pytest.mark.parametrize("broken", [b"not JSON\n", b'{"id": "q"}\n', b"\xff\xfe"])
def test_a_broken_file_is_refused_and_left_alone(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    with pytest.raises(QuestionSetError, match=r"library-questions\.jsonl"):
        keep(RIGHT, path)
    assert path.read_bytes() == broken


def test_an_empty_file_is_no_broken_one(path: Path) -> None:
    path.write_text("\n")
    keep(RIGHT, path)
    assert load_question_set(path) == [RIGHT]


def test_a_question_that_no_set_may_hold_is_never_written(path: Path) -> None:
    keep(RIGHT, path)
    before = path.read_bytes()
    with pytest.raises(QuestionSetError, match="has no gold"):
        keep(Question("q", "Who?", "single", (), ()), path)
    assert path.read_bytes() == before
    assert names(path.parent) == [".library-questions.jsonl.lock", "library-questions.jsonl"]


def test_a_full_disk_is_told_in_one_line_and_loses_nothing(path: Path) -> None:
    keep(RIGHT, path)
    before = path.read_bytes()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), usual[1]))
    try:
        with pytest.raises(QuestionSetError) as refused:
            keep(question_from_answer(answer("Who won?")), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert str(refused.value) == (
        f"{path}: cannot be written (File too large); make room or allow it, then keep the question again."
    )
    assert path.read_bytes() == before
    assert names(path.parent) == [".library-questions.jsonl.lock", "library-questions.jsonl"]


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(QuestionSetError, match=r"x-questions\.jsonl: cannot be written \(.+\); make room"):
        keep(RIGHT, kept_path(tmp_path / "file" / "x"))


def test_writers_wait_for_each_other(path: Path) -> None:
    questions = [question_from_answer(answer(f"Question {number}?")) for number in range(12)]
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda question: keep(question, path), questions))
    assert sorted(question.id for question in load_question_set(path)) == sorted(one.id for one in questions)


def test_a_writer_that_never_ends_is_not_waited_for_forever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PATIENCE", 0.1)
    with (
        ThreadPoolExecutor(1) as other,
        FileLock(path.with_name(f".{path.name}.lock")),
        pytest.raises(QuestionSetError, match="another process is writing"),
    ):
        other.submit(keep, RIGHT, path).result()


def test_a_link_stays_a_link(tmp_path: Path, path: Path) -> None:
    path.symlink_to(tmp_path / "mine.jsonl")
    keep(RIGHT, path)
    assert path.is_symlink()
    assert load_question_set(tmp_path / "mine.jsonl") == [RIGHT]


def test_the_file_stands_beside_its_library(tmp_path: Path) -> None:
    assert kept_path(tmp_path / "my.news") == tmp_path / "my.news-questions.jsonl"


def test_what_each_keeps_is_nobody_elses(tmp_path: Path) -> None:
    library, other = tmp_path / "my.news", tmp_path / "mysnews"
    files = [kept_path(library, person) for person in ("", "https://id.example ada", "https://id.example bo")]
    assert len({*files}) == 3
    assert [is_anothers(file, library, "https://id.example ada") for file in files] == [True, False, True]
    assert [is_anothers(file, library) for file in files] == [False, True, True]
    for file in (SETS / "sample.jsonl", kept_path(other, "bo"), library.with_name("my.news-questions-mine.jsonl")):
        assert not is_anothers(file, library, "https://id.example ada")
