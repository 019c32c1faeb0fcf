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
from ingest.page_byline import desk_outlet, small_words
from ingest.site_lines import is_site_line
from ingest.whole_pages import PageReport

# What speaks for a name, in points, and how many make sure: that the page says so itself, that it keeps the rights,
# that it stands above the menus; then what it looks like, and that a dateline or a sentence of the site has it.
SURE = 3
SPOKEN, COPYRIGHT, OWN, FIRST, TAGLINE, SHAPE, BESIDES = 3, 2, 2, 2, 2, 1, 1
# "The Courier home", a domain: what stands above a menu so is the site's name.
HOME = 6
# What speaks against it: it stands in the headline, or its words in small letters too, as what is no name does.
AGAINST = 3
# A site speaks in sentences of so many words at least.
SENTENCE_WORDS = 6
# Names of outlets have so many words at most; with what kind of company it is, an owner's has so many letters.
WORDS, LETTERS = 7, 150

_ARTICLES = r"(?:the|le|la|les|el|los|il|lo|de|het|der|die|das|o|a)\s+"
_ARTICLE = re.compile(rf"^{_ARTICLES}(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Besides those that `names.is_outlet` knows, in other languages.
_OUTLET_WORDS = frozenset(
    "news nieuws nyheter zeitung kurier anzeiger tagblatt tageblatt nachrichten rundschau morgenpost courrier quotidien"
    " dépêche voix gazette diario periódico heraldo faro correo corriere gazzetta giornale messaggero mattino stampa"
    " folha gazeta jornal diário krant dagblad courant bode dziennik allehanda tidning tidningen dagbladet avis"
    " aftenposten noviny deník haber gazetesi ziarul broadcasting network fm tv".split()
)
# Parts of a site are called by these.
_GENERAL = frozenset(
    "my your our the all more top latest live local world breaking today s national international regional daily weekly"
    " morning evening uk us u headlines videos video magazine press releases release sports sport business independent"
    " review reviews post mail times wire radio standard express monitor reporter reports register report of and browse"
    " read a in for business money weather list full investors media contacts".split()
)
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,4}")
_HOME = re.compile(
    r"(?P<name>.+?)(?: (?:home ?page|home|logo|front page|startseite|accueil)"
    r"| [-–—|] (?:home|startseite|retour à la une|accueil|inicio|portada|home ?page|back to home))",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:.{0,40} - )?(?:©|\(c\)|\bcopyright\b)(?P<rest>.+)", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\b")
# Where the name in a copyright line ends.
_NAME_END = re.compile(
    r"\.(?=\s|$)|,? (?:all rights|or its|and/or its|alle rechte|tous droits|todos los|tutti i|powered by|contact)\b.*"
    r"|, (?:an?|inc|llc) .*|,? (?:registered|(?:in )?england)\b.*|\s[|·•]\s.*",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",? (?:(?:verlags?[ -]?)?gmbh(?: & co\.? kg)?|ltd|limited|llc|inc|corp(?:oration)?|company|plc|pty|ag|b\.?v|n\.?v"
    r"|ab|a/s|s\.?p\.?a|s\.?r\.?l|s\.?l\.?u?|s\.?a\.?s?|sp\. z o\.o|verlag|ventures|foundation|e\.?v)\.?$",
    re.IGNORECASE,
)
# Those who own outlets; what they are called is not what their outlets are.
_OWNER = re.compile(
    r"\b(?:group|communications?|private|pvt|microsoft|hearst|gannett|condé nast"
    r"|advance local|future us|newspapers|ediciones|editorial|publish\w+|holdings?|media$|verlag\w*|gruppo|groupe|grupo"
    r"|mediagroep|crown|users?|contributors|authors?|photos?|fotos?|crédit|bild|images?|pictures?|riproduzione|reproduction"
    r"|medien|éditions|editrice|wydawnictwo|förlag|koncern)\b",
    re.IGNORECASE,
)
# Sentences in which a site calls itself by its name, at their end; the issue a report is from ("aus KURIER 7/2025").
_NAME_WORD = r"(?:[A-ZÀ-Þ](?:[\w’'&-]|\.\w)*|of|de|del|du|der|and|&|et|y)"
_SPEAKS = re.compile(
    r"(?i:\bcookies on|\b(?:permission|toestemming|genehmigung|permiso|autorisation) (?:from|of|van|von|der|des|de))"
    rf"\s(?P<name>{_NAME_WORD}(?:\s{_NAME_WORD}){{0,5}})[.,]?$"
)
_ISSUE = re.compile(r"\baus (?P<name>[A-ZÄÖÜ][\w-]*(?: [A-ZÄÖÜ][\w-]*){0,3}) \d{1,2}/(?:19|20)\d\d\b")
# What stands before or behind a site's own name, where it speaks of itself.
_BEFORE = (
    r"(?:\b(?:reading|subscribe to|follow|(?:sign|log|welcome|back)(?: in| up)? (?:to|for)|part of|listen to|play"
    r"|(?:written|reported|writes|covers .{1,60}|berichtet .{1,40}|reporter|editor|written permission) "
    r"(?:for|of|from|für(?: den| die| das)?)|from)|^(?:about|contact|support)|[.,)] ?for)\s"
)
_AFTER = (
    r"(?:\+|\s(?:app|newsletter|staff|readers|on (?:google|facebook|x|twitter|instagram|whatsapp|air)|writer"
    r"|is (?:an? (?:non-?profit|reader|community|trademark|part)|part|published|not responsible|owned)|may earn"
    r"|journalists|newsroom|newspaper|limited|company|corporation|gmbh)\b)"
)
# What buttons that name an outlet begin with.
_BUTTON = re.compile(r"(?:about|contact|follow|subscribe|support|cookies|more|add|get|sell|source)\b", re.IGNORECASE)


