"""What the sentences of a page look like, each by itself and among its neighbours: numbers that tell whose they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.furniture import LIST_ITEM, TEASERS, many_words
from ingest.line_boxes import boxes
from ingest.line_page import Page, Values
from ingest.line_words import (
    ASKS,
    BYLINE,
    POLITE,
    READER,
    ROLE,
    SAID,
    SELF,
    SITE,
    SMALL,
    opens_appendix,
    opens_comments,
)

# Of a longer line its beginning tells enough, and no pattern takes long over it.
READ = 600
# A sentence of fewer words is often no report's; one of more counts as this many.
SHORT, WEIGHTY = 8, 40
# Beyond so many lines it does not matter how far the next sentence is.
FAR = 12
# A headline of so many words is a long one, such as other articles' have; the report's own headings are shorter.
HEADLINE = 14
# What a line that is no sentence takes from a run of sentences, in words; one that is a site's for certain stands
# between the paragraphs of many a report.
STRANGE, FURNITURE = 4, 2

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_LABEL = re.compile(r"(?:[^\s:]+ ){0,4}[^\s:]+: [A-ZÀ-Þ]")
_NAME_OR_LONG = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_CLOSING = re.compile(r"[\"'”’»“‘«)\]*]*(?:\s?[♦■●◼])?$")
_QUOTE = re.compile(r"[\"“”«»„]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|»[^«]*«?")
_INNER_STOP = re.compile(r"[.!?][\"'”’»)]*\s+[\"“«„(]?[A-ZÀ-ÞĀ-Ž]")
_AGO = re.compile(
    r"\b(?:\d+|an?|one|il y a|vor|hace)\s?(?:\d+\s)?(?:seconds?|min(?:ute)?n?s?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|stunden?|tag(?:en?)?|heures?|jours?|horas?|días?|[hdmw])\b|\bago\b|\bjust now\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d|\d{1,2}[:.h]\d\d\b|(?:\d{1,2}(?:\.|st|nd|rd|th|º|er)?"
    r" (?:de )?)(?:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|jun|juin|juil|jul|aug|août|ago|sep|oct|okt|nov|dec|dez|déc"
    r"|dic|ene)[a-zéû]*|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b)",
    re.IGNORECASE,
)


def alone(page: Page) -> dict[str, Values]:
    """By name, (n,) of each line by itself; 0 where it is no sentence, but for `words`, `short`, `ago` and `date`."""
    rows = [
        _sentence(line[:READ]) if sentence else _other(line[:READ])
        for line, sentence in zip(page.lines, page.sentence, strict=True)
    ]
    found = {name: np.array([row.get(name, 0.0) for row in rows]) for name in _sentence("")}
    found["named"] = _named(page)
    found["author"] = _author(page)
    found["turn"] = _turn(page)
    found["labelled"] = _labelled(page)
    return found


def _named(page: Page) -> Values:
    """Whether a sentence begins with what stands on a line of its own: the name of its author, or of the site."""
    lines = zip(page.lines, page.sentence, strict=True)
    names = {line for line, said in lines if not said and 1 <= len(line.split()) <= 4 and line[:1].isupper()}
    begins = ([" ".join(line[:READ].split()[:many]) for many in range(1, 5)] for line in page.lines)
    return np.array(
        [said and any(one in names for one in some) for some, said in zip(begins, page.sentence, strict=True)]
    )


def _author(page: Page) -> Values:
    """Whether a sentence begins with a name of who wrote the report, of whom only the site tells."""
    lines = zip(page.lines, page.sentence, strict=True)
    bylines = (BYLINE.fullmatch(line) for line, said in lines if not said and len(line.split()) <= FAR)
    names = {
        word.casefold() for byline in bylines if byline for word in _WORD.findall(byline["who"]) if word[0].isupper()
    }
    begins = (_WORD.match(line[:READ]) for line in page.lines)
    return np.array(
        [
            said and word is not None and word.group().casefold() in names
            for word, said in zip(begins, page.sentence, strict=True)
        ]
    )


def _turn(page: Page) -> Values:
    """Whether a line is a turn in a conversation: another one begins with the same name and colon."""
    names = [
        name if colon and len(name.split()) <= 3 else ""
        for name, colon, _ in (line[:READ].partition(":") for line in page.lines)
    ]
    counts = Counter(names)
    return np.array([bool(name) and counts[name] > 1 for name in names]) * page.sentence * 1.0


def _labelled(page: Page) -> Values:
    """Whether a sentence and the one above or below it begin with a label of few words: "Check the source: Ask who"."""
    labelled = np.array([bool(_LABEL.match(line)) for line in page.lines]) & page.sentence
    return np.asarray(labelled * np.maximum(_moved(labelled, 1), _moved(labelled, -1)), dtype=np.float64)


def _other(line: str) -> dict[str, float]:
    return {
        "words": min(many_words(line), WEIGHTY),
        "ago": bool(_AGO.search(line)) and len(line.split()) < FAR,
        "date": bool(_DATE.search(line)),
    }


def _sentence(line: str) -> dict[str, float]:
    text = LIST_ITEM.sub("", line, count=1)
    words = _WORD.findall(text)
    letters = [word for word in words if not word[0].isdigit()]
    lower = [word.casefold() for word in words]
    unquoted = _QUOTED.sub(" ", text)
    spoken = _WORD.findall(unquoted.casefold())
    many = max(1, len(words))
    last = _CLOSING.sub("", text)[-1:]
    site = len(SITE.findall(text))
    return _other(line) | {
        "log_words": float(np.log1p(max(many, many_words(line)))),
        "question": last == "?",
        "colon": last == ":",
        "quote": bool(_QUOTE.search(text)),
        "quoted_whole": not spoken and many > 3,
        "inner_stops": min(len(_INNER_STOP.findall(text)), 4) / 2,
        "lower_start": text[:1].islower(),
        "capitals": sum(word[0].isupper() for word in letters) / max(1, len(letters)),
        "digits": sum(char.isdigit() for char in text) / max(1, len(text)),
        "reader": min(2, sum(word in READER for word in spoken) + len(POLITE.findall(unquoted))) / 2,
        "asks": bool(ASKS.match(unquoted.lstrip("¿¡ "))),
        "role": bool(ROLE.search(unquoted)),
        "self": min(2, sum(word in SELF for word in spoken)) / 2,
        "said": any(word in SAID for word in lower),
        "site_words": min(3, site) / 3,
        "site_share": site / many,
        "brackets": text[-1:] in {")", "]"},
        "bullet": text != line,
    }


def among(page: Page, found: dict[str, Values], good: NDArray[np.bool_]) -> dict[str, Values]:
    """By name, (n,) of each line among the others, given what `alone` found and which sentences seem the report's."""
    place = np.arange(len(page.lines))
    first, last = _longest_run(page, found["words"], good)
    inside = (place >= first) & (place <= last)
    share = _shared_share(page.lines, good & inside)
    near = [_distances(page, good, backwards, skip) for skip in (False, True) for backwards in (False, True)]
    stamped = np.maximum(found["ago"], found["date"] * ~page.sentence)
    short = (found["words"] <= 4) & ~page.sentence
    asked = (found["question"] > 0) & (found["inner_stops"] == 0)
    blocks = _blocks(page.sentence & (found["words"] >= SHORT) & good & ~asked)
    solid = max(np.flatnonzero(blocks + (found["inner_stops"] > 0) * (blocks > 0) >= 2), default=last)
    headlines = _moved((found["words"] > 4) & ~page.sentence & ~page.entry, 1)
    outside, tiny = 1.0 - inside, (found["words"] < SHORT) * 1.0
    touched = [(one == 1) * 1.0 for one in near]
    brief = _brief(page, found["words"], good & inside)
    named = {
        "before": np.log1p(np.maximum(0, first - place)),
        "after": np.log1p(np.maximum(0, place - last)),
        "above_it": place < first,
        "touches_above": touched[0],
        "touches_below": touched[1],
        "next_above": touched[2],
        "next_below": touched[3],
        "next_far_above": np.log(near[2]),
        "stamp_below": np.maximum(_moved(stamped, -1), _moved(stamped, -2)),
        "short_above": _moved(short, 1),
        "short_below": _moved(short, -1),
        "entry_above": _moved(page.entry, 1),
        "entry_below": _moved(page.entry, -1),
        "reader_site": found["reader"] * found["site_share"],
        "asks_site": found["asks"] * found["site_share"],
        "asks_tiny": found["asks"] * tiny,
        "role_outside": found["role"] * outside,
        "teased": _teased(page, blocks),
        "commented": _below(page, found["words"] * good, opens_comments),
        "appended": _below(page, found["words"] * good, opens_appendix),
        "block": np.minimum(blocks, 3) / 3,
        "lone": blocks == 1,
        "after_blocks": place > solid,
        "headline_above": headlines,
        "headline_words": _moved(
            np.minimum(found["words"], HEADLINE) / HEADLINE * ~page.sentence * ~page.entry * ~page.site, 1
        ),
        "brief": brief,
        "headline_around": headlines * _moved((found["words"] >= 1) & ~page.sentence, -1),
        "named": found["named"] * (place > solid),
        "named_role": found["named"] * found["role"],
        "named_outside": found["named"] * outside,
        "reader_outside": found["reader"] * outside,
        "reader_strange": found["reader"] * (1 - found["quote"]) * (1 - share),
        "self_outside": found["self"] * outside,
        "tiny_site": tiny * found["site_share"],
        "tiny_inside": tiny * inside,
        "tiny_touches_above": tiny * touched[0],
        "tiny_touches_below": tiny * touched[1],
        "tiny_touches_both": tiny * touched[0] * touched[1],
        "tiny_quote": tiny * found["quote"],
        "question_inside": tiny * found["question"] * inside,
        "question_between": found["question"] * touched[2] * touched[3],
        "colon_above": _moved(found["colon"], 1),
        "colon_tiny": tiny * found["colon"],
    }
    named |= boxes(page, found, brief)
    return {name: np.asarray(values, dtype=np.float64) for name, values in named.items()}


