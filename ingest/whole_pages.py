"""Pages that were copied whole, by selecting everything: the report among the menus, boxes and footers of a site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.dates import read_labelled_date
from ingest.furniture import LIST_ITEM, LONG, is_furniture, is_report, is_sentence, is_statement
from ingest.head import is_byline, is_note
from ingest.names import is_outlet
from ingest.notices import is_notice
from ingest.site_lines import is_site_line

# So many lines that belong to a site, and the text was not written down or kept for its report alone: all 34 pages of
# evals/sets/saved_pages.jsonl have them, three of five real saved pages, and 52 of 500 articles of realtimeqa_2022.
MARKS = 3
# Menu entries are shorter than headlines: with it 31 of the 34 pages get their headline or standfirst as the title.
HEADLINE_WORDS = 5
# Sentences that so many other lines set apart from the rest are a footer's, or teasers of other articles, where they
# have less than LEAST_SHARE of the words of the report's longest part, and do not speak of the same: that is, have a
# name in common with it and ALIKE of their long words. Of 92 real pages, copied whole, that and what is new among the
# site's lines take the share of what is kept that is the report's from 0.75 to 0.79, and the share of the report that
# is kept from 0.950 to 0.945.
GAP, LEAST_SHARE, ALIKE = 3, 0.2, 0.3
# Where more of a page's sentences would go, it may be a list, a transcript or a live report: all of them stay.
MOST_CUT = 0.1
_LONG_WORD = re.compile(r"\w{5,}")
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]{2,}")
# A quotation set apart that is this long is no accident where the report has the same words; it has at most LONG.
PULL_QUOTE_WORDS = 4

_WORD = re.compile(r"\w+")
_COMMENTS = re.compile(
    r"(\d+|view|read)? ?(comments?|kommentare|commentaires|comentarios|thoughts? on|discussion)\b.{0,60}",
    re.IGNORECASE,
)
_REPLY = re.compile(r"reply|antworten|répondre|responder", re.IGNORECASE)


def is_whole_page(lines: Sequence[str]) -> bool:
    """Whether the lines are those of a page that was copied with all that stands around its report."""
    return sum(is_furniture(line) or is_site_line(line) for line in lines) >= MARKS


def without_tail(lines: Sequence[str]) -> list[str]:
    """The lines of a page up to the last of its report, and what the page says below that of the article itself."""
    lines = _without_comments(lines)
    parts: list[list[int]] = []
    apart = GAP
    for number, line in enumerate(lines):
        if is_report(line) and not is_furniture(line) and not is_site_line(line):
            if apart >= GAP:
                parts.append([])
            parts[-1].append(number)
            apart = 0
        elif not _is_entry(line):
            apart += 1
    if not parts:
        return lines
    texts = [" ".join(lines[number] for number in part) for part in parts]
    longest = max(texts, key=len)
    end = max(part[-1] for part, text in zip(parts, texts, strict=True) if _belongs(text, longest)) + 1
    while end < len(lines) and (_is_entry(lines[end]) or is_sentence(lines[end])):
        end += 1
    if _words_said(lines[end:]) > MOST_CUT * _words_said(lines):
        return lines
    return lines[:end] + [line for line in lines[end:] if is_notice(line)]


def _words_said(lines: Sequence[str]) -> int:
    """How many words the sentences among the lines have, less what is a site's for certain."""
    said = (line for line in lines if is_sentence(line) and not is_furniture(line) and not is_site_line(line))
    return sum(len(line.split()) for line in said)


def _belongs(text: str, report: str) -> bool:
    """Whether a part of a page is as large as a report's, or speaks of the same as its longest part."""
    said, told = (set(_LONG_WORD.findall(one.casefold())) for one in (text, report))
    names = set(_NAME_INSIDE.findall(text)) & set(_NAME_INSIDE.findall(report))
    large = len(text.split()) >= LEAST_SHARE * len(report.split())
    return large or (bool(names) and len(said & told) >= ALIKE * len(said))


