"""What a question asks for: its telling words, its names, and the kind of thing an answer must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.embedding import Vector
from assistant.library.words import analyse, content_words
from assistant.query import BRACKETED
from assistant.support.wording import TITLES, one_name

NUMBER_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    trillion dozen half couple several no none zero once twice free nobody dozens hundreds thousands millions billions
    tens
""".split()
_NUMBER = rf"(?:[$€£]?\d[\d,.]*|{'|'.join(NUMBER_WORDS)})"
_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTH += "|nov(?:ember)?|dec(?:ember)?"
_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# Dates and times of day: figures that count nothing.
DATES = re.compile(
    rf"\b(?:(?:{_MONTH})\b\.? \d{{1,2}}\b(?:,? \d{{4}})?|\d{{1,2}} (?:{_MONTH})\b|(?:1[5-9]|20)\d\ds?\b"
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b)",
    re.IGNORECASE,
)
_WHEN = (
    rf"\b(?:(?:{_MONTH})\b\.?(?: \d)?|{_DAYS}s?|[1-9]\d{{2,3}}s?|today|yesterday|tomorrow"
    r"|(?:to|at )night|noon|midnight|(?:last|next|this|past|previous|earlier this|following) (?:night|day|week|weekend"
    r"|month|year|spring|summer|autumn|fall|winter)|morning|evening|afternoon|centur(?:y|ies)|session|ago|since|until"
    r"|before|after|during|as soon as|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m)\b"
)
_UNIT = "(?:second|minute|hour|day|night|week|month|quarter|year|decade|centur)(?:s|ies|y)?"
_LONG = (
    rf"{_NUMBER}[\w -]{{0,12}}\b{_UNIT}\b|\b(?:a|an|all|whole|entire|first|second|third|fourth|fifth) {_UNIT}\b"
    r"|\b(?:since|until|till)\b|\bfrom .{3,30} (?:to|until)\b"
)