def _longest_run(page: Page, words: Values, good: NDArray[np.bool_]) -> tuple[int, int]:
    """The first and last line of the run with most words of good sentences, less what strange lines take from it."""
    other = np.where(page.entry, 0, np.where(page.site, -FURNITURE, -STRANGE))
    best, run, begun, ends = 0.0, 0.0, 0, (0, 0)
    for place, value in enumerate(np.where(good, words, other)):
        if run <= 0:
            run, begun = 0.0, place
        run += value
        if run > best:
            best, ends = run, (begun, place)
    return ends


def _brief(page: Page, words: Values, run: NDArray[np.bool_]) -> Values:
    """By which share each sentence has fewer words than the median of the run's longer ones; 0 if it has as many."""
    long = words[run & (words >= SHORT)]
    return np.asarray(page.sentence * np.clip(1 - words / np.median(long), 0, 1)) if len(long) else np.zeros(len(words))


def _shared_share(lines: Sequence[str], run: NDArray[np.bool_]) -> Values:
    """Which share of a line's long words and names other sentences of the run have."""
    told = [long_words(line[:READ]) for line in lines]
    counts = Counter(word for words, inside in zip(told, run, strict=True) if inside for word in words)
    shares = [
        sum(counts[word] > inside for word in words) / max(1, len(words))
        for words, inside in zip(told, run.astype(int), strict=True)
    ]
    return np.array(shares, dtype=np.float64)


