"""How names, dates and places of articles are written in the page, and how their text is kept from being anything else.

Article text is data: everything of it goes through `escape` on its way into HTML and through `escape_label` on its
way into a Streamlit label, which would read it as Markdown.
"""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlencode, urlsplit

from assistant.answer import Answer, AnswerSentence
from assistant.answering.refusal import spoken_date
from assistant.dates import ordinal
from assistant.settings import Settings
from assistant.types import Filter, Place

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns :word: into an emoji and -> into an arrow even where they are escaped; an invisible joiner stops it.
_SHORTCUT = re.compile(r"(\\:)(?=\w)|(\\[-<>=~])(?=\\[-<>=~])")
_BREAK = re.compile(r"\s*\n\s*")
_PLACES: dict[Place, str] = {
    "json-ld": "the page's JSON-LD",
    "opengraph": "the page's OpenGraph tags",
    "meta": "the page's meta tags",
    "markup": "the page's markup",
    "address": "the article's address",
    "feed": "the feed",
    "front matter": "its front matter",
    "record": "its record",
    "nitf": "its NITF header",
    "newsml": "its NewsML header",
    "email": "the email's header",
    "book": "the book's package",
    "properties": "the file's properties",
    "dateline": "its dateline",
    "text": "its own lines",
    "file name": "its file's name",
    "mtime": "its file, not from the article",
}
# Days, and what a person counts so many of in: nobody counts 400 days.
_UNITS = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))
_WORD_JOINER = "\u2060"
# What a terminal would obey and a browser cannot show is seen to have been there; what turns the direction of all
# that follows it is left out (letters written from right to left need none of it).
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x2070))
_HARMLESS: dict[int, str | None] = {code: "\ufffd" for code in _CONTROLS if chr(code) not in "\t\n\r"}
_HARMLESS |= dict.fromkeys(_TURNING)


def harmless(text: str) -> str:
    """Text without the characters that command or reorder what is around them."""
    return text.translate(_HARMLESS)


def escape(text: str) -> str:
    """Text as HTML that shows it and nothing else, inside an element or a quoted attribute."""
    return html.escape(harmless(text), quote=True)


def paragraphs(text: str) -> str:
    """Text as HTML with its line breaks as the space between paragraphs."""
    return _BREAK.sub('<span class="aa-break"></span>', escape(text))


def escape_label(text: str) -> str:
    """Text as a Streamlit label that shows it: no Markdown, no LaTeX, no colours, no emoji codes; on one line."""
    return _SHORTCUT.sub(rf"\g<0>{_WORD_JOINER}", _MARKDOWN.sub(r"\\\1", " ".join(harmless(text).split())))


def written_date(published_at: str | None) -> str:
    """The date in words, "20 April 2025"; "undated" where it is not known."""
    return spoken_date(published_at) or "undated"


def origin(outlet: str | None, published_at: str | None) -> str:
    """Where and when, as far as it is known: "Meridian Daily, 20 April 2025"."""
    return ", ".join(part for part in (outlet, written_date(published_at)) if part)


def date_origin(published_at: str | None, date_from: Place | None) -> str:
    """Where a date was stated, "date from the page's JSON-LD"; "" where there is none, or where that is not known."""
    return f"date from {_PLACES[date_from]}" if published_at and date_from else ""


def age(published_at: str | None, seen_on: str) -> str:
    """How long before the day `seen_on` an article is of: "8 months before your question"; "" where that is not known.

    An article dated to a month or a year is told in those, and not at all within them.
    """
    day, seen = ordinal(published_at), ordinal(seen_on)
    if day is None or seen is None or published_at is None:
        return ""
    days, place = abs(seen - day), "before" if day <= seen else "after"
    known = {4: 2 * 365, 7: 2 * 30}.get(len(published_at), 0)
    if days < known:
        return ""
    if days <= 1:
        return f"the day {place} your question" if days else "the day of your question"
    length, unit = next((length, unit) for length, unit in _UNITS if days >= 2 * length)
    return f"{days // length} {unit}s {place} your question"


