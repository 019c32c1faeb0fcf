"""What the page shows, as pure functions from values to HTML. Streamlit is not imported here."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.answer import Answer, AnswerSentence, Citation, Disagreement, Nearest
from assistant.library.facets import Facets
from assistant.types import Hit
from ui.asking.conversations import Conversation
from ui.asking.source_card import anchor, card
from ui.asking.turns import Turn
from ui.page.messages import TAGLINE, error_line
from ui.wording.disagreeing import heading, side_marks, told_by
from ui.wording.text import (
    article_address,
    counted,
    escape,
    harmless,
    is_itemised,
    item_date,
    library_option,
    missing_line,
    origin,
    refusal_line,
    time_line,
    where_line,
    written_date,
)

# The quoting writer's sentences are their own evidence; what a model wrote may be less than sure.
SURE = 0.8


def question_bubble(question: str, number: int) -> str:
    """What was asked in the turn numbered `number`."""
    return f'<div class="aa-question" id="t{number}"><p>{escape(question)}</p></div>'


def show_turn(number: int) -> str:
    """A script that brings the turn numbered `number` into view (what it does is in page.js)."""
    return f'<script>window.articleAssistant?.showTurn("t{number}")</script>'


def growing(part: Answer | None, turn: int) -> str:
    """An answer as far as it is written: its sentences only, for what stands below them comes when it is whole."""
    said = _sentences(part, {citation.number: citation for citation in part.citations}, turn) if part else ""
    return f'<div class="aa-answer" aria-busy="true">{said}</div>'


def outcome(turn: Turn, number: int) -> str:
    """What came of the question of the turn numbered `number`: an answer, an abstention or an error line."""
    if turn.answer is None:
        return error_line(turn.error or "")
    shown = abstention(turn.answer, number) if turn.answer.status == "abstained" else answer(turn.answer, number)
    return understood(turn, turn.answer) + shown


def understood(turn: Turn, answer: Answer) -> str:
    """The question that was answered, where it is another than was asked, and what it was narrowed down to."""
    other = answer.standalone_question != answer.question
    lines = [f"Understood as: {answer.standalone_question}"] if other else []
    lines += [f"Only: {where_line(turn.where)}"] if turn.where else []
    return "".join(f'<p class="aa-caption">{escape(line)}</p>' for line in lines)


def period(answer: Answer) -> str:
    """The time that the question was taken to mean."""
    return f'<p class="aa-period" role="note">{escape(time_line(answer))}</p>'


def answer(answer: Answer, turn: int) -> str:
    """The sentences, each with its citation numbers as links to the sources, then what the sources disagree on."""
    by_number = {citation.number: citation for citation in answer.citations}
    notes = "".join(disagreement(one, by_number, turn) for one in answer.disagreements)
    said = _sentences(answer, by_number, turn)
    return f'<div class="aa-answer" id="a{turn}">{said}{notes}{_note(answer)}{caption(answer)}</div>'


def _sentences(answer: Answer, by_number: dict[int, Citation], turn: int) -> str:
    """Running text, or a list: an account's items begin with their day."""
    shown = [_sentence(sentence, by_number, turn) for sentence in answer.sentences]
    if answer.verdict:
        shown.insert(0, f"<strong>{answer.verdict.capitalize()}.</strong>")
    if not is_itemised(answer):
        return f'<p class="aa-said">{" ".join(shown)}</p>'
    days = [item_date(answer, sentence) for sentence in answer.sentences]
    items = [
        f"<li>{f'<time>{escape(day)}</time> ' if day else ''}{one}</li>" for day, one in zip(days, shown, strict=True)
    ]
    return f'<ul class="aa-said">{"".join(items)}</ul>'


def _sentence(sentence: AnswerSentence, by_number: dict[int, Citation], turn: int) -> str:
    """A sentence with its citations; its support is told quietly, unless it is weak."""
    chips = "".join(citation_link(by_number[number], turn) for number in sentence.citations)
    start, end = sentence.marked or (0, 0)
    before, marked, after = sentence.text[:start], sentence.text[start:end], sentence.text[end:]
    strong = f"<strong>{escape(marked)}</strong>" if marked else ""
    if sentence.support < SURE:
        chips += f'<span class="aa-tag aa-weak">{sentence.support:.0%} supported</span>'
    rests = " ".join(f"t{turn}-s{number}" for number in sentence.citations)
    return (
        f'<span title="Support: {sentence.support:.0%}" data-rests="{rests}">'
        f"{escape(before)}{strong}{escape(after)}</span>{chips}"
    )


def citation_link(citation: Citation, turn: int) -> str:
    """The citation's number as a chip that leads to the sentence cited, and tells it to who points at it."""
    title = f"“{citation.quote}” {citation.title} ({origin(citation.outlet, citation.published_at)})"
    return (
        f'<a class="aa-cite" href="#{anchor(turn, citation.number)}" title="{escape(title)}"'
        f' aria-label="Source {citation.number}">{citation.number}</a>'
    )


def disagreement(one: Disagreement, by_number: dict[int, Citation], turn: int) -> str:
    """A note that the sources differ: the sides beside each other, newest first, with citation, outlet and date."""
    sides = "".join(
        f"<li{' class=aa-past' if side.mark else ''}><strong>{escape(side.value)}</strong>"
        f"{citation_link(by_number[side.citation], turn)}"
        f'<span class="aa-muted">{escape(told_by(side, by_number[side.citation]))}</span></li>'
        for side in one.sides
    )
    kind = "aa-disagree aa-settled" if one.settled else "aa-disagree"
    return f'<div class="{kind}" role="note"><p>{escape(heading(one))}:</p><ul class="aa-sides">{sides}</ul></div>'


