"""Conversations as files to keep or send: every citation with its sentence, title, outlet, date and source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from assistant.answer import Answer
from assistant.answering.refusal import spoken_date
from ui.asking.turns import Turn
from ui.wording import disagreeing
from ui.wording.printable import printable_json
from ui.wording.sources import standing
from ui.wording.text import (
    harmless,
    is_itemised,
    is_web_address,
    item_date,
    missing_line,
    origin,
    refusal_line,
    time_line,
    where_line,
)

# What means something in Markdown anywhere in a line, and at its beginning.
_MARKED = re.compile(r"[\\`*_\[\]<>#!|~&]")
_MARKED_LINE = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)](?!\S))")


def as_json(turns: Sequence[Turn]) -> str:
    """The turns with the answers as `ask --json` prints them: `Answer.from_dict` reads each back.

    `standing` has what became of the citations, by number: lists of lines.
    """
    rows = [
        {
            "question": turn.question,
            "asked_on": turn.asked_on,
            "where": asdict(turn.where) if turn.where else None,
            "answer": turn.answer.to_dict() if turn.answer else None,
            "standing": standing(turn.answer, turn.sources) if turn.answer else {},
            "error": turn.error,
        }
        for turn in turns
    ]
    return printable_json(rows) + "\n"


def as_markdown(turns: Sequence[Turn], name: str) -> str:
    """The turns as Markdown, the numbers of the citations as they are and the sources below each answer."""
    return str(_template("conversation.md.j2").render(name=name, turns=turns))


def as_html(turns: Sequence[Turn], name: str) -> str:
    """The turns as a page of its own, each number of a citation a link to its source below the answer."""
    return str(_template("conversation.html.j2").render(name=name, turns=turns))


def escape_markdown(text: str) -> str:
    """Text as Markdown that shows it and nothing else, on one line, with as few strokes as that takes."""
    return _MARKED_LINE.sub(r"\1\\\2", _MARKED.sub(r"\\\g<0>", " ".join(text.split())))


@cache
def _template(name: str) -> Any:
    import jinja2  # only an export needs it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ui.asking", "templates"),
        autoescape=name.endswith(".html.j2"),
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: harmless(value) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": escape_markdown, "is_web_address": is_web_address}
    environment.globals |= {
        "heading": disagreeing.heading,
        "is_itemised": is_itemised,
        "item_date": item_date,
        "notes": _notes,
        "origin": origin,
        "refusal": refusal_line,
        "said": _said,
        "standing": standing,
        "told_by": disagreeing.told_by,
    }
    return environment.get_template(name)


def _said(answer: Answer) -> str:
    """The answer as Markdown, an item of a list or an account in a line of its own."""
    if not answer.sentences:
        return escape_markdown(refusal_line(answer))
    said = [
        f"{escape_markdown(one.text)} {''.join(f'[{number}]' for number in one.citations)}" for one in answer.sentences
    ]
    if not is_itemised(answer):
        return " ".join([*([f"**{answer.verdict.capitalize()}.**"] if answer.verdict else []), *said])
    days = [item_date(answer, one) for one in answer.sentences]
    return "\n".join(f"- {f'**{day}** ' if day else ''}{one}" for day, one in zip(days, said, strict=True))


def _notes(turn: Turn, answer: Answer) -> list[str]:
    """What is told of an answer below it, a line each."""
    understood = f"Understood as: {answer.standalone_question}" if answer.standalone_question != answer.question else ""
    narrowed = f"Only: {where_line(turn.where)}" if turn.where else ""
    asked = f"Asked on {spoken_date(turn.asked_on)}" if turn.asked_on else ""
    lines = [understood, narrowed, time_line(answer), missing_line(answer), answer.note, asked]
    return [line for line in lines if line]