def long_words(line: str) -> frozenset[str]:
    """The beginnings of words of five letters and more, of names and of numbers."""
    words = (match for match in _NAME_OR_LONG.finditer(line) if match.group().casefold() not in SMALL)
    return frozenset(
        match.group().casefold()[:6]
        for match in words
        if len(match.group()) >= 5 or match.group()[0].isdigit() or (match.start() and match.group()[0].isupper())
    )


def _distances(page: Page, good: NDArray[np.bool_], backwards: bool, skip: bool) -> Values:
    """How many lines away the next good sentence is, 1 for the next line; `skip` leaves a site's lines uncounted."""
    order: Iterable[int] = range(len(page.lines) - 1, -1, -1) if backwards else range(len(page.lines))
    distances = np.empty(len(page.lines))
    away = FAR
    for place in order:
        distances[place] = min(away, FAR)
        if good[place]:
            away = 1
        elif not (skip and (page.site[place] or page.entry[place])):
            away += 1
    return distances


def _blocks(long: NDArray[np.bool_]) -> Values:
    """How many long sentences stand together, without a line between them, where each does; 0 elsewhere."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], long.astype(int), [0]])))
    blocks = np.zeros(len(long))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        blocks[begin:end] = end - begin
    return blocks


def _teased(page: Page, blocks: Values) -> Values:
    """Whether what opens other articles' headlines stands above each line, and no two paragraphs together since."""
    teased = np.zeros(len(page.lines))
    opened = False
    for place, line in enumerate(page.lines):
        opened = opened and blocks[place] < 2
        teased[place] = opened
        opened = opened or bool(TEASERS.fullmatch(line))
    return teased


def _below(page: Page, told: Values, opens: Callable[[str], bool]) -> Values:
    """Whether each line is or is below one that `opens` another part, above which most of what is told stands."""
    above = np.cumsum(told)
    opened = [place for place, line in enumerate(page.lines) if opens(line) and 2 * above[place] > above[-1]]
    return np.asarray(np.arange(len(page.lines)) >= min(opened, default=len(page.lines)), dtype=np.float64)


def _moved(values: NDArray[np.bool_] | Values, by: int) -> Values:
    """The values of the lines `by` lines above each, or below where negative; 0 where there are none."""
    moved = np.zeros(len(values))
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved
