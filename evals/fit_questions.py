"""What the quoting writer's weights are fitted on: questions put to the libraries of four sets."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from assistant.answering.evidence import FEATURES, Evidence
from assistant.embedding import Encoder
from assistant.library import Library
from assistant.retrieval import Retriever
from evals import SAMPLES, SETS
from evals.benchmarks.corpus import kept_library
from evals.benchmarks.drawing import drawn
from evals.benchmarks.sentence_sets import GoldTest, PickingQuestion, gather_evidence, read_clapnq, read_squad2
from evals.news_worlds import FITTED_ON, read_worlds
from evals.question_set import Quote, load_question_set
from ingest import ingest

Values = NDArray[np.float64]

FIT_SET = SETS / "questions_fit.jsonl"
SEED = 7
STRANGERS = 150  # questions asked of another set's articles: the easy kind of unanswerable


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to a library: its sentences, their features, which of them are right, and where it came from.

    `in_article` says which sentences are of the article that the question asks about: none where that is not one.
    """

    data: str
    group: str
    answerable: bool
    features: Values
    right: NDArray[np.bool_]
    in_article: NDArray[np.bool_]
    question: str
    sentences: tuple[str, ...]
    in_context: tuple[str, ...]


def ask_all(data: Path, encoder: Encoder, console: Console, most: int | None = None) -> list[Asked]:
    """The questions of the sets, asked of their own set's articles, and some of a stranger's.

    Of squad2 and clapnq `most` of each; the others are the project's own.
    """
    rows: list[Asked] = []
    squad_set, clapnq_set = read_squad2(data), read_clapnq(data)
    squad, clapnq = (_questions(drawn(one.questions, most, lambda asked: asked.id)) for one in (squad_set, clapnq_set))
    with tempfile.TemporaryDirectory() as folder:
        squad_library, clapnq_library = (kept_library(one.name, one.texts, encoder) for one in (squad_set, clapnq_set))
        own_library, own = _own(Path(folder, "own"), encoder)
        draw = random.Random(SEED)
        asks = [
            ("squad2", squad_library, squad),
            ("clapnq", clapnq_library, clapnq),
            ("own", own_library, own),
            ("strangers", squad_library, _strangers(draw, clapnq)),
            ("strangers", clapnq_library, _strangers(draw, squad)),
            ("strangers", own_library, _strangers(draw, squad)),
        ]
        for name, library, questions in asks:
            rows += _answers(name, track(questions, description=name, console=console), library, encoder)
    return rows + ask_worlds(FITTED_ON, encoder, console)


def ask_worlds(names: Sequence[str], encoder: Encoder, console: Console) -> list[Asked]:
    """The questions of these worlds of invented news, each asked of its own world's articles."""
    rows: list[Asked] = []
    for world in track(list(read_worlds(names)), description="news", console=console):
        with tempfile.TemporaryDirectory() as folder:
            articles = Path(folder, "articles")
            articles.mkdir()
            for name, text in world.articles.items():
                (articles / name).write_text(text, encoding="utf-8")
            with closing(Library(Path(folder, "library"), create=True)) as library:
                ingest([articles], library, encoder)
                questions = [(asked.question, world.name, _quotes(asked.gold), "") for asked in world.questions]
                rows += _answers("news", questions, library, encoder)
    return rows


# The text of a question, its group, how to tell a right sentence, the article asked about or "".
Question = tuple[str, str, GoldTest | None, str]
Questions = list[Question]


def _answers(name: str, questions: Iterable[Question], library: Library, encoder: Encoder) -> list[Asked]:
    """The questions of a set, put to its library."""
    retriever = Retriever(library, encoder)
    return [_ask(name, *question, library, retriever) for question in questions]


def _ask(  # noqa: PLR0917
    name: str, text: str, group: str, gold: GoldTest | None, article: str, library: Library, retriever: Retriever
) -> Asked:
    evidence = gather_evidence(text, library, retriever)
    features = np.asarray([one.features for one in evidence]).reshape(len(evidence), len(FEATURES))
    right = np.asarray([gold is not None and gold(one) for one in evidence], dtype=bool)
    in_article = np.asarray([one.hit.source == article for one in evidence], dtype=bool)
    sentences, in_context = tuple(one.spoken for one in evidence), tuple(one.in_context for one in evidence)
    return Asked(name, f"{name}/{group}", gold is not None, features, right, in_article, text, sentences, in_context)


def _questions(asked: Iterable[PickingQuestion]) -> Questions:
    return [(one.text, one.title, one.is_gold, one.article) for one in asked]


def _strangers(draw: random.Random, questions: Questions) -> Questions:
    """Some of another set's questions, which nothing answers here."""
    chosen = draw.sample(questions, min(STRANGERS, len(questions)))
    return [(text, group, None, "") for text, group, *_ in chosen]


def _own(folder: Path, encoder: Encoder) -> tuple[Library, Questions]:
    library = Library(folder, create=True)
    ingest([SAMPLES], library, encoder)
    asked = load_question_set(FIT_SET)
    return library, [(question.question, question.id, _quotes(question.gold), "") for question in asked]


def _quotes(gold: Sequence[Quote]) -> GoldTest | None:
    """How to tell a sentence that has the words of a gold quote; None where there is none."""
    quotes = [(one.source, _squeeze(one.quote)) for one in gold]

    def right(one: Evidence) -> bool:
        text = _squeeze(one.text)
        return any(one.hit.source.endswith(source) and (quote in text or text in quote) for source, quote in quotes)

    return right if quotes else None


def _squeeze(text: str) -> str:
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())