_CLOCK = (
    r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\b\d{1,2}[:.h]\d\d\b"
    r"|\b(?:morning|midday|afternoon|evening|dawn|dusk|sunrise|sunset|overnight|noon|midnight|o['’]clock"
    r"|(?:half|quarter) (?:past|to))\b"
)
_PERCENT = (
    r"%|\bper ?cent|\bpercentage|\b(?:half|thirds?|quarters?|fifths?|tenths?)\b"
    rf"|\b{_NUMBER} (?:in|out of)(?: every)? (?:two|three|four|five|six|eight|ten|\d{{1,3}})\b"
)
# A sum: with a currency, of millions, or of something that is no person, time, measure or share.
_NO_MONEY = (
    "people|persons?|men|women|children|passengers?|workers?|residents?|dead|deaths?|killed|injured|wounded|hurt|missing"
    "|per|percent|percentage|points?|times|more|less|fewer|others?|of|and|to|in|on|at|by|for|from|with|after|before|when"
    "|while|who|which|that|than|the|its|his|her|their|were|was|are|is|have|has|had|or|but|as|if|km|am|pm"
)
_SUM = (
    r"[$€£¥₹]|(?-i:\b[A-Z]{3} ?\d)|\brs\.? ?\d|\d ?(?:kr|zł|kč|ft|lei)\b"
    r"|\d ?(?:m|bn|k|(?:hundred |thousand )?(?:million|billion|trillion))\b(?! (?:people|men|women|children)\b)"
    rf"|(?<![\w.,])(?:\d[\d,.]*+(?<![,.])|{'|'.join(NUMBER_WORDS)})(?:[ -](?:hundred|thousand))?"
    rf" (?!(?:{_NO_MONEY}|[mbtr]+illion|{_UNIT}|{_MONTH}|(?:kilo)?met(?:er|re)s?|miles?)\b|[ap]\.m)[a-z]{{3,}}"
    r"|\b(?:free|nothing|dollars?|euros?|pounds?|cents?|pence)\b"
)
_AGE = r"\b\d{1,3}[- ]years?[- ]old|\baged? (?:of )?\d|\bturn(?:s|ed|ing) \d{1,3}\b|\bborn (?:in|on)\b|, \d{2}, "
_AGE += "|years of age"
_WHY = (
    r"\b(?:because|due to|owing to|thanks to|caus(?:e|es|ed|ing)|reasons?|led to|result(?:s|ed)? (?:of|in|from)|so that"
    r"|in order to|since|as a result|therefore|thus|blam(?:e|es|ed|ing)|explain(?:s|ed|ing)?|for fear|afraid|amid|over"
    r"|for (?:the|his|her|its|their)"
    r"|to (?!the\b|an?\b|his\b|her\b|its\b|their\b)[a-z]{3,})\b"
)
_PAYS = (
    "(?:cost|pay|pays|paid|paying|spend|spends|spent|spending|owes?|owed|worth|charged?|charges|earns?|earned|fined?"
    "|donated?)"
)
_NO_CHANGE = r"(?!ris|rose|f[ae]ll|gr[eo]w|increas|drop|chang)[\w’'-]+"
# What is asked for more narrowly than by its kind: the time of day, a share, a sum.
_NARROWER: tuple[tuple[str, str], ...] = (
    (r"\b(?:what|which) (?:exact )?(?:time|hour)\b(?! (?:of|fram\w*|period|span|zone))", _CLOCK),
    (r"\b(?:what|which|how many|by what|in) per ?cent(?:age)?\b", _PERCENT),
    (rf"\bhow much (?:money\b|cash\b|(?!of\b|more\b|less\b)(?:{_NO_CHANGE} ){{0,7}}?{_PAYS}\b)", _SUM),
    (r"\bwhat (?:is|was|were|are) the (?:price|cost|fee|fine|salary)\b", _SUM),
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<![“\"‘'(])\b[A-Z][\w’'-]+")
_WORD_AT_START = re.compile(r"(?:^|[.!?]\s+|[“\"‘(])([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+)")
# "the worst since 1957, when 112 people died": what was then is not what is asked for.
_HINDSIGHT = re.compile(
    r"(?<!^)\b(?:since|than|of)(?: (?:the|that)(?: [\w-]+){1,3} (?:of|in))? (?P<year>(?:1[5-9]|20)\d\d)"
    r"(?:,| and)? (?:when|where|in which|which)\b[^;.,]*",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
# The name of what happened then stands at most so many characters before it.
NAMED_BEFORE = 40
# As of a day of a month: an article tells it by its date rather than in words.
_DAY = re.compile(
    r"\b(?:on|by|as of|since|until|before|after)"
    rf" (?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b\.?|(?:{_MONTH})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b)"
    r"(?:,? \d{4}\b)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?! (?:people|men|women|[a-z]+s)\b)")
TIME_NAMES = re.compile(rf"(?:{_MONTH}|{_DAYS})\b\.?", re.IGNORECASE)

_YES_OR_NO = re.compile(
    r"^(?:and |so )?(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|should)\b", re.IGNORECASE
)

# A question for yes or no that weighs an amount: what answers it states one of the kind.
_WEIGHS = (
    r"^(?:and |so )?(?:did|does|do|is|was|are|were|has|have|had|will)\b.*\b"
    r"(?:(?:more|less|fewer|longer|shorter|greater|higher|lower|larger|smaller) than|at (?:least|most)|over|under|above"
    r"|below|up to|exactly|as (?:many|much|long) as) (?:about |around )?"
)

# Names of several are asked for, as a list.
_SEVERAL = (
    r"\b(?:what|which) (?:other )?(?:cities|countries|nations|towns|places|regions|states|villages|islands|provinces"
    r"|companies|firms|banks|people|ministers|presidents|teams|clubs|players|organi[sz]ations|groups|newspapers|parties"
    r"|officials|members)\b"
)
_OWN_NAME = r"[A-Z][\w’'-]+(?: (?:(?:&|of|the) )?[A-Z][\w’'-]+){0,4}"
_ENUMERATED = re.compile(
    rf"(?<!\bIn )(?<!\bAt )(?<!\bTo )\b{_OWN_NAME}(?:, (?:the )?{_OWN_NAME}){{1,12}},? and (?:the |its )?[A-Z]"
)
# A pattern of the question, and the expectation it raises. The first that matches counts.
_KINDS: tuple[tuple[str, str], ...] = (
    (rf"{_WEIGHS}(?:an?|half an?|{_NUMBER})\b[\w -]{{0,12}}?\b{_UNIT}(?! old\b)\b", "duration"),
    (rf"{_WEIGHS}{_NUMBER}(?!\w| years? old\b)", "number"),
    (r"\bhow (?:many years )?old\b|\b(?:what|at which|his|her|whose) age\b", "age"),
    (r"(?:^|\b(?:is|was|me|know) )the (?-i:age of [A-Z])", "age"),
    (
        r"\bhow long (?:is|are|was) .*\b(?:bridge|tunnel|road|river|trail|wall|canal|coast|border|track|line|beach)\b",
        "number",
    ),
    (r"\bhow long\b|\bhow much time\b|\blength of time\b|\bwhat period\b", "duration"),
    (r"\bhow many (?:seconds|minutes|hours|days|weeks|months|years)\b", "duration"),
    (
        r"\bhow much\b|\bhow many\b|\bwhat (?:number|percentage|percent|share|proportion|amount|sum|price|rate)\b",
        "number",
    ),
    (r"\b(?:death )?toll\b|^(?:the )?(?:latest |current |total )*(?:on the )?number of\b", "number"),
    (r"\bhow (?:high|tall|heavy|expensive)\b", "number"),
    (r"\bin (?:dollars|euros|pounds|percent)\b", "number"),
    (r"^(?:and |so )?when\b(?!.*,.*\b(?:what|who|which|where|how)\b)", "time"),
    (r"\b(?:what|which) (?:day|date|year|month|weekday|time|century|decade)\b|\bsince when\b", "time"),
    (r"\bwhere\b|\b(?:what|which) (?:city|country|nation|town|place|region|state|capital)\b", "name"),
    (r"\b(?:what|which) (?:village|continent|province)\b", "name"),
    (
        r"^(?:and |so )?who(?:se|m)?\b|\b(?:to|by|with|of|for|from) who(?:se|m)\b|\bname of\b|\bwho (?:was|is)\b",
        "name",
    ),
    (r"^(?:and |so )?(?:just )?why\b|\bwhy (?:did|do|does|is|are|was|were|has)\b|\bwhat caused\b", "reason"),
    (r"\b(?:what|which) (?:company|person|minister|president|team|organi[sz]ation|newspaper|party|official)\b", "name"),
)

# Without such a thing in it a sentence cannot answer (met by the answering sentence in 96 % of 314 squad2 questions);
# names are too often common nouns for that, so a missing one only counts against a sentence.
CLOSED = frozenset({"age", "duration", "number", "time"})

_HOLDS: dict[str, Callable[[str], bool]] = {
    "age": lambda text: bool(re.search(_AGE, text)),
    "duration": lambda text: bool(re.search(_LONG, text, re.IGNORECASE)),
    "number": lambda text: bool(re.search(rf"(?<![\w.]){_NUMBER}(?!\w)", DATES.sub(" ", text), re.IGNORECASE)),
    "time": lambda text: bool(re.search(_WHEN, text, re.IGNORECASE)),
    "reason": lambda text: bool(re.search(_WHY, text, re.IGNORECASE)),
}


class Encoded(NamedTuple):
    """A question and its (d,) unit vector; `timeless` is it without its words for a time ("yesterday"), if it has any.

    An article tells its time by its date rather than in each of its sentences. One that asks for the `news`, of nothing
    in particular, is answered with how the articles begin that are its hits.
    """

    text: str
    vector: Vector
    timeless: str = ""
    news: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `words` are its content words as the index sees them. `names` are those of its words that stand for somebody,
    something or a number: capitalised inside the sentence, or digits. `expects` is "age", "duration", "number",
    "time", "name" or "reason" when only a sentence with such a thing in it can answer, else None. `years` are those it
    names.
    """

    text: str
    words: tuple[str, ...]
    names: frozenset[str]
    expects: str | None
    years: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Question:
        """Takes a question apart; words and rules are English, for others nothing is expected."""
        expects = next((kind for pattern, kind in _KINDS if re.search(pattern, text.strip(), re.IGNORECASE)), None)
        dayless = _DAY.sub(" ", text)
        marked = " ".join(names_in(dayless) + re.findall(r"\d[\d,.]*", dayless))
        words = tuple(content_words(text))
        return cls(text, words, frozenset(analyse(marked)) & set(words), expects, frozenset(_YEAR.findall(text)))

    @property
    def written_names(self) -> tuple[str, ...]:
        """Its names and figures as they are written, word by word."""
        text = one_name(_DAY.sub(" ", self.text))
        words = [*(word for name in names_in(text) for word in name.split()), *re.findall(r"\d+(?:[.,]\d+)*", text)]
        return tuple(word for word in dict.fromkeys(words) if not TIME_NAMES.fullmatch(word))

    @property
    def carried(self) -> frozenset[str]:
        """The words that stand in brackets at the end alone: what a follow-up leans on (`assistant.conversation`)."""
        asked = BRACKETED.sub("", self.text)
        return frozenset(self.words) - set(content_words(asked)) if asked else frozenset()

    def met_by(self, sentence: str) -> bool:
        """Whether the sentence holds the kind of thing asked for; a name must be another than those asked about."""
        if self.expects is None:
            return True
        if self.expects == "name":
            known = set(analyse(self.text)) | _titles()
            return any(set(analyse(name)) - known for name in names_in(sentence) if not TIME_NAMES.fullmatch(name))
        if self.expects != "time":
            sentence = self.without_hindsight(sentence)
        return _HOLDS[self.expects](sentence) and all(
            re.search(held, sentence, re.IGNORECASE) for held in _narrower(self.text)
        )

    def without_hindsight(self, sentence: str) -> str:
        """The sentence with blanks where it tells of another year than the question: as long as before.

        It asks about that year if it names it, or a name that stands there and nowhere else: "the worst since
        the Star of Ulm disaster of 1974, in which 212 drowned" tells how many drowned on the Star of Ulm.
        """

        def blank(then: re.Match[str]) -> str:
            here = sentence[max(0, then.start() - NAMED_BEFORE) : then.start("year")]
            elsewhere = sentence[: max(0, then.start() - NAMED_BEFORE)] + sentence[then.end() :]
            named = set(self.words) & (set(analyse(" ".join(_CAPITAL.findall(here)))) - set(analyse(elsewhere)))
            return then[0] if then["year"] in self.years or named else " " * len(then[0])

        return _HINDSIGHT.sub(blank, sentence)

    def enumerated_by(self, sentence: str) -> bool:
        """Whether names of several are asked for, and the sentence tells three or more in a row."""
        return _asks_for_several(self.text) and bool(_ENUMERATED.search(TIME_NAMES.sub(" ", sentence)))

    def allows(self, sentence: str) -> bool:
        """Whether a sentence can answer at all."""
        return self.expects not in CLOSED or self.met_by(sentence)


@cache
def _titles() -> frozenset[str]:
    """The stems of what stands before a name and is none: "Mayor", "Mr"."""
    return frozenset(analyse(" ".join(TITLES)))


@lru_cache(maxsize=64)
def _narrower(question: str) -> tuple[str, ...]:
    """The patterns that a sentence must hold; asked again with each sentence that may answer."""
    return tuple(held for asked, held in _NARROWER if re.search(asked, question, re.IGNORECASE))


@lru_cache(maxsize=64)
def _asks_for_several(question: str) -> bool:
    return re.search(_SEVERAL, question, re.IGNORECASE) is not None


def names_in(text: str) -> list[str]:
    """Capitalised words inside sentences, and runs of two or more at their start."""
    return _NAME.findall(text) + _WORD_AT_START.findall(text)


def is_yes_or_no(question: str) -> bool:
    """Whether a question asks for yes or no."""
    return _YES_OR_NO.match(question.strip()) is not None
