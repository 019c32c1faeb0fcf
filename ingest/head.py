"""What the lines around a headline state: byline, outlet and dates."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.dates import LONGEST_NOTE, read_labelled_date, split_date
from ingest.document import Document
from ingest.furniture import is_furniture, is_statement
from ingest.names import is_name, is_outlet, is_person, is_role

# Byline and date stand within a few lines of the headline or not at all.
HEAD_LINES = 12
_BYLINE = re.compile(
    r"(?:(?:(?:written|reported|posted) )?by[: ]|authors?:|(?:von|par|por) )\s*(?P<who>[^\W\d_].{1,120})", re.IGNORECASE
)
_BYLINE_LABEL = re.compile(r"(?:written )?by:?|authors?:?", re.IGNORECASE)
_OUTLET_LABEL = re.compile(r"(?:source|outlet|publisher|published (?:by|in))\s*:\s*(?P<outlet>.{2,60})", re.IGNORECASE)
# By Jo Ray | The Courier | May 3, 2025
_BARS = re.compile(r"\s*[|·•]\s*")
# Posted on May 3, 2025 by Jo Ray
_RUN_ON = re.compile(
    r"(?<!last)(?<!first)(?<!date)(?<!originally)\s+(?=(?:published|posted|(?:last )?updated|by)\b)", re.IGNORECASE
)
_BYLINE_PARTS = re.compile(r",\s+|\s*[|·•–—]\s+|\s+-\s+|\s+(?:for|at)\s+")
_PLACE = re.compile(r"\s+in(?:\s+[A-Z][\w’'-]*)+")


def read_head(known: Document, lines: list[str]) -> tuple[Document, list[str]]:
    """Takes the lines that state byline, date or outlet from before the first sentence; what is known stays."""
    kept: list[str] = []
    label = after_byline = False
    for number, line in enumerate(lines[:HEAD_LINES]):
        plain = line.strip("*_ ")
        following = lines[number + 1].strip("*_ ") if number + 1 < len(lines) else ""
        if _BYLINE_LABEL.fullmatch(plain) and is_person(following):
            label = True
            continue
        found = replace(known, byline=known.byline or plain) if label else _read_notes(known, plain)
        if found is None and after_byline and is_name(plain):
            between = (kept or known.title) and read_labelled_date(following)
            found = replace(known, outlet=known.outlet or plain) if between or is_outlet(plain) else None
        if found is None and (kept or known.title):
            found = _read_dated_outlet(known, plain)
        if found is None and is_statement(line):
            return known, kept + lines[number:]
        after_byline = found is not None and bool(label or _BYLINE.fullmatch(plain))
        label = False
        if found is None:
            kept.append(line)
        else:
            known = found
    return known, kept + lines[HEAD_LINES:]


def is_note(line: str) -> bool:
    """Whether a line states a byline, a date or an outlet and nothing else."""
    return len(line) <= LONGEST_NOTE and _read_notes(Document(body=""), line.strip("*_ ")) is not None


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the report, or stands above the name of who did."""
    return bool(_BYLINE_LABEL.fullmatch(line) or (_BYLINE.fullmatch(line) and is_note(line)))


def _read_notes(known: Document, line: str) -> Document | None:
    """What is known with what a line states; None when the line is anything but such notes."""
    for separator in (_BARS, _RUN_ON):
        parts = separator.split(line)
        dated = separator is _BARS and any(read_labelled_date(part) for part in parts)
        found: Document | None = known
        for part in parts if len(parts) > 1 else ():
            note = _read_note(found, part) if found else None
            if found and note is None and dated and is_name(part):
                # Beside a date, a bare name is a note as well, but whose it is may remain open.
                note = replace(found, outlet=found.outlet or part) if is_outlet(part) else found
            found = note
        if len(parts) > 1 and found:
            return found
    return _read_note(known, line)


def _read_note(known: Document, note: str) -> Document | None:
    if (label := _OUTLET_LABEL.fullmatch(note)) and is_name(label["outlet"]):
        return replace(known, outlet=known.outlet or label["outlet"])
    if dated := read_labelled_date(note):
        field, day = dated
        if field == "published_at":
            return replace(known, published_at=known.published_at or day)
        return replace(known, updated_at=known.updated_at or day)
    if byline := _BYLINE.fullmatch(note):
        return _read_byline(known, byline["who"])
    if is_furniture(note):
        return known
    return replace(known, outlet=known.outlet or note) if is_outlet(note) and known.byline else None


def _read_dated_outlet(known: Document, line: str) -> Document | None:
    """An outlet with its date below a headline: "The Courier, May 3, 2025".

    A heading may name a day as well ("Press Conference, May 3, 2025"), but does not end as an outlet's name does.
    """
    name, day = split_date(line) or (line, None)
    if day is None or name == known.title or not is_outlet(name):
        return None
    if not (name.startswith("The ") or is_outlet(name.split()[-1])):
        return None
    return replace(known, outlet=known.outlet or name, published_at=known.published_at or day)


def _read_byline(known: Document, who: str) -> Document | None:
    """A byline may carry outlet and date behind the name: "Jo Ray, The Courier, May 3, 2025"."""
    published = known.published_at
    if dated := split_date(who):
        who, published = dated[0].removesuffix(" on"), published or dated[1]
    parts = [part for part in _BYLINE_PARTS.split(_PLACE.sub("", who).strip(" .,|")) if part]
    if not parts or not all(is_person(part) or is_role(part) for part in parts):
        return None
    named = [part for part in parts[1:] if not is_role(part)]
    outlets = [part for part in named if is_outlet(part) or (len(named) == 1 and " and " not in part)]
    people = [part for part in parts if part not in outlets and (part in named or part == parts[0])]
    return replace(
        known,
        byline=known.byline or ", ".join(people),
        outlet=known.outlet or next(iter(outlets), None),
        published_at=published,
    )
