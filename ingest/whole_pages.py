"""Pages that were copied whole, by selecting everything: the report among the menus, boxes and footers of a site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, islice, pairwise
from typing import NamedTuple

from ingest.dates import read_labelled_date
from ingest.furniture import LIST_ITEM, LONG, SECTION, TEASER, TEASERS, is_furniture, is_report, is_sentence
from ingest.head import is_byline, is_note
from ingest.headlines import HEADLINE_WORDS, headline_place, is_anchor
from ingest.line_words import SITE, of_authors, opens_appendix, opens_comments
from ingest.notices import is_notice
from ingest.site_lines import is_caption, is_site_line
from ingest.told import told

# So many lines that belong to a site, and the text was not written down or kept for its report alone: 49 of the 50
# pages of evals/sets/saved_pages.jsonl have them, three of five real saved pages, and 35 of 500 articles of
# realtimeqa_2022.
MARKS = 3
# So many lines of so few words above all sentences of a text are a menu, where they are such a share of its lines, and
# it has as many sentences. Ingredients and names of a line-up are such lines too: of a menu's lines so many have a
# word of SITE. The one page of the 50 without MARKS is told so: of its 31 such lines 13 have one.
MENU, MENU_WORDS, MENU_SHARE, MENU_SITE = 6, 4, 0.3, 2
# A page whose report would have fewer words may be anything: of what it says nothing goes.
LEAST_WORDS = 60
# What stands alone above a paragraph and has more words is no heading.
HEADING_WORDS = 10
# So many lines that begin with an amount are a list, of ingredients or of what was counted, with or without bullets, if
# they are such a share of those from the first to the last of them.
AMOUNTS, AMOUNTS_SHARE = 4, 0.75
# A quotation set apart that is this long is no accident where the report has the same words; it has at most LONG.
PULL_QUOTE_WORDS = 4

_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_AMOUNT = re.compile(r"(?:\d[\d.,/x×–-]*|[½¼¾⅓⅔⅛])\s?(?:[½¼¾⅓⅔⅛x×] ?[\d.,]*)?[a-zà-ÿ]")
_SET_APART = re.compile(r"[\"“«»„].+[\"”“»«]")
# What stands above a report's own points, each a line without a stop.
_POINTS = re.compile(
    r"summary|key (?:points|takeaways)\b.*|highlights|at a glance|das wichtigste in kürze", re.IGNORECASE
)
_TIME = re.compile(r"\d{1,2}[:.h]\d\d( ?[ap]\.?m\.?)?(?: uhr)?", re.IGNORECASE)
_REPLY = re.compile(r"reply|antworten|répondre|responder|beantwoorden|rispondi", re.IGNORECASE)


def is_whole_page(lines: Sequence[str]) -> bool:
    """Whether the lines are those of a page that was copied with all that stands around its report.

    That is so where enough lines are a site's for certain, or menus, with words of sites in them, stand above its first
    sentence and elsewhere.
    """
    long = [place for place, line in enumerate(lines) if is_report(line)]
    entry = [_is_menu_entry(line) for line in lines]
    menus = len(long) >= MENU and sum(entry[: long[0]]) >= MENU and sum(entry) >= MENU_SHARE * len(lines)
    menus = menus and sum(bool(SITE.search(line)) for line in compress(lines, entry)) >= MENU_SITE
    return menus or len(list(islice((line for line in lines if is_site(line)), MARKS))) == MARKS


class PageReport(NamedTuple):
    """What a page that was copied whole reports, and where.

    `page` are the page's lines; `title` is the place of the headline among them and `first` that of the first sentence,
    each the number of the lines where there is none; `told` are the places of the report's sentences and of what stands
    between them. `lines` are the report's: the headline, and its sentences, lists, tables and headings.
    """

    page: Sequence[str]
    title: int
    first: int
    told: frozenset[int]
    lines: list[str]

    @property
    def headline(self) -> str | None:
        """The headline as it stands; None where no line reads as one."""
        return self.page[self.title] if self.title < len(self.page) else None


def page_report(page: Sequence[str]) -> PageReport:
    """The report of a page that was copied whole.

    Sentences stay as `told` weighs them. Of other lines stay the headline, notices, and between the sentences headings,
    tables and lists.
    """
    lines = _without_comments(page)
    site = [is_site(line) for line in lines]
    kept = [good and not own for good, own in zip(told(lines, site), of_authors(lines), strict=True)]
    if sum(len(line.split()) for line, good in zip(lines, kept, strict=True) if good) < LEAST_WORDS:
        kept = [is_sentence(line) and not certain for line, certain in zip(lines, site, strict=True)]
    first = next((place for place, line in enumerate(lines) if kept[place] and is_report(line)), len(lines))
    places = [place for place, line in enumerate(lines) if place >= first and (kept[place] or is_notice(line))]
    between = [place for pair in pairwise([*places, len(lines)]) for place in _between(lines, site, *pair)]
    apart = _is_apart(lines, places)
    title = headline_place(lines, site, first + apart, [lines[place] for place in places[apart:]])
    places = [place for place in places if place != title]
    head = _head(lines, site, title, first)
    body = _without_pull_quotes([lines[place] for place in sorted(places + between)])
    # Readers' comments are no lines of the report's, but what stands behind them may tell whose the page is.
    title, first = (place if place < len(lines) else len(page) for place in (title, first))
    return PageReport(page, title, first, frozenset(places + between), head + body)


def _is_apart(lines: Sequence[str], places: Sequence[int]) -> bool:
    """Whether the first sentence may be a headline: a short one, with byline or date between it and the next."""
    first, following = [*places, len(lines), len(lines)][:2]
    short = first < len(lines) and len(lines[first].split()) <= LONG
    return short and any(is_anchor(line) for line in lines[first + 1 : following])


def is_site(line: str) -> bool:
    """Whether a line is a site's for certain; what states a date is wanted."""
    return is_furniture(line) or (is_site_line(line) and not read_labelled_date(line))


