"""What stands behind an answer's citations: the articles, and what became of them and of what they state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.types import Article
from ui.wording.disagreeing import side_marks
from ui.wording.text import place_name

if TYPE_CHECKING:
    from assistant import Assistant


@dataclass(frozen=True, slots=True)
class Source:
    """An article behind an answer: the citations that lie in it, by number.

    `text` is the text of the version cited, None where the library has forgotten it. `also_in` names the other
    outlets that carry the same story, `replaced` whether the library holds a newer version of it, or has removed it.
    """

    citations: tuple[Citation, ...]
    text: str | None
    also_in: tuple[str, ...]
    replaced: bool = False


def sources_of(assistant: Assistant, answer: Answer) -> tuple[Source, ...]:
    """The answer's citations by article, in order of their first number, with the text they were taken from."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault((citation.article_id, citation.version), []).append(citation)
    return tuple(_source(assistant, tuple(citations)) for citations in groups.values())


def marks_of(source: Source, stated: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """What became of what each citation of the source states ("superseded") and of its article, by number.

    `stated` are the marks of what is stated, by number, as `side_marks` finds them.
    """
    article = ["replaced by a newer version"] if source.replaced else []
    article += ["no longer in the library"] if source.text is None else []
    return {
        one.number: tuple(mark for mark in (stated.get(one.number, ""), *article) if mark) for one in source.citations
    }


def standing(answer: Answer, sources: Sequence[Source]) -> dict[int, list[str]]:
    """What there is to say below each citation, by number, a line each: its marks, and its article's correction once.

    A citation whose source is not among the `sources` has none.
    """
    stated = side_marks(answer)
    lines: dict[int, list[str]] = {one.number: [] for one in answer.citations}
    for source in sources:
        for number, marks in marks_of(source, stated).items():
            lines[number] += [" · ".join(marks)] if marks else []
        first = source.citations[0]
        if first.correction:
            lines[first.number].append(first.correction)
    return lines


def also_in(assistant: Assistant, article: Article) -> tuple[str, ...]:
    """The other outlets (or sources, where the outlet is unknown) that carry the article's story, each once."""
    copies = assistant.library.story_sources([article.story]).get(article.story, [])
    names = [place_name(name) for article_id, name in copies if article_id != article.article_id]
    return tuple(dict.fromkeys(name for name in names if name != article.outlet))


def _source(assistant: Assistant, citations: tuple[Citation, ...]) -> Source:
    article = assistant.article(citations[0].article_id, citations[0].version)
    if article is None or any(article.text[one.start : one.end] != one.quote for one in citations):
        return Source(citations, None, ())
    live = assistant.article(article.article_id)
    replaced = live is None or live.version != article.version
    return Source(citations, article.text, also_in(assistant, article), replaced)
