"""Which outlet's a page is that was copied whole.

Its name stands above the menu, in the footer and in what the page says of itself; where too little speaks for a name,
the outlet stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.furniture import SECTION, is_furniture, is_sentence
from ingest.line_words import ASKS, SITE, SMALL
from ingest.names import is_outlet
from ingest.page_byline import ADDRESS, desk_outlet
from ingest.site_lines import is_site_line
from ingest.whole_pages import PageReport

# What speaks for a name, in points, and how many it takes.
SURE = 3
COPYRIGHT, OWN, HOME, FIRST, TAGLINE, NAMED, ELSEWHERE = 3, 3, 8, 2, 1, 1, 1
# What speaks against it: it stands in the headline, or in small letters too, as what is no name does.
AGAINST = 3
# Names of outlets have so many words at most.
WORDS = 7

_ARTICLES = r"(?:the|le|la|les|el|los|il|lo|de|het|der|die|das|o|a)\s+"
_ARTICLE = re.compile(rf"^{_ARTICLES}(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Besides those that `names.is_outlet` knows, in other languages.
_OUTLET_WORDS = frozenset(
    "news nieuws nyheter zeitung kurier anzeiger tagblatt tageblatt nachrichten rundschau morgenpost courrier quotidien"
    " dépêche voix gazette diario periódico heraldo faro correo corriere gazzetta giornale messaggero mattino stampa"
    " folha gazeta jornal diário krant dagblad courant bode dziennik allehanda tidning tidningen dagbladet avis"
    " aftenposten noviny deník haber gazetesi ziarul broadcasting".split()
)
# Parts of a site are called by these.
_GENERAL = frozenset(
    "my your our the all more top latest live local world breaking today s national international regional daily weekly"
    " morning evening uk us u headlines videos video magazine press releases release sports sport business independent"
    " review reviews post mail times wire radio standard express monitor reporter reports register report of and browse"
    " read a in for business market markets money weather".split()
)
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,4}")
_HOME = re.compile(
    r"(?P<name>.+?)(?: (?:home ?page|home|logo|front page|startseite|accueil)"
    r"| [-–—|] (?:home|startseite|retour à la une|accueil|inicio|portada|home ?page))",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:.{0,40} - )?(?:©|\(c\)|\bcopyright\b)(?P<rest>.+)", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\b")
# Where the name in a copyright line ends.
_NAME_END = re.compile(
    r"\.(?=\s|$)|,? (?:all rights|or its|and/or its|alle rechte|tous droits|todos los|tutti i|powered by)\b.*"
    r"|,? (?:registered|(?:in )?england)\b.*|\s[|·•]\s.*",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",? (?:(?:verlags?[ -]?)?gmbh(?: & co\.? kg)?|ltd|limited|llc|inc|corp(?:oration)?|company|plc|ag|b\.?v|n\.?v|ab"
    r"|a/s|s\.?p\.?a|s\.?r\.?l|s\.?l\.?u?|s\.?a\.?s?|sp\. z o\.o|verlag|ventures|foundation|e\.?v)\.?$",
    re.IGNORECASE,
)
# Those who own outlets; what they are called is not what their outlets are.
_OWNER = re.compile(
    r"\b(?:group|newspapers|ediciones|editorial|publish\w+|holdings?|media$|verlag\w*|gruppo|groupe|grupo|mediagroep"
    r"|crown|users?|contributors|authors?|photos?|fotos?|crédit|bild|images?|pictures?|riproduzione|reproduction"
    r"|medien|éditions|editrice|wydawnictwo|förlag|koncern)\b",
    re.IGNORECASE,
)
# Sentences in which a site calls itself by its name, at their end.
_SPEAKS = re.compile(
    r"(?i:\bcookies on|\b(?:permission|toestemming|genehmigung|permiso|autorisation) (?:from|of|van|von|der|des|de))"
    r"\s(?P<name>(?:(?:[A-ZÀ-Þ][\w’'.&-]*|of|de|del|du|der|and|&|et|y)\s?){1,6}?)[.,]?$"
)
# What stands before or behind a site's own name, where it speaks of itself.
_BEFORE = (
    r"(?:\b(?:for|für(?: den| die| das)?|pour|voor|reading|about|contact|support|play|listen to|aus|subscribe to|follow"
    r"|part of|(?:sign|log|welcome|back)(?: in| up)? (?:to|for)|reporter of|editor of)|[/©])\s?"
)
_AFTER = (
    r"(?:\+|’s|'s|\s(?:app|newsletter|staff|readers|on (?:google|facebook|x|twitter|instagram|whatsapp|air)|writer"
    r"|reporter|correspondent|is (?:an?|part|published|not|owned)|may earn|journalists|newsroom|newspaper|limited"
    r"|company|corporation|gmbh)\b)"
)


def outlet_of(page: PageReport, byline: str | None, beside: Sequence[str]) -> str | None:
    """The name for which most speaks, as the page first sets it; `beside` are names beside the byline or its date.

    Whoever is in the byline is no outlet.
    """
    lines = page.page
    site = [line for place, line in enumerate(lines) if place not in page.told and place != page.title]
    above = lines[: min(page.title, page.first)]
    names: dict[str, int] = {}
    top = [line for line in above if not (is_furniture(line) or is_site_line(line) or _is_button(line))]
    titled = next((line for line in top if _is_titled(line)), None)
    for line in top:
        home = _HOME.fullmatch(line)
        name = home["name"] if home else line
        if _is_candidate(name):
            first = (HOME if _DOMAIN.fullmatch(name) else FIRST) if line == titled else 0
            tagline = TAGLINE * (first > 0 and " " in name and above[0] == name and any(map(_is_tagline, above[1:2])))
            names.setdefault(name, (HOME if home else first) + tagline)
    for line in site:
        if spoken := _SPEAKS.search(line):
            name = _same(spoken["name"], names) or spoken["name"]
            names[name] = names.get(name, 0) + OWN
        if (owner := copyright_name(line)) and _same(owner, names) is None:
            names[owner] = 0
    for name in beside:
        names[_same(name, names) or name] = OWN
    if desk := desk_outlet(byline or ""):
        names[_same(desk, names) or desk] = OWN
    scores = {name: points + _points(name, page, site) for name, points in names.items() if name != byline}
    best = max(scores, key=lambda name: (scores[name], name in lines), default=None)
    return best if best and scores[best] >= SURE else None


def is_named(name: str) -> bool:
    """Whether a name has a word of outlets' names in it, and one of its own: "Daily Beacon", but not "Daily News"."""
    words = [word.casefold() for word in _WORD.findall(name)]
    outlet = is_outlet(name) or any(word in _OUTLET_WORDS for word in words)
    return outlet and any(word not in _OUTLET_WORDS | _GENERAL for word in words)