def outlet_of(page: PageReport, byline: str | None, beside: Sequence[str]) -> str | None:
    """The name for which most speaks, as the page first sets it; `beside` are names beside the byline or its date.

    Whoever is in the byline is no outlet.
    """
    lines = page.page
    site = [line for place, line in enumerate(lines) if place not in page.told and place != page.title]
    above = lines[: min(page.title, page.first)]
    names: dict[str, int] = {}
    top = [line for line in above if not (is_furniture(line) or is_site_line(line) or _is_button(line))]
    titled = next((line for line in top if _is_titled(line) and _is_candidate(line)), None)
    for line in top:
        home = _HOME.fullmatch(line)
        name = home["name"] if home else line
        if _is_candidate(name) and (line == titled or _has_shape(name)):
            first = FIRST * (line == titled)
            tagline = TAGLINE * (first > 0 and " " in name and above[0] == name and any(map(_is_tagline, above[1:2])))
            own = HOME if _DOMAIN.fullmatch(name) and first else HOME if home and _has_shape(name) else 0
            names.setdefault(name, own + first + tagline)
    for line in site:
        if spoken := _SPEAKS.search(line) or _ISSUE.search(line):
            name = _same(spoken["name"], names) or spoken["name"]
            names[name] = names.get(name, 0) + SPOKEN
        if (owner := copyright_name(line)) and _same(owner, names) is None:
            names[owner] = 0
    for stated in (*beside, desk_outlet(byline or "")):
        if stated and _is_candidate(stated):
            name = _same(stated, names) or stated
            names[name] = max(names.get(name, 0), SPOKEN)
    small = small_words(lines)
    scores = {name: points + _points(name, page, site, small) for name, points in names.items() if name != byline}
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
    if len(name) > LETTERS:
        return None
    while (bare := _COMPANY.sub("", name)) != name:
        name = bare
    return name if _is_candidate(name) and not _OWNER.search(name) else None


def _points(name: str, page: PageReport, site: Sequence[str], small: Collection[str]) -> int:
    """What speaks for a name; `small` are the words that stand in small letters on its page."""
    core = rf"(?<![\w-]){re.escape(_ARTICLE.sub('', name))}(?![\w-]|\.\w)"
    case = re.IGNORECASE if " " in name or name.isupper() else 0
    inside = re.compile(core, case)
    own = re.compile(rf"(?i:{_BEFORE}(?:{_ARTICLES})?){core}|{core}(?i:{_AFTER})", case)
    kept = any(_same(copyright_name(line) or "", [name]) for line in site)
    first = page.page[page.first] if page.first < len(page.page) else ""
    dateline = re.search(rf"[(/]{core}[)/]", first) is not None
    around = [line for line in site if inside.search(line) and len(line) > len(name) and not copyright_name(line)]
    said = _has_shape(name) or any(len(line.split()) >= SENTENCE_WORDS for line in around) or name in page.page
    points = COPYRIGHT * kept + OWN * any(own.search(line) for line in around)
    points += SHAPE * (_has_shape(name) or (kept and name.isupper()))
    points += BESIDES * (dateline or (kept and said) or (_has_shape(name) and bool(around)))
    points -= AGAINST * bool(inside.search(page.headline or ""))
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
    site = is_furniture(line) or _is_button(line)
    return 3 <= len(words) <= 12 and not site and any(word.islower() for word in words)


def _is_titled(name: str) -> bool:
    """Whether all words of a name begin with capitals but for those that are always small; a domain is a name."""
    words = name.split()
    return bool(_DOMAIN.fullmatch(name)) or all(w[:1].isupper() or w in SMALL or not w[:1].isalpha() for w in words)


def _has_shape(name: str) -> bool:
    """Whether a name looks like an outlet's: "The Meridian", "Daily Beacon", "courier.com"."""
    return bool(_ARTICLE.match(name) or _DOMAIN.fullmatch(name)) or is_named(name)


def _is_candidate(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= WORDS or is_sentence(name) or len(name) < 3 or re.search(r"[>»›|(,]", name):
        return False
    named = (name[:1].isupper() or "." in name) and not name[:1].isdigit()
    return named and not (SECTION.fullmatch(name) or _BUTTON.match(name))
