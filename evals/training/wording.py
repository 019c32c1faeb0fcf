"""Word lists and patterns by which facts are found in a text and exchanged."""

from __future__ import annotations

import re

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
SCALES = "hundred thousand million billion trillion".split()
# Words of one kind: a fact changes when one takes another's place.
KINDS = (MONTHS, WEEKDAYS, NUMBER_WORDS, ORDINALS, SCALES)

# Either takes the other's place; the statement turns round or is about something else.
OPPOSITES = """
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
AUXILIARIES = {
    "did": "didn't",
    "does": "doesn't",
    "do": "don't",
    "is": "isn't",
    "are": "aren't",
    "was": "wasn't",
    "were": "weren't",
    "has": "hasn't",
    "have": "haven't",
    "had": "hadn't",
    "can": "can't",
    "could": "couldn't",
    "would": "wouldn't",
    "will": "won't",
    "should": "shouldn't",
}
# In a statement the negation stands after the auxiliary.
NEGATED = {word: f"{word} not" for word in "is are was were has had can could would will should may might".split()}

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
NAME = re.compile(r"\b[A-Z][\w'’]*[a-z][\w'’-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w'’-]*)*|\b[A-Z]{2,}\b")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
COMMON = frozenset(
    """a an the and or but of in on at to for from by with as is are was were be been being has have had do does did
    can could will would shall should may might must not no it its this that these those he she they we you i his her
    their our your my him them us what which who whom whose when where why how many much there than then so if about
    into over under after before between during also other some any all more most such only one""".split()
)
QUESTION_WORDS = frozenset("what which who whom whose when where why how in on at name did was is are".split())


def opposites() -> dict[str, list[str]]:
    """Each word's opposites."""
    found: dict[str, list[str]] = {}
    for pair in OPPOSITES.replace("\n", "").split("|"):
        one, other = pair.split()
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found