def copyright_name(line: str) -> str | None:
    """Whose the page is by a copyright line such as "© 2025 The Courier Ltd. All rights reserved."; None for others."""
    found = _COPYRIGHT.fullmatch(line)
    if not found:
        return None
    rest = re.sub(r"©|\(c\)|\bcopyright\b|^\s*by\b", " ", _YEARS.sub(" ", found["rest"]), flags=re.IGNORECASE)
    name = _NAME_END.sub("\n", f"{' '.join(rest.split()).strip(' ,-–:')}").split("\n")[0].strip(" ,-–:")
    while (bare := _COMPANY.sub("", name)) != name:
        name = bare
    return name if _is_candidate(name) and not _OWNER.search(name) else None


def _points(name: str, page: PageReport, site: Sequence[str]) -> int:
    core = re.escape(_ARTICLE.sub("", name))
    case = re.IGNORECASE if " " in core or name.isupper() else 0
    inside = re.compile(rf"(?<![\w-])(?:{core})(?![\w-])", case)
    own = re.compile(rf"(?:(?i:{_BEFORE}(?:{_ARTICLES})?){core}(?![\w-])|(?<![\w-]){core}(?i:{_AFTER}))", case)
    around = [line for line in site if inside.search(line) and len(line) > len(name) and not copyright_name(line)]
    points = COPYRIGHT * any(_same(copyright_name(line) or "", [name]) for line in site)
    points += OWN * any(own.search(line) for line in around)
    points += ELSEWHERE * min(2, len(around))
    words = len(name.split())
    points += NAMED * ((words > 2 and bool(_ARTICLE.match(name))) or is_named(name))
    points -= AGAINST * bool(inside.search(page.headline or ""))
    small = {word for line in page.page for word in _WORD.findall(ADDRESS.sub(" ", line)) if word.islower()}
    points -= AGAINST * all(word in small for word in _WORD.findall(_ARTICLE.sub("", name).casefold()))
    return points


def _same(name: str, names: Collection[str]) -> str | None:
    """Which of the names is this one, letter case and article aside."""
    bare = _ARTICLE.sub("", name).casefold()
    return next((other for other in names if _ARTICLE.sub("", other).casefold() == bare), None)


def _is_button(line: str) -> bool:
    asks = not is_named(line) and (2 * len(SITE.findall(line)) >= len(line.split()) or bool(ASKS.match(line)))
    return asks or bool(SECTION.fullmatch(line)) or "€" in line or "$" in line


def _is_tagline(line: str) -> bool:
    """Whether a line says what an outlet is: few words, some of them small."""
    words = line.split()
    return 3 <= len(words) <= 12 and not _is_button(line) and any(word.islower() for word in words)


def _is_titled(name: str) -> bool:
    """Whether all words of a name begin with capitals but for those that are always small; a domain is a name."""
    words = name.split()
    return bool(_DOMAIN.fullmatch(name)) or all(w[:1].isupper() or w in SMALL or not w[:1].isalpha() for w in words)


def _is_candidate(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= WORDS or is_sentence(name) or len(name) < 3 or re.search(r"[>»›|]", name):
        return False
    return (name[:1].isupper() or "." in name) and not name[:1].isdigit() and not SECTION.fullmatch(name)
