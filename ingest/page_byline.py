"""Who wrote the report of a page that was copied whole: names behind "By", or alone beside a date or a role."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.line_words import ROLE
from ingest.names import is_outlet, is_person, is_role

# Names in a byline, and words in the name of a desk, at most.
PEOPLE, NAME_WORDS = 6, 5

_PREFIX = re.compile(
    r"(?:(?:(?:exclusive|live|analysis|opinion|interview) )?(?:(?:words|written|reported|posted|story|report|text) )?"
    r"by\b:?|authors?:|autor(?:in|a|es)?:|te(?:xt|xte|xto|kst):?|(?:von|par|por|di|door|af|av|przez)(?:\s?:)?"
    r"|ein(?:e)? (?:interview|analyse|kommentar|gastbeitrag|reportage|bericht|essay) von"
    r"|de (?:notre|nos) (?:envoyée?s?|correspondante?s?)[^,]{0,60},)\s+(?P<who>[^\W\d_].{1,120})",
    re.IGNORECASE,
)
_BY_BEHIND = re.compile(r".*\d{4}.{0,20}?\bby (?P<who>[^\W\d_].{1,60})", re.IGNORECASE)
_LABEL = re.compile(r"(?:written )?by:?|authors?:?|autor(?:in|a|es|en)?:?|auteure?s?:?|autor[ei]:?", re.IGNORECASE)
# What follows the names in their line.
_BEHIND = re.compile(
    r"\s*(?:[|·•]|\s[–—-]\s|\b(?:published|posted|updated|last updated|photographs? by|photos? by|illustrations? by)\b"
    r"|@\w|\son (?:[A-Z][a-z]+\.? )?\d).*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PLACE = re.compile(r"\s+(?:in|aus|à|en|em|w)(?:\s+[A-ZÀ-Þ][\w’'.-]*)+(?:,\s+[A-ZÀ-Þ][\w’'.-]*)?$")
_JOINED = re.compile(r"(,\s+|\s+(?:and|und|et|y|e|en|og|och|i|a|ve|și|&)\s+)")
_DESK = re.compile(
    r"(?:redacción|rédaction|redaktion|redazione|redação|redactie|redakcja|redaktionen)\b.*|.*\b(?:bureau|news ?desk)",
    re.IGNORECASE,
)
_OF_DESK = re.compile(
    r"^(?:redacción|redaktion|redazione|redação|redactie|redakcja)\s+(?:de |da |di |der )?|\s+(?:bureau|news ?desk)$",
    re.IGNORECASE,
)
# What stands before what somebody is: "Jo Ray Senior Crime Reporter".
_ROLE_WORDS = frozenset(
    "senior chief staff deputy assistant associate local democracy political politics health environment science"
    " education business economics economy crime court courts sport sports football news web digital investigative"
    " investigations features foreign diplomatic security technology tech transport city county state arts culture data"
    " consumer social affairs home world royal showbiz money music media climate energy defence defense global trainee"
    " multimedia community legal religion night weekend political and".split()
)
_ROLE_END = re.compile(
    r"reporters?|correspondents?|editors?|writers?|columnists?|contributors?|journalists?|staff", re.IGNORECASE
)
_SMALL = frozenset(
    "van von der den de del della da di do dos das du la le el al bin ter ten zu af avec mit with".split()
)
# An institute may write "by", but no name that stands alone has such words.
_NO_NAME = frozenset("the of for on with".split())
_STOPS = '.,:;!?…"”’»)'
_WORDS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def prefixed_byline(line: str, report: str) -> str | None:
    """The names of a line such as "By Jo Ray, Kumbo" or "Posted on 2 May 2025 by Jo"; None for other lines.

    `report` is its text: what stands alone behind a comma and is told of there is a place.
    """
    found = _PREFIX.fullmatch(line) or _BY_BEHIND.fullmatch(line)
    who = found["who"] if found else ""
    return _people(_BEHIND.sub("", who), report, 1) if who[:1].isupper() else None


def small_words(lines: Collection[str]) -> set[str]:
    """The words that stand in small letters in lines, not counting those of addresses."""
    said = (word for line in lines for word in line.split() if not {"@", "/", "."} & set(word.strip(_STOPS)))
    return {word for part in said for word in _WORDS.findall(part) if word.islower()}


def is_byline_label(line: str) -> bool:
    """Whether a line stands above the name of who wrote the report: "Author"."""
    return bool(_LABEL.fullmatch(line))


def bare_byline(line: str, report: str, other: Collection[str]) -> str | None:
    """The names, of two words at least, that a line beside a date or a role has and nothing else; None for others.

    None of their words stands in small letters in the `other` lines of the page: those of buttons and places do.
    """
    desk = bool(_DESK.fullmatch(line)) and len(line.split()) <= NAME_WORDS
    found = line if desk else _people(_BEHIND.sub("", line), report, 2)
    if found is None or (not desk and (is_outlet(found) or _NO_NAME & set(found.split()))):
        return None
    small = small_words((report, *other))
    names = [word.casefold() for word in _WORDS.findall(found) if not word.islower()]
    return found if desk or not any(word in small and word not in _SMALL and len(word) > 2 for word in names) else None


def is_role_line(line: str) -> bool:
    """Whether a line says what somebody is, or whence they report: "Health correspondent, in Kumbo"."""
    words = line.split()
    said = line.partition(",")[0]
    whence = re.match(r"reporting (?:from|for)\b", line, re.IGNORECASE)
    return len(words) <= 8 and (is_role(said) or bool(ROLE.match(said)) or bool(whence))


def desk_outlet(byline: str) -> str | None:
    """The outlet in a desk's name: "Redacción El Correo", "THE COURIER BUREAU"; None where there is none."""
    name = _OF_DESK.sub("", byline)
    return name if name != byline and len(name.split()) >= 2 else None


def without_role(name: str) -> str:
    """A name without what somebody is behind it: "Maren Oakes Environment correspondent"."""
    words = name.split()
    if len(words) <= 2 or not _ROLE_END.fullmatch(words[-1]):
        return name
    end = len(words) - 1
    while end > 2 and (words[end - 1].casefold() in _ROLE_WORDS or words[end - 1].islower()):
        end -= 1
    return " ".join(words[:end])


def _people(who: str, report: str, least: int) -> str | None:
    """The names in a text as they are joined there, without brackets, roles and places."""
    who = _PLACE.sub("", _BRACKETS.sub("", who).strip(" .,|")).strip(" ,")
    parts: Sequence[str] = _JOINED.split(who)
    kept = ""
    names = 0
    for join, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        name = without_role(_PLACE.sub("", part.strip()))
        words = name.split()
        if names and (is_role(part) or (join.startswith(",") and (len(words) < 2 or name in report))):
            continue
        if not _is_people(name) or len(words) < (least if not names else 1):
            return None
        kept += (join if kept else "") + name
        names += 1
    return kept if 1 <= names <= PEOPLE else None


def _is_people(name: str) -> bool:
    words = [word for word in name.split() if word.casefold() not in _SMALL]
    capitals = " ".join(words)
    return (
        bool(words)
        and len(name.split()) <= NAME_WORDS
        and not any(c.isdigit() for c in name)
        and (is_person(capitals.rstrip(".")) and words[-1][:1].isupper())
    )