def abstention(answer: Answer, turn: int) -> str:
    """That the articles do not answer, and what the nearest of them are about."""
    items = f"<ul>{''.join(map(_nearest, answer.nearest))}</ul>" if answer.nearest else ""
    said = f"<p>{escape(refusal_line(answer))}</p>{items}{_note(answer)}{caption(answer)}"
    return f'<div class="aa-answer aa-abstained" id="a{turn}">{said}</div>'


def _nearest(one: Nearest) -> str:
    where, address = escape(origin(one.outlet, one.published_at)), escape(article_address(one.article_id))
    title = f'<a href="{address}" target="_blank" rel="noopener">{escape(one.title)}</a>'
    quote = f'<br><span class="aa-muted">“{escape(one.quote)}”</span>' if one.quote else ""
    return f'<li>{title} <span class="aa-muted">{where}</span>{quote}</li>'


def _note(answer: Answer) -> str:
    notes = filter(None, (missing_line(answer), answer.note))
    return "".join(f'<p class="aa-note aa-muted" role="status">{escape(note)}</p>' for note in notes)


def caption(answer: Answer) -> str:
    """Which writer answered, how long it took, from how many articles and as of when; what it left out."""
    articles = {(citation.article_id, citation.version) for citation in answer.citations}
    model = f" ({answer.draft.model})" if answer.draft and answer.writer == "llm" else ""
    parts = [f"{answer.writer} writer{model}", f"{answer.elapsed_ms} ms"]
    if answer.draft and answer.draft.unsupported:
        parts.append(f"{counted(answer.draft.unsupported, 'sentence')} without support left out")
    if articles:
        parts.append(counted(len(articles), "source"))
    if answer.as_of:
        parts.append(f"as of {written_date(answer.as_of)}")
    return f'<p class="aa-caption">{escape(" · ".join(parts))}</p>'


def histogram(counts: Mapping[str, int], since: str, until: str) -> str:
    """How many articles there are of each step of time, from left to right; those within the range stand out."""
    most = max(counts.values())
    bars = "".join(
        f'<span{"" if since <= step <= until else " class=aa-out"} style="height:{max(4 * bool(n), 100 * n // most)}%"'
        f' title="{escape(written_date(step))}: {counted(n, "article")}"></span>'
        for step, n in counts.items()
    )
    inside = sum(n for step, n in counts.items() if since <= step <= until)
    label = f"{counted(inside, 'article')}, {written_date(since)} to {written_date(until)}"
    return f'<div class="aa-histogram" role="img" aria-label="{label}">{bars}</div><p class="aa-muted">{label}</p>'


def kept(turn: Turn, path: Path, library: Path) -> str:
    """That the turn's question was kept in the set at `path`, and the command that asks it of the `library`.

    Or why it was not; empty before that.
    """
    error = error_line(turn.not_kept) if turn.not_kept else ""
    if turn.kept is None:
        return error
    verdict = "right" if "right" in turn.kept.tags else "wrong"
    command = f"article-assistant eval {shlex.quote(str(path))}{library_option(library)}"
    return (
        f'{error}<p class="aa-kept aa-kept-{verdict}" role="status">Kept as a test question in'
        f" <em>{escape(path.name)}</em>. Run it with: <code>{escape(command)}</code></p>"
    )


def conversation_line(one: Conversation) -> str:
    """How long a conversation in the list is and when it was last changed."""
    turns = counted(one.turns, "turn")
    return f'<p class="aa-muted" title="{turns}">{written_date(one.changed_at)}</p>'


def hit_label(hit: Hit) -> str:
    """A hit in a list to choose from, as plain text on one line; the rank tells two of one title apart."""
    return harmless(f"{hit.rank}. {' '.join(hit.title.split())} ({origin(hit.outlet, hit.published_at)})")


def sources(turns: Sequence[Turn]) -> str:
    """The sources of every turn. One turn's are seen at a time: the latest's, or those a citation was followed to."""
    groups = [_group(turn, number, latest=number == len(turns)) for number, turn in enumerate(turns, 1)]
    return f'<div class="aa-sources">{"".join(groups)}</div>'


def _group(turn: Turn, number: int, *, latest: bool) -> str:
    marks = side_marks(turn.answer) if turn.answer else {}
    cards = "".join(card(source, number, marks, turn.seen_on) for source in turn.sources)
    if not cards:
        cards = '<p class="aa-muted">Nothing is cited here.</p>'
    kind = "aa-group aa-latest" if latest else "aa-group"
    heading = "Sources" if latest else f"Sources of “{escape(turn.question)}”"
    return f'<section class="{kind}"><h3>{heading}</h3>{cards}</section>'


def welcome(facets: Facets) -> str:
    """The empty state: what this is and what it will answer from; there is an article at least."""
    articles = sum(facets.dates.values()) + facets.undated
    first, last = (written_date(min(facets.dates)), written_date(max(facets.dates))) if facets.dates else ("", "")
    span = f", {first} to {last}" if first != last else f", {first}" if first else ""
    return (
        f'<div class="aa-welcome"><h1>What would you like to know?</h1><p>{TAGLINE}</p>'
        f'<p class="aa-muted">{counted(articles, "article")}{span}</p></div>'
    )