def report_lines(lines: Sequence[str]) -> list[str]:
    """What a page that was copied whole reports: sentences, lists, tables and headings; notes above it stay as well.

    `lines` have no furniture. Everything goes that stands above the headline, below the last paragraph or, two lines
    and more together, between paragraphs, but for whole sentences and what states byline, date or outlet.
    """
    kept = [line for line in lines if not is_site_line(line) or read_labelled_date(line)]
    kept = _without_pull_quotes(kept)
    first = next((i for i, line in enumerate(kept) if is_report(line)), len(kept))
    title = _headline(kept[:first])
    above = [line for line in kept[:title] if is_note(line) or is_outlet(line)]
    below = [
        line
        for before, line in pairwise(kept[title:first])
        if is_note(line) or is_byline(line) or is_byline(before) or _is_entry(line)
    ]
    return above + kept[title : min(title + 1, first)] + below + _without_runs(kept[first:])


def _headline(head: Sequence[str]) -> int:
    """The place of the headline among the lines above the report; below them all where none reads as one."""
    places = [i for i, line in enumerate(head) if not (_is_entry(line) or is_note(line) or is_byline(line))]
    twice = [i for i, j in pairwise(places) if head[i] == head[j]]
    wordy = [
        i for words in (HEADLINE_WORDS, 2) for i in places if len(_WORD.findall(head[i])) >= words and " " in head[i]
    ]
    return next(iter(twice + wordy), len(head))


def _without_comments(lines: Sequence[str]) -> list[str]:
    """What readers wrote goes, sentences and all: below a line that opens it there are links to reply."""
    replies = [number for number, line in enumerate(lines) if _REPLY.fullmatch(line)]
    begun = next((number for number, line in enumerate(lines) if is_report(line)), len(lines))
    for number, line in enumerate(lines):
        if replies and begun < number < replies[0] and _COMMENTS.fullmatch(line):
            return list(lines[:number])
    return list(lines)


def _without_pull_quotes(lines: Sequence[str]) -> list[str]:
    """A line whose sentences all stand in other, longer lines goes, and the name below it."""
    words = [_words(line) for line in lines]
    kept: list[str] = []
    pulled = False
    for line, mine in zip(lines, words, strict=True):
        attribution = pulled and not is_sentence(line) and len(line.split()) <= HEADLINE_WORDS
        others = "|".join(other for other in words if len(other) > len(mine))
        pulled = is_sentence(line) and PULL_QUOTE_WORDS <= len(mine.split()) <= LONG
        pulled = pulled and all(_words(part) in others for part in re.split(r"[.!?]", line) if _WORD.search(part))
        if not pulled and not attribution:
            kept.append(line)
    return kept


def _words(text: str) -> str:
    """A text's words in a row, as they are found within other such rows."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _without_runs(lines: Sequence[str]) -> list[str]:
    """Headings stand alone, entries of lists and tables are marked or follow a colon; other runs of short lines go."""
    last = max((number for number, line in enumerate(lines) if _is_paragraph(line)), default=-1)
    body = [line for line in lines[: last + 1] if not is_byline(line)]
    body += [line for line in lines[last + 1 :] if _is_entry(line)]
    kept: list[str] = []
    for solid, run in groupby(body, key=lambda line: is_sentence(line) or _is_entry(line)):
        short = list(run)
        if solid or len(short) == 1 or (kept and kept[-1].endswith(":") and len(kept[-1].split()) >= 4):
            kept += short
    return kept


def _is_paragraph(line: str) -> bool:
    """Whether a line is a report's for certain: below it, headlines of other articles may end as questions do."""
    return is_statement(line) or (is_report(line) and not line.endswith("?"))


def _is_entry(line: str) -> bool:
    """Whether a line is marked as a list's entry or a table's row."""
    return bool(LIST_ITEM.match(line)) or "|" in line
