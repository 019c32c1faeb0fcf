"""Pages with the lines that are their report, to fit by: the project's own, and real ones as a browser copies them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from lxml.html import HtmlElement

from evals.benchmarks.corpus import read_rows
from evals.benchmarks.saved_pages import SavedPage, lines_of
from ingest.cleaning import filled_lines

# What a browser sets below each other, and what it does not show or copy.
_BLOCKS = frozenset(
    "address article aside audio blockquote body br button center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr input label legend li main menu nav ol p pre section summary table"
    " tbody tfoot thead tr ul video".split()
)
_UNSEEN = frozenset(
    "canvas datalist head iframe math noscript object option script select style svg template textarea".split()
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
# A line is the report's where so many of its runs of four words are; a shorter line where the report has it as a line,
# and it stands at most so many lines beyond the report's longer ones.
RUN, SHARE, BEYOND = 4, 0.6, 2


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The lines of a page, without empty ones; `counts` is 0 for lines that may stay or go."""

    id: str
    lines: tuple[str, ...]
    report: tuple[bool, ...]
    counts: tuple[float, ...]


def own_pages(pages: Sequence[SavedPage]) -> list[LabelledPage]:
    """The project's own pages of `evals/sets/saved_pages.jsonl`."""
    labelled = []
    for page in pages:
        report, either = (set(filled_lines(lines_of(page.text, numbers))) for numbers in (page.report, page.either))
        lines = filled_lines(lines_of(page.text, range(1, page.text.count("\n") + 2)))
        counts = tuple(float(line in report or line not in either) for line in lines)
        labelled.append(LabelledPage(page.id, tuple(lines), tuple(line in report for line in lines), counts))
    return labelled


def real_pages(data: Path) -> Iterator[LabelledPage]:
    """The pages of the article extraction benchmark in `data`, labelled by the article that it gives of each."""
    folder = data / "article_extraction"
    for row in read_rows(folder / "pages.jsonl"):
        html = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
        lines = filled_lines(copied_text(html))
        report = _labels(lines, row["article"])
        yield LabelledPage(row["id"], tuple(lines), tuple(report), (1.0,) * len(lines))


def copied_text(html: bytes) -> str:
    """The text of a page as it is copied by selecting everything, as far as the page tells without its style sheets."""
    tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    body = tree.find("body")
    return "".join(_texts(tree if body is None else body))


def _texts(element: HtmlElement) -> Iterator[str]:
    """The texts within an element; not by recursion, for pages nest deeply."""
    waiting: list[HtmlElement | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        if not isinstance(one.tag, str) or one.tag in _UNSEEN or one.get("hidden") is not None:
            continue
        if _HIDDEN.search(one.get("style") or ""):
            continue
        gap = "\n" if one.tag in _BLOCKS else "\t" if one.tag in {"td", "th"} else ""
        parts: list[HtmlElement | str] = [gap, _SPACES.sub(" ", one.text or "")]
        for child in one:
            parts += [child, _SPACES.sub(" ", child.tail or "")]
        waiting += [*parts, gap.strip("\t")][::-1]


def _labels(lines: Sequence[str], article: str) -> list[bool]:
    words = _WORD.findall(article.casefold())
    runs = {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    whole = {tuple(_WORD.findall(line.casefold())) for line in article.split("\n")} - {()}
    said = [tuple(_WORD.findall(line.casefold())) for line in lines]
    long = [sum(run in runs for run in _runs(words)) >= SHARE * len(_runs(words)) > 0 for words in said]
    places = [place for place, words in enumerate(said) if long[place] and len(words) >= 2 * RUN]
    near = range(places[0] - BEYOND, places[-1] + BEYOND + 1) if places else range(len(lines))
    return [long[place] or (len(words) <= RUN and words in whole and place in near) for place, words in enumerate(said)]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)] if len(words) > RUN else []