def time_line(answer: Answer) -> str:
    """The time a question was taken to mean, and which citations lie outside it; "" where it means none.

    For a question about what is new, how new the answer is.
    """
    period = answer.period
    if period is None:
        return ""
    if not (period.since or period.until):
        newest = f"the newest article cited is of {spoken_date(answer.newest)}" if answer.newest else "nothing is dated"
        return f"“{period.words}”: {newest if answer.citations else 'newer articles are preferred'}"
    since, until = spoken_date(period.since), spoken_date(period.until)
    days = since if since == until else f"{since} to {until}" if since and until else f"up to {until}"
    outside = " ".join(f"[{number}]" for number in period.outside)
    return f"“{period.words}”: {days}{f'; {outside} dated outside it' if outside else ''}"


def where_line(where: Filter) -> str:
    """What a question was narrowed down to: "March 2025 to April 2025; Meridian Daily"."""
    since, until = spoken_date(where.since), spoken_date(where.until)
    days = since if since == until else f"{since} to {until}" if since and until else ""
    days = days or (f"from {since}" if since else f"up to {until}" if until else "")
    several = (where.outlets, where.sections, where.languages, where.sources, where.articles)
    named = [", ".join(values) for values in several]
    return "; ".join(part for part in (days, *named) if part)


def missing_line(answer: Answer) -> str:
    """Which parts of a question of several nothing answers; "" where there is none."""
    asked = "; ".join(f"“{part}”" for part in answer.missing)
    return f"The articles do not answer: {asked}" if asked else ""


def refusal_line(answer: Answer) -> str:
    """What an abstention says, up to the nearest articles, which its text names in running prose."""
    return answer.text.partition(f"“{answer.nearest[0].title}”")[0].strip() if answer.nearest else answer.text


def is_itemised(answer: Answer) -> bool:
    """Whether each sentence of an answer stands on a line of its own: the items of a list, the days of an account.

    What a language model writes is running text.
    """
    return answer.form in ("list", "account") and answer.writer == "quoting"


def item_date(answer: Answer, sentence: AnswerSentence) -> str:
    """When what an account tells was reported, "reported 20 April 2025"; "" in an answer of another form."""
    if answer.form != "account":
        return ""
    told = spoken_date(next(one.published_at for one in answer.citations if one.number in sentence.citations))
    return f"reported {told}" if told else "undated"


def is_web_address(source: str) -> bool:
    """Whether a source may be shown as a link: http and https only, never javascript: or file:."""
    try:
        address = urlsplit(source)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc)


def article_address(article_id: str, version: str = "", spans: Sequence[tuple[int, int]] = ()) -> str:
    """Where in the page an article is, the version named or the live one, with these spans of its text marked."""
    asked = [("a", article_id), *([("v", version)] if version else []), *(("s", f"{a}-{b}") for a, b in spans)]
    return f"article?{urlencode(asked)}"


def place_name(source: str) -> str:
    """A source as short as it is still told apart: a file's name, with the article of it, an address without scheme."""
    if is_web_address(source):
        return source.partition("://")[2]
    file, mark, member = source.partition("#")
    return f"{PurePath(file).name or file}{mark}{member.partition('://')[2] or member}"


def ingest_line(counts: Mapping[str, Any]) -> str:
    """What an ingest did, from its report's counts: "12 added, 0 replaced, 3 unchanged"."""
    parts = [f"{counts[name]:,} {name}" for name in ("added", "replaced", "unchanged")]
    parts += [f"{counts[name]:,} {name}" for name in ("removed", "skipped") if counts[name]]
    parts += [f"{counted(counts['other_files'], 'file')} of other kinds left alone"] if counts["other_files"] else []
    return ", ".join(parts)


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 article", "12 articles", "2 stories"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def library_option(library: Path) -> str:
    """What a command that is told to the reader needs to name the library; "" for the usual one."""
    usual = Settings.model_fields["library"].get_default(call_default_factory=True)
    return "" if library == usual else f" --library {shlex.quote(str(library))}"