def _head(lines: Sequence[str], site: Sequence[bool], title: int, first: int) -> list[str]:
    """The headline, and below it points, lists and tables; below the time of a live report's entry its heading."""
    below = [place for place in range(title + 1, first) if not (site[place] or _is_of_notes(lines[place]))]
    pointed = next((place for place in below if _POINTS.fullmatch(lines[place])), first)
    stays = [
        place
        for place in below
        if (place > pointed and len(lines[place].split()) >= HEADLINE_WORDS)
        or LIST_ITEM.match(lines[place])
        or _is_row(lines, place)
        or (place == first - 1 and _TIME.fullmatch(lines[place - 1]))
    ]
    return [lines[place] for place in [title, *stays] if place < len(lines)]


def _is_of_notes(line: str) -> bool:
    return is_byline(line) or is_note(line)


def _between(lines: Sequence[str], site: Sequence[bool], above: int, below: int) -> list[int]:
    """The places of the lines that stay between two neighbouring sentences; `below` is the page's end for the last.

    Tables and the entries of lists stay, all that follows a colon, and a heading: what else stands alone. Below the
    last sentence a list or a table goes on, a table below its heading too, and nothing else begins.
    """
    run = [place for place in range(above + 1, below) if not (site[place] or _is_of_notes(lines[place]))]
    marked = [place for place in run if _is_row(lines, place) or LIST_ITEM.match(lines[place])]
    if below == len(lines):
        heading = marked[:1] == [above + 2] and _is_row(lines, above + 2) and _is_heading(lines, above + 1)
        below_it = [above + 1, *marked] if heading else marked
        return [place for number, place in enumerate(below_it, above + 1) if place == number]
    teasers = next((place for place in run if TEASER.fullmatch(lines[place]) or TEASERS.fullmatch(lines[place])), below)
    own = [place for place in run if place < teasers]
    amounts = [number for number, place in enumerate(own) if _AMOUNT.match(lines[place])]
    if len(amounts) >= AMOUNTS and len(amounts) >= AMOUNTS_SHARE * (amounts[-1] - amounts[0] + 1):
        return own[: amounts[-1] + 1]
    if lines[above].endswith(":") and len(lines[above].split()) >= 4:
        return own
    alone = [place for place in own if place not in marked and not SECTION.fullmatch(lines[place])]
    headings = alone if len(alone) == 1 and _is_heading(lines, alone[0]) else []
    return [place for place in marked if place < teasers or _NUMBERED.match(lines[place])] + headings


def _is_menu_entry(line: str) -> bool:
    """Whether a line has few words, no figure and no colon: what has either says something."""
    said = is_sentence(line) or ":" in line or any(char.isdigit() for char in line)
    return bool(line) and not said and len(line.split()) <= MENU_WORDS


def _is_heading(lines: Sequence[str], place: int) -> bool:
    """Whether a line that stands alone between sentences is no button and no caption."""
    words = len(lines[place].split())
    captions = any(is_caption(line) for line in (lines[place - 1], *lines[place + 1 : place + 2]))
    beside = read_labelled_date(lines[place - 1]) or opens_appendix(lines[place])
    return words <= HEADING_WORDS and not (captions or beside) and len(SITE.findall(lines[place])) < words / 2


def _is_row(lines: Sequence[str], place: int) -> bool:
    """Whether a line is a table's row: one beside it has as many bars, and begins otherwise; a label is none."""
    bars, first = lines[place].count("|"), _first_cell(lines[place])
    beside = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    return bars > 0 and any(line.count("|") == bars and _first_cell(line) != first for line in beside)


def _first_cell(line: str) -> str:
    """What stands before a line's first bar, not counting bars that the line begins with."""
    return line.lstrip("| ").partition("|")[0].strip()


def _without_comments(lines: Sequence[str]) -> list[str]:
    """What readers wrote goes, sentences and all: below the line that opens it there are links to reply."""
    replies = [number for number, line in enumerate(lines) if _REPLY.fullmatch(line)]
    begun = next((number for number, line in enumerate(lines) if is_report(line)), len(lines))
    above = range(begun + 1, replies[0]) if replies else range(0)
    opened = [number for number in above if opens_comments(lines[number])]
    return list(lines[: opened[-1]] if opened else lines)


def _without_pull_quotes(lines: Sequence[str]) -> list[str]:
    """A line whose sentences all stand in other, longer lines goes, and the name below it."""
    words = [_words(line) for line in lines]
    kept: list[str] = []
    pulled = False
    for line, mine in zip(lines, words, strict=True):
        attribution = pulled and not is_sentence(line) and len(line.split()) <= HEADLINE_WORDS
        others = "|".join(other for other in words if len(other) > len(mine))
        apart = is_sentence(line) or bool(_SET_APART.fullmatch(line))
        pulled = apart and PULL_QUOTE_WORDS <= len(mine.split()) <= LONG
        pulled = pulled and all(_words(part) in others for part in re.split(r"[.!?]", line) if _WORD.search(part))
        if not pulled and not attribution:
            kept.append(line)
    return kept


def _words(text: str) -> str:
    """A text's words in a row, as they are found within other such rows."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
