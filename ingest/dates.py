"""How a date is read: as the article states it, day month and year, or not at all. Never today, never the file's."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from functools import lru_cache

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
# Only what names a month, or is numbers in a known order, is a date; "yesterday", 1742601600 and 3.11.2 are not.
_NAMED = re.compile(
    r"(?!by |in |from ).*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\b[12][0-9]{3}\b", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"[12][0-9]{3}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9.])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2[12][0-9]{3}(?![0-9.])")
# "20. November 2026", "jeudi 20 novembre 2026", "20 de noviembre de 2026": days stand before their months.
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]{2,}(?:-[^\W\d_]+)?\.?,? )?(?:(?:den|der|le|el|il|em|på) )?"
    r"(?P<day>\d{1,2})(?:\.|er|º|°)? (?:de |d[’'])?(?P<month>[^\W\d_]{3,12})\.? (?:del? )?(?P<year>[12]\d{3})",
    re.IGNORECASE,
)
# A time behind the day, without its zone: ", 18:47 Uhr", " à 18h47", " kl. 18.47".
_SAID_TIME = re.compile(
    r"[ ,|·•–-]+(?:(?:à|a las|alle(?: ore)?|om|às|at|um|kl|klo|ore|ora|godz|saat)\b\.? ?)?\d{1,2} ?[:.h] ?(?:\d\d)?"
    r"(?: ?(?:h|uhr|uur))?$",
    re.IGNORECASE,
)
_LANGUAGES = ("de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "pl", "cs", "tr", "ro")
PUBLISHED = (
    r"(?:first |originally )?(?:published|posted)|date(?: published)?|publication date"
    r"|veröffentlicht|erschienen|publiée?|publicad[oa]|pubblicat[oa]|gepubliceerd|publicerad|publicerat|udgivet"
    r"|offentliggjort|publisert|opublikowano|zveřejněno|publicat"
)
UPDATED = (
    r"(?:last |date )?(?:updated|modified)|(?:last|laatste) update|(?:zuletzt )?aktualisiert|stand|mise? à jour"
    r"|modifiée?|actualizad[oa]|atualizad[oa]|aggiornat[oa]|bijgewerkt|aangepast|uppdaterad|opdateret|oppdatert|aktualizacja"
    r"|aktualizováno|güncelleme|actualizat|actualización|atualização|aggiornamento"
)
_LABELLED = re.compile(
    rf"(?:(?P<published>{PUBLISHED})|(?P<updated>{UPDATED}))(?:\s+(?:on|at|am|le|el|em|il|op|den|la))?"
    r"\s*:?\s+(?P<date>.{6,60})",
    re.IGNORECASE,
)
_FIRST_OF_TWO = re.compile(
    rf"(?P<first>[^|·•]{{6,80}}?)\s*[|·•,;]\s*(?:(?:last |first )?published|{UPDATED})\b", re.IGNORECASE
)
# Year, month and day in a name, apart from other figures: "2026-04-12_dam.txt", "20260412 dam.txt".
_IN_NAME = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
# The day in such a name is that of keeping.
_KEPT = re.compile(r"export|saved?|backup|screenshot|download|archived?|scan|dump|printed", re.IGNORECASE)
_DATE_AT_END = re.compile(rf"(?P<rest>.*?)[\s,|·•–—-]*(?P<date>{_DAY})\.?$")
# PARIS, April 18 (Agency) - stands before the first sentence and is no part of what it says.
DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z’'. -]{2,30})(?P<more>, [^-–—()]{1,40})?\s*(?:\((?P<outlet>[^()]{2,40})\)\s*)?[-–—]\s+(?=\S)"
)
# No agency is called so: "PARIS (April 18) - ".
_WHEN = re.compile(rf"\d|\b(?:{'|'.join((*calendar.month_name[1:], *calendar.month_abbr[1:], 'Sept'))})\b")
# Right behind a place an agency's name has so many words at most; what is longer says what was meant.
AGENCY_WORDS = 3
# PARIS, April 18, 2025 (Agency) - Text   /   DUBLIN, Dec. 3, 2025 – Text
_DATED = re.compile(rf"^[A-Z][\w ./,'’-]{{1,40}}, (?P<date>{_DAY})\s*(?:\((?P<outlet>[^()]{{2,40}})\))?\s*[-–—]\s")

# No line that states a date and little else is longer.
LONGEST_NOTE = 200
LONGEST_UPDATE = 60


@lru_cache(maxsize=4096)  # a line is looked at in several ways, and parsing takes a millisecond
def read_date(stated: str | None) -> str | None:
    """A stated date as ISO 8601, to the day or, where it has a time and a zone, to the second; None if it is none.

    Day, month and year must all be there, in an order that is certain: "March 2025", "Friday" and 3/4/2025 are
    not dates of an article.
    """
    text = (stated or "").strip()
    if not 6 <= len(text) <= 60:
        return None
    parsed = _parse(text)
    if parsed is None or not 1600 <= parsed.year <= 2200:
        return None
    if parsed.tzinfo is not None:
        return parsed.isoformat(timespec="seconds")
    return parsed.date().isoformat()


def read_stamp(stated: str | None) -> str | None:
    """A date as machines write it, 20250322T093000Z included, or in any form that `read_date` reads."""
    text = (stated or "").strip()
    if re.match(r"[12][0-9]{7}(?:T|$)", text):
        try:
            text = datetime.fromisoformat(text).isoformat()
        except ValueError:
            return None
    return read_date(text)


def read_labelled_date(line: str) -> tuple[str, str] | None:
    """("published_at" or "updated_at", date) of a line such as "Updated: 3 May 2025"; None for other lines.

    A line that is a date and nothing else counts as the publication date.
    """
    labelled = _LABELLED.fullmatch(line.strip())
    stated = read_date(labelled["date"] if labelled else line)
    if stated is None and (first := _FIRST_OF_TWO.match(line)):  # "Published 3 May 2025, 9 am | Updated 4 May 2025"
        return read_labelled_date(first["first"])
    if stated is None:
        return None
    return ("updated_at" if labelled and labelled["updated"] else "published_at"), stated


def read_update(line: str) -> str | None:
    """The date of a line that is labelled as that of an update, and states nothing else."""
    labelled = _LABELLED.fullmatch(line) if len(line) <= LONGEST_UPDATE else None
    return read_date(labelled["date"]) if labelled and labelled["updated"] else None


def split_date(line: str) -> tuple[str, str] | None:
    """What stands before a date at the end of a line, and the date: a byline such as "By A, The B, May 3, 2025"."""
    match = _DATE_AT_END.match(line.strip()) if len(line) <= LONGEST_NOTE else None
    stated = read_date(match["date"]) if match else None
    return (match["rest"].strip(), stated) if match and stated else None


def read_dateline(paragraph: str) -> tuple[str | None, str | None]:
    """(date, agency) of the dateline that a paragraph opens with; the date is None where it is not stated whole."""
    dated = _DATED.match(paragraph)
    if dated and (stated := read_date(dated["date"])):
        return stated, dated["outlet"]
    dateline = DATELINE.match(paragraph)
    return None, _agency(dateline) if dateline else None


def without_dateline(line: str) -> str:
    """A line without the dateline that it opens with; "EU - Russia talks fail", without comma and agency, has none."""
    dateline = DATELINE.match(line)
    return line[dateline.end() :] if dateline and (dateline["more"] or _agency(dateline)) else line


def _agency(dateline: re.Match[str]) -> str | None:
    """What a dateline has in brackets, if it is no day; nor, right behind capitals, what they stand for."""
    outlet: str = dateline["outlet"] or ""
    words = outlet.split()
    initials = "".join(word[0] for word in words).upper()
    meant = len(words) > AGENCY_WORDS or initials == re.sub(r"\W", "", dateline["place"])
    return None if _WHEN.search(outlet) or (meant and not dateline["more"]) else outlet or None


def read_name(name: str) -> str | None:
    """The one day that a file's name tells, year first ("2026-04-12_dam.txt"), as ISO 8601; None for other names.

    Figures without anything between them are a day at the beginning only; no day to come is, nor that of an export.
    """
    days = {(match[1], match[3], match[4]): match for match in _IN_NAME.finditer(name)}
    if len(days) != 1 or _KEPT.search(name):
        return None
    (day, match), *_ = days.items()
    stated = read_date("-".join(day)) if match[2] or match.start() == 0 else None
    return stated if stated and stated <= date.today().isoformat() else None  # noqa: DTZ011 (the reader's own day)


def _parse(text: str) -> datetime | None:
    if _YEAR_FIRST.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        try:
            return datetime.combine(date.fromisoformat(text), datetime.min.time())
        except ValueError:
            pass
    order = _numeric_order(text)
    parsed = _parse_words(text, order, ("en",)) if order else None
    if parsed is None and (said := _SAID_TIME.search(text)):
        return _parse(text[: said.start()])
    if parsed is None and (found := _DAY_FIRST.fullmatch(text)):
        return _parse_words(f"{found['day']} {found['month']} {found['year']}", "DMY", _LANGUAGES)
    return parsed


def _parse_words(text: str, order: str, languages: tuple[str, ...]) -> datetime | None:
    import dateparser  # here, because it loads languages and time zones that most starts do not need

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": order}
    parsed: datetime | None = dateparser.parse(text, languages=list(languages), settings=settings)
    return parsed


def _numeric_order(text: str) -> str | None:
    """The order in which a date's numbers stand; None when it is no date, or could be one of two."""
    if _NAMED.match(text) or _YEAR_FIRST.match(text):
        return "YMD" if _YEAR_FIRST.match(text) else "MDY"
    numbers = _YEAR_LAST.match(text)
    if numbers is None:
        return None
    first, second = int(numbers[1]), int(numbers[3])
    if first != second and max(first, second) <= 12:
        return None
    return "DMY" if first > 12 else "MDY"
