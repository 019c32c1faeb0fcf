"""What the command line shows, as rich renderables. Article text is never markup."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.answer import Answer, AnswerSentence, Citation
from assistant.types import Article, Filter, Hit
from ui.wording.disagreeing import heading, told_by
from ui.wording.printable import printable
from ui.wording.sources import Source, standing
from ui.wording.text import counted, date_origin, ingest_line, is_itemised, item_date, missing_line, time_line

if TYPE_CHECKING:
    from ingest import IngestReport  # what an ingest needs, a question should not load

# The report names this many skipped files; the rest is counted, and --json lists all.
SKIPPED_SHOWN = 20


def answer_view(answer: Answer, sources: Sequence[Source] = ()) -> RenderableType:
    """The answer, then its sources: number, title, outlet, date, quote, and what became of them."""
    if not answer.sentences:
        return Group(*understood(answer), plain(answer.text), *nearest_lines(answer), answer_notes(answer))
    between = Text("\n" if is_itemised(answer) else " ")
    said = between.join(sentence_view(answer, sentence) for sentence in answer.sentences)
    return Group(*understood(answer), said, answer_notes(answer, sources))


def nearest_lines(answer: Answer) -> list[RenderableType]:
    """What the articles nearest to an unanswered question say."""
    return [plain(f"{one.title}: “{one.quote}”", "  ", style="dim") for one in answer.nearest if one.quote]


def sentence_view(answer: Answer, sentence: AnswerSentence) -> Text:
    """A sentence of the answer with its numbers, what was asked for in bold; an item of an account with its day."""
    said = plain(sentence.text)
    if sentence.marked:
        start, end = sentence.marked
        # Where the mark begins once white space is folded and control characters are escaped.
        place = len(printable(f"{sentence.text[:start]}x")) - 1
        said.stylize("bold", place, place + len(printable(sentence.text[start:end])))
    said.append(f" {''.join(f'[{number}]' for number in sentence.citations)}")
    if answer.verdict and sentence is answer.sentences[0]:
        said = plain(f"{answer.verdict.capitalize()}.", style="bold").append(" ", style="not bold").append_text(said)
    if not is_itemised(answer):
        return said
    return plain(item_date(answer, sentence) or "-", style="bold").append("  ", style="not bold").append_text(said)


def understood(answer: Answer) -> list[RenderableType]:
    """What a follow-up was taken to ask, in a line of its own; nothing for a question that stands alone."""
    if answer.standalone_question == answer.question:
        return []
    return [plain(f"Understood as: {answer.standalone_question}", style="dim")]


def answer_notes(answer: Answer, sources: Sequence[Source] = ()) -> RenderableType:
    """What stands below an answer: the time it means, what the sources disagree on, a note, its sources."""
    lines: list[RenderableType] = [Text()]
    if answer.period:
        lines += [plain(f"Time: {time_line(answer)}. Without it: --ignore-time", style="dim"), Text()]
    for note in filter(None, (missing_line(answer), answer.note)):
        lines += [plain(note, style="italic"), Text()]
    by_number = {citation.number: citation for citation in answer.citations}
    for one in answer.disagreements:
        lines.append(plain(f"{heading(one)}:", style="bold"))
        for side in one.sides:
            about = f"[{side.citation}]  {told_by(side, by_number[side.citation])}"
            lines.append(plain(f"{side.value} ", "    ", style="bold").append(printable(about), style="not bold dim"))
        lines.append(Text())
    became = standing(answer, sources)
    for citation in answer.citations:
        lines += [_source_line(citation), plain(f"“{citation.quote}”", "    ", style="dim")]
        lines += [plain(line, "    ", style="italic") for line in became[citation.number]]
    return Group(*lines[:-1] if answer.status == "abstained" else lines)


def hits_view(hits: Sequence[Hit], *, explain: bool = False) -> RenderableType:
    """The hits, best first, each with its passage, the passages around it and, if wanted, why it ranks there."""
    lines: list[RenderableType] = []
    if hits and hits[0].explain.reranker == "out of time":
        lines += [plain("The reranker's time ran out: this is the order without it.", style="dim"), Text()]
    for hit in hits:
        copies = f", also in {', '.join(hit.also_in)}" if hit.also_in else ""
        about = " · ".join(part for part in (hit.outlet, hit.published_at) if part)
        head = plain(f"{hit.rank}. {hit.title}", style="bold").append_text(
            plain(f"{about}{copies}  {hit.score:.4f}", "  ", style="dim")
        )
        lines += [head, plain(hit.source, "   ", style="dim")]
        if explain:
            lines.append(plain(_why(hit), "   ", style="dim"))
        lines += [plain(around.text, "   ", style="dim") for around in hit.neighbours if around.start < hit.start]
        lines.append(plain(hit.text, "   "))
        lines += [plain(around.text, "   ", style="dim") for around in hit.neighbours if around.start > hit.start]
        lines.append(Text())
    return Group(*lines)


def nothing_found(where: Filter, outlets: Sequence[str], sections: Sequence[str] = ()) -> str:
    """Why there is no hit; an outlet or section that no article has is told with the nearest that one has."""
    for kind, asked, there in (("outlet", where.outlets, outlets), ("section", where.sections, sections)):
        known = {name.casefold(): name for name in there}
        for wanted in asked if known else ():
            if wanted.casefold() not in known:
                near = difflib.get_close_matches(wanted.casefold(), known, n=1, cutoff=0.5)
                hint = f"; did you mean {known[near[0]]!r}?" if near else "."
                return f"No article is from the {kind} {wanted!r}{hint}"
    return "No article passes the filter." if where else "The library is empty."


def _why(hit: Hit) -> str:
    """What a hit's score is made of, in a line."""
    why = hit.explain
    parts = [
        f"{name} {score:.3f} (rank {rank})" if rank is not None and score is not None else f"not found by its {leg}"
        for leg, name, rank, score in (
            ("meaning", "cosine", why.dense_rank, why.cosine),
            ("words", "BM25", why.words_rank, why.bm25),
        )
    ]
    parts.append(f"fused {why.fused:.3f}")
    parts += [f"outlet {why.outlet_effect:+.3f}"] if why.outlet_effect else []
    parts += [f"date {why.date_effect:+.3f}"] if why.date_effect else []
    parts += [f"article {why.article_effect:+.3f}"] if why.article_effect else []
    parts += [f"fits best: “{why.part}”"] if why.part else []
    parts += [f"reranked {why.reranked:.3f}"] if why.reranked is not None else []
    return " · ".join(parts)


def articles_view(articles: Iterable[Article]) -> RenderableType:
    """The articles, two lines each."""
    lines: list[RenderableType] = []
    for article in articles:
        dated = date_origin(article.published_at, article.date_from)
        about = [
            part
            for part in (article.outlet, article.section, article.byline, dated, f"{article.passages} passages")
            if part
        ]
        lines.append(plain(article.title, f"{article.published_at or 'undated':<10}  ", style="bold"))
        lines.append(plain(f"{' · '.join(about)}  {article.source}", " " * 12, style="dim"))
    return Group(*lines)


def report_view(report: IngestReport) -> RenderableType:
    """What an ingest did, and why files were skipped."""
    rate = f", {report.passages / (report.seconds or 1):,.0f} a second" if report.passages else ""
    embedded = f", {counted(report.passages, 'passage')} embedded" if report.passages else ""
    line = f"{ingest_line(report.counts())}{embedded} ({report.seconds:.1f} s{rate})"
    lines: list[RenderableType] = [plain(f"{line}; {counted(report.stories, 'story')} in the library")]
    lines += [plain(f"skipped {skip.source}: {skip.reason}") for skip in report.skipped[:SKIPPED_SHOWN]]
    if len(report.skipped) > SKIPPED_SHOWN:
        lines.append(plain(f"and {len(report.skipped) - SKIPPED_SHOWN} more; --json lists them all"))
    return Group(*lines)


@contextmanager
def progress_bar(console: Console, unit: str, rate_of: str = "") -> Iterator[Progress]:
    """A bar with the count, the rate of the task's field `rate` where it is told, and the time left."""
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TextColumn("{task.fields[rate]}" + f" {rate_of}" if rate_of else ""),
        TimeRemainingColumn(),
    ]
    # Where nobody looks, a bar would leave empty lines.
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def plain(text: str, indent: str = "", style: str = "") -> Text:
    """Text that is shown as it is, in one line."""
    return Text(indent + printable(text), style=style)


def _source_line(citation: Citation) -> Text:
    known = (citation.outlet or "outlet unknown", citation.section, citation.published_at or "undated")
    about = " · ".join(part for part in (*known, date_origin(citation.published_at, citation.date_from)) if part)
    return plain(f"[{citation.number}] {citation.title}", style="bold").append(
        f"  {about}  {citation.source}", style="not bold dim"
    )
