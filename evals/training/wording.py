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
