"""Questions that the articles answer, to begin with and to go on with: each was asked before it is offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import PurePath

from assistant import AssistantError
from assistant.answer import Refusal
from assistant.assistant import Assistant
from assistant.types import Article, Filter

MANY = 3
# Questions that are tried, at most, for each that is wanted: asking takes a tenth of a second.
TRIED = 2

# The project's sample articles, and a question that each answers well.
_SAMPLES = {
    "kharkiv-sumy-attacks.txt": "How many people were injured in Kharkiv?",
    "rubio-mediation.txt": "What did Rubio say about mediation?",
    "kremlin-meeting.md": "How long did the Kremlin meeting last?",
    "saudi-talks.md": "What does Ukraine want to preserve?",
}
# Two words with capitals beside a verb of saying, "Marco Rubio said"; "the White House said" is no person.
_NAME = r"([A-Z][\w'\u2019-]{0,30}[a-z] [A-Z][\w'\u2019-]{0,30}[a-z])"
_SPEAKER = re.compile(
    rf"(?<![Tt]he )\b{_NAME} (?:said|says|told|warned|added|announced)\b|\b(?:said|says|added|warned) {_NAME}\b"
)
# "98 people were injured in Kharkiv".
_COUNTED = re.compile(
    r"\b\d[\d,]{0,12} (?P<who>people|children|civilians|soldiers|workers|passengers|homes|houses|buildings)"
    r" (?:were|have been) (?P<what>[a-z]{1,30}ed|hurt) in (?P<where>[A-Z]\w{1,40})"
)


def suggested(
    assistant: Assistant,
    articles: Sequence[Article],
    asked: Collection[str] = (),
    *,
    first: Sequence[str] = (),
    many: int = MANY,
    where: Filter | None = None,
    refusal: Refusal | None = None,
) -> tuple[str, ...]:
    """At most `many` questions, other than those `asked`, that the assistant answers from these articles.

    Those that come `first`, then in turn from each of the articles. It should be one that quotes: each question is
    asked of it.
    """
    ids, found = {article.article_id for article in articles}, dict.fromkeys(map(_same, asked))
    questions: list[str] = []
    for tried, question in enumerate(chain(first, _in_turn(map(questions_of, articles)))):
        if len(questions) == many or tried == TRIED * many:
            break
        if _same(question) in found:
            continue
        found[_same(question)] = None
        try:
            answer = assistant.ask(question, where=where, refusal=refusal)
        except AssistantError:
            break  # what fails here is told where somebody asks
        if ids.intersection(citation.article_id for citation in answer.citations):
            questions.append(question)
    return tuple(questions)


def first_questions(articles: Sequence[Article]) -> tuple[str, ...]:
    """Those of the sample articles, where these are the ones at hand; none otherwise."""
    names = {PurePath(one.source).name for one in articles if PurePath(one.source).parent.name == "samples"}
    return tuple(question for name, question in _SAMPLES.items() if name in names)


def questions_of(article: Article) -> Iterator[str]:
    """What an article may answer: what is counted in it, what those say who are quoted, what its headline is about."""
    for counted in _COUNTED.finditer(article.text):
        yield f"How many {counted['who']} were {counted['what']} in {counted['where']}?"
    for speaker in dict.fromkeys(found[1] or found[2] for found in _SPEAKER.finditer(article.text)):
        yield f"What did {speaker} say?"
    yield f"What is reported about “{article.title}”?"


def _in_turn(questions: Iterable[Iterable[str]]) -> Iterator[str]:
    """The first of each, then the second of each, and so on."""
    return (one for one in chain.from_iterable(zip_longest(*questions)) if one)


def _same(question: str) -> str:
    return " ".join(question.split()).casefold()
