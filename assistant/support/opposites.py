"""Words of which one says the opposite of the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.library.words import analyse

# Either takes the other's place; the statement turns round or is about something else.
_PAIRS = """
before after|earlier later|first last|largest smallest|biggest smallest|highest lowest|longest shortest|most least|
more less|more fewer|maximum minimum|increase decrease|increased decreased|increases decreases|increasing decreasing|
rise fall|rose fell|raise lower|raised lowered|gain lose|gained lost|won lost|win lose|winning losing|winner loser|
allow forbid|allowed forbidden|allows forbids|accept reject|accepted rejected|agree refuse|agreed refused|
support oppose|supported opposed|supports opposes|supporting opposing|begin end|began ended|start stop|started stopped|
starts stops|open close|opened closed|opening closing|enter leave|entered left|arrive depart|arrived departed|
join leave|joined left|include exclude|included excluded|includes excludes|create destroy|created destroyed|
build demolish|built demolished|buy sell|bought sold|import export|imported exported|imports exports|
north south|northern southern|east west|eastern western|left right|upper lower|above below|inside outside|
over under|up down|early late|earliest latest|old new|older younger|oldest youngest|oldest newest|young old|
rich poor|strong weak|stronger weaker|fast slow|faster slower|hot cold|warm cool|dry wet|high low|higher lower|
large small|larger smaller|big little|long short|longer shorter|deep shallow|wide narrow|heavy light|hard soft|
public private|legal illegal|internal external|domestic foreign|local national|national international|
urban rural|male female|men women|man woman|boys girls|king queen|father mother|son daughter|brother sister|
husband wife|majority minority|common rare|popular unpopular|positive negative|success failure|successful unsuccessful|
good bad|better worse|best worst|true false|possible impossible|safe dangerous|ancient modern|
always never|often rarely|usually rarely|frequently seldom|everyone nobody|all none|many few|with without|
cause prevent|caused prevented|causes prevents|attack defend|attacked defended|invade defend|invaded defended|
love hate|loved hated|praise criticise|praised criticised|praised criticized|confirm deny|confirmed denied|
confirms denies|expand shrink|expanded shrank|approve reject|approved rejected|hired fired|born died|alive dead|
friend enemy|allies enemies|ally enemy|war peace|victory defeat|defeated supported|advance retreat|advanced retreated|
remember forget|remembered forgotten|teacher student|teachers students|employer employee|employers employees|
presence absence|present absent|advantage disadvantage|benefit harm|benefits harms|strengths weaknesses|
encourage discourage|encouraged discouraged|promote prevent|promoted demoted|release arrest|released arrested|
freed arrested|guilty innocent|acquitted convicted|push pull|attract repel|connected separated|united divided
"""
# First words of pairs that no question turns on: of which one tells the other (who bought, and to whom it was sold), or
# that are small words of many uses ("set up").
_LOOSE = frozenset(
    "buy bought import imported imports king men man boys father son brother husband teacher teachers employer"
    " employers with over up left".split()
)
# Forms that no stem tells: what is said of one holds of the others.
_FORMS = (
    "rise rose risen", "fall fell fallen", "win won", "lose lost", "begin began begun", "build built", "leave left",
    "buy bought", "sell sold", "forbid forbade forbidden", "shrink shrank shrunk", "freeze froze frozen",
)  # fmt: skip
# A stem of so many letters is turned by what is put before it: "approved", "disapproved"; of shorter ones that often
# makes another ("charge", "discharge", "habit", "inhabit"). By judgement.
_BEFORE, _LONG = ("un", "in", "im", "ir", "il", "non", "dis"), 6


def opposites() -> dict[str, list[str]]:
    """Each word's opposites."""
    found: dict[str, list[str]] = {}
    for one, other in _pairs():
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


@lru_cache(maxsize=4096)
def opposed_to(stem: str) -> frozenset[str]:
    """The stems of the words that say the opposite of the one whose stem it is."""
    found = set(_stems().get(stem, ()))
    if len(stem) >= _LONG:
        found |= {before + stem for before in _BEFORE}
    for before in _BEFORE:
        if stem.startswith(before) and len(stem) >= _LONG + len(before):
            found.add(stem.removeprefix(before))
    return frozenset(found)


def _pairs() -> Iterator[tuple[str, str]]:
    for pair in _PAIRS.replace("\n", "").split("|"):
        one, other = pair.split()
        yield one, other


@cache
def _stems() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in _pairs():
        if one not in _LOOSE:
            for a in _forms(one):
                for b in _forms(other):
                    found.setdefault(a, set()).add(b)
                    found.setdefault(b, set()).add(a)
    return {stem: frozenset(others) for stem, others in found.items()}


def _forms(word: str) -> list[str]:
    """The stems of a word's forms."""
    return analyse(next((forms for forms in _FORMS if word in forms.split()), word))
