"""From the lines of a page to the lines of its report: furniture goes.

Sentences that are no furniture stay, unless the page was copied whole: of its sentences, those go that `told` weighs as
less likely the report's, what readers wrote below it, and quotations that are set a second time.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.furniture import (
    COMMENT_FORM,
    CONTENTS,
    CONTENTS_NUMBER,
    LIST_ITEM,
    SECTION,
    TEASER,
    TEASERS,
    is_furniture,
    is_labelled_caption,
    is_menu,
    is_report,
    is_sentence,
    is_statement,
)
from ingest.names import is_outlet
from ingest.notices import is_notice
from ingest.site_lines import is_caption
from ingest.whole_pages import PageReport, is_whole_page, page_report

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# A line of so many tabs by itself is a menu.
MENU_TABS = 3
# What marks an entry of a list is no cell.
_MARK = re.compile(r"^([-*•‣▪◦·–]|\d{1,2}[.)])\t")
# What is shorter names a photographer, and shows nothing.
CAPTION_WORDS = 6
_ENTRY_BARS = re.compile(r"[|·•›»]")


def filled_lines(body: str) -> list[str]:
    """The lines of a text that are not empty, white space in each as it is meant to be read.

    Where lines with as many tabs follow each other they are a table's rows, as a browser copies them, and a line of
    many is a menu: bars are set.
    """
    lines = [_MARK.sub(r"\1 ", line.strip()) for line in body.split("\n")]
    tabs = [line.count("\t") for line in lines]
    rows = [
        count >= MENU_TABS or (count and count in beside)
        for count, *beside in zip(tabs, [0, *tabs], [*tabs[1:], 0], strict=False)
    ]
    cells = (line.replace("\t", " | ") if row else line for line, row in zip(lines, rows, strict=True))
    filled = (_SPACES.sub(" ", line).strip() for line in cells)
    return [line for line in filled if line]


def clean_lines(body: str) -> list[str]:
    """The report's lines, in order, without empty ones; running it on its own result changes nothing."""
    return clean(body)[0]


def clean(body: str) -> tuple[list[str], PageReport | None]:
    """The report's lines and, where they come from a page that was copied whole, what that page reports."""
    lines = filled_lines(body)
    listless = _without_contents(lines)
    page = page_report(listless) if is_whole_page(lines) else None
    lines = _without_comment_form(page.lines if page else listless)
    return _without_menus([line for line in _without_teasers(lines) if not is_furniture(line)]), page


def caption_lines(body: str) -> list[str]:
    """The captions among the lines of a body, which `clean_lines` leaves out; bare credits are none."""
    lines = filled_lines(body)
    whole = is_whole_page(lines)
    found = [line for line in lines if is_labelled_caption(line) or (whole and is_caption(line))]
    return list(dict.fromkeys(line for line in found if len(line.split()) >= CAPTION_WORDS))


def labelled_headline(body: str) -> str | None:
    """The first line where it is labelled as a caption is, and reads as a headline: "PICTURED: Man who ..."."""
    first = next(iter(filled_lines(body)), "")
    headline = is_labelled_caption(first) and len(first.split()) >= CAPTION_WORDS and not is_sentence(first)
    return first if headline else None


def split_title(lines: list[str]) -> tuple[str | None, list[str], list[str]]:
    """(title, the lines above it, the report's lines); title None when the text opens with no headline.

    The headline is the first line that is set twice running (pages repeat theirs), else the first line of three
    words or more (failing that, of two) before any statement. A single one that ends as a sentence does may be the
    report's own first line: it is the title and stays in the text.
    """
    head = lines[: next((i for i, line in enumerate(lines) if is_statement(line)), len(lines))]
    headlines = [line for line in head if not (LIST_ITEM.match(line) or is_section(line))]
    headlines.sort(key=lambda line: is_outlet(line) or is_notice(line))  # either stands above many a headline
    twice = [line for line, following in pairwise(headlines) if same_words(line) == same_words(following)]
    wordy = [line for words in (3, 2) for line in headlines if len(line.split()) >= words]
    if not (found := twice or wordy):
        return None, [], lines
    title = found[0]
    number = lines.index(title)
    below = lines[number:] if is_sentence(title) and not twice else without_title(lines[number:], title)
    return title, lines[:number], [line for line in lines[:number] if is_sentence(line) or is_notice(line)] + below


def without_title(lines: list[str], title: str) -> list[str]:
    """The lines less every repetition of the title, unless it is a statement."""
    wanted = same_words(title)
    return [line for line in lines if same_words(line) != wanted or is_statement(line)]


def is_section(line: str) -> bool:
    """Whether a line is the name of a part of the site, as stands above headlines."""
    return bool(SECTION.fullmatch(line))


def same_words(line: str) -> str:
    """A line as it compares to others: letter case, punctuation and a list's bullet do not count."""
    return " ".join(re.findall(r"\w+", LIST_ITEM.sub("", line, count=1).casefold()))


def _without_comment_form(lines: list[str]) -> list[str]:
    """A form ends the page: what follows goes, but for sentences. Above the report it is only a link."""
    begun = False
    for number, line in enumerate(lines):
        begun = begun or is_report(line)
        if COMMENT_FORM.fullmatch(line) and begun:
            rest = lines[number + 1 :]
            # A form is short; where more follows, only the line itself goes.
            if len(rest) <= 12 and all(len(other) <= 120 for other in rest):
                return lines[:number] + [other for other in rest if is_sentence(other)]
    return lines


def _without_contents(lines: list[str]) -> list[str]:
    """The list below "Table of Contents" goes: entries are list items, or are set again as headings further down."""
    headings = [same_words(CONTENTS_NUMBER.sub("", line)) for line in lines]
    last_set = {heading: number for number, heading in enumerate(headings)}
    kept: dict[int, str] = {}
    inside = False
    for number, (line, heading) in enumerate(zip(lines, headings, strict=True)):
        if CONTENTS.fullmatch(line):
            inside = True
            continue
        if inside:
            again = last_set[heading] > number or heading in kept.values()
            listed = bool(LIST_ITEM.match(line))
            entry = listed or is_furniture(line) or (again and not is_statement(line))
            if entry and (again or not (is_report(line) or is_statement(line))):
                continue
            inside = entry and not is_statement(line)
        kept[number] = heading
    return [lines[number] for number in kept]


def _without_teasers(lines: list[str]) -> list[str]:
    """Headlines of other articles go. A headline that is set twice running is this article's own."""
    kept: list[str] = []
    skip_one = skip_all = begun = False
    for line, following in pairwise([*lines, ""]):
        begun = begun or is_sentence(line)
        if TEASER.fullmatch(line) or (TEASERS.fullmatch(line) and (begun or not is_section(line))):
            skip_one, skip_all = bool(TEASER.fullmatch(line)), bool(TEASERS.fullmatch(line))
            continue
        own = is_sentence(line) or same_words(line) == same_words(following)
        if (skip_one or skip_all) and not own:
            skip_one = False
            continue
        skip_one = skip_all = False
        kept.append(line)
    return kept


def _without_menus(lines: list[str]) -> list[str]:
    """A menu is one row, or the same row again; different rows of as many entries below each other are a table."""
    table = [False] * len(lines)
    for number, (line, following) in enumerate(pairwise(lines)):
        if line != following and len(_ENTRY_BARS.findall(line)) == len(_ENTRY_BARS.findall(following)):
            table[number] = table[number + 1] = True
    return [line for line, tabular in zip(lines, table, strict=True) if tabular or not is_menu(line)]
