"""A question made to stand alone: what it leans on is carried over from the conversation before it.

Without a language model nothing is rewritten: words are added, "How is it calculated?" becoming "How is it calculated?
(FICO score)", and where only a name is new it takes the place of the one before: "And in Sumy?" after "How many were
injured in Kharkiv?" becomes "How many were injured in Sumy?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import dropwhile

from assistant.answer import Answer, Earlier
from assistant.answering.question import TIME_NAMES, Question, names_in
from assistant.asked_time import without_time
from assistant.dates import times_in
from assistant.library.words import analyse, content_words, is_stop_word
from assistant.query import plain

# Words carried over, the latest question's first, and names from the answer before.
CARRIED = 8
ANSWER_NAMES = 2
# So many turns back a question may lean; each question between them must lean on the one before it.
CHAIN = 6
# A question without a verb, or one that begins with "and", is a topic of its own with more telling words than this.
FRAGMENT_WORDS = 3
# A question that names nothing leans where it has no more telling words than this, unless it asks in general.
FEW_WORDS = 2

# Pronouns that stand for a name where the question has one before them.
_NAMED = re.compile(r"\b(?:he|him|his|she|hers?|its|theirs?)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:(?<!is )(?<!was )it|(?:is|was) it(?! (?:true|possible|likely|legal|safe|worth|time))"
    r"|they|them|these|those(?! (?:who|that))|this(?! (?:week|month|year|morning|spring|summer|autumn|fall"
    r"|winter|season|weekend))|both|such|the (?:same|latter|former)|instead|afterwards"
    r"|(?:(?:is|was|does|did|about|after|before|of|for|by|to|like|with|why|how) )that|that(?=\W*$)"
    r"|there(?! (?:is|are|was|were|been|be|any)\b)(?<!is there)(?<!are there)(?<!was there)(?<!were there)"
    r"|which one|one(?=\W*$)|others?|another|any more|what else|who else)\b",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"\bthe (first|second|third|fourth|last)(?:(?: (?:one|point|item))?(?=\W*$)| one\b)",
    re.IGNORECASE,
)
_PLACE = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_OPENER = re.compile(r"^(?:(?:and|or|but|so|also|then|what about|how about|what of)\b[, ]*)+", re.IGNORECASE)
_SENTENCE = re.compile(
    r"^(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has"
    r"|have|had|may|must|tell|list|name|give|explain|describe|summari[sz]e|show|i|i'm|we|you)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:what|who)(?:'s| is| are)\b|\b(?:do|does|can|should)\b|^(?:what|which) (?!was|were)", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;.?]\s|\b(?:and|if|when|because|while|since)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:in|at|from|for|by|to|with|on|of|near|against)\s+", re.IGNORECASE)
_RUN = re.compile(r"[A-Z][\w’'-]*(?: (?:of (?:the )?)?[A-Z][\w’'-]*)*")


def standalone(question: str, history: Sequence[Earlier]) -> str:
    """The question with what it leans on; as it is where it leans on nothing, or nothing came before.

    `history` are the turns before it, in order. Words and rules are English.
    """
    asked = question.strip()
    if not history or not leans(asked):
        return question
    last = history[-1]
    # What it leans on may itself have leaned on something: an answer knows, for a pair it is worked out again.
    before = last.standalone_question if isinstance(last, Answer) else standalone(last[0], history[-1 - CHAIN : -1])
    earlier = plain(before)
    if in_place := _in_place(asked, earlier):
        return in_place
    today = date.today()  # noqa: DTZ011 (which days the words mean does not matter here)
    if times_in(asked, today):  # "And yesterday?" means no longer the week asked about before
        earlier = without_time(earlier, [meant.words for meant in times_in(earlier, today)])
    words = _words_not_in(asked, [*_from_answer(asked, earlier, last), *_telling(earlier)])
    return f"{asked} ({' '.join(words[:CARRIED])})" if words else question


def as_pair(turn: Earlier) -> tuple[str, str]:
    """A turn's question, as far as it is known to stand alone, and what was answered, without citation numbers."""
    if isinstance(turn, Answer):
        return turn.standalone_question, " ".join(sentence.text for sentence in turn.sentences)
    return turn


def leans(question: str) -> bool:
    """Whether a question needs the one before it to be understood: "it", "why?", "and in Sumy?", "the second one"."""
    text = question.strip()
    rest = _OPENER.sub("", text)
    count = len(_telling(rest))
    if _NTH.search(text) or _points_back(text):
        return True
    if not _SENTENCE.match(rest):
        return count <= (FEW_WORDS if names_in(rest) else FRAGMENT_WORDS)
    if names_in(text):
        return False
    definite = re.search(r"\bthe\b", rest, re.IGNORECASE)
    return not count or (count <= FEW_WORDS and bool(definite or not _GENERAL.search(rest)))


def _points_back(text: str) -> bool:
    """Whether a pronoun has nothing in the question itself that it may stand for."""
    for pattern in (_NAMED, _BACK):
        for found in pattern.finditer(text):
            before = text[: found.start()]
            named = pattern is _NAMED and _RUN.search(before[1:])
            if not named and all(len(_telling(clause)) < FEW_WORDS for clause in _CLAUSE.split(before)[:-1]):
                return True
    return False


def _in_place(asked: str, earlier: str) -> str | None:
    """The earlier question with the name that was asked for in the place of its own; None unless one alone fits."""
    rest = _OPENER.sub("", asked).rstrip(" ?.!")
    name = _PREPOSITION.sub("", rest)
    if not _RUN.fullmatch(name) or is_stop_word(name) or name.isupper():  # "FICO?" asks what that is
        return None
    before = rest[: -len(name)].strip()
    old = re.compile((rf"(?<=\b{re.escape(before)} )" if before else "(?<=[a-z,] )") + _RUN.pattern)
    question = earlier.split(" (", maxsplit=1)[0]
    places = [place for place in old.finditer(question) if place[0] != "I"]
    return question[: places[0].start()] + name + question[places[0].end() :] if len(places) == 1 else None


def _from_answer(asked: str, earlier: str, last: Earlier) -> list[str]:
    """What the question leans on of the answer: the sentence it counts to, or the names that were asked for."""
    said = [one.text for one in last.sentences] if isinstance(last, Answer) else re.split(r"\n+|(?<=[.!?]) +", last[1])
    if nth := _NTH.search(asked):
        place = _PLACE[nth[1].lower()]
        return _telling(said[place]) if -1 <= place < len(said) and said else []
    parsed = Question.parse(earlier)
    if parsed.expects == "name" or (_NAMED.search(asked) and not parsed.names):
        found = [name for sentence in said for name in _names(sentence)]
        return list(dict.fromkeys(found))[:ANSWER_NAMES]
    return []


def _names(sentence: str) -> list[str]:
    """The names of a sentence, whole ("Marco Rubio"), without the days, months and small words before them."""
    runs = (run[0] for run in _RUN.finditer(sentence) if run.start() or " " in run[0])
    bare = (list(dropwhile(lambda word: is_stop_word(word) or TIME_NAMES.fullmatch(word), run.split())) for run in runs)
    return [" ".join(words) for words in bare if words]


def _telling(text: str) -> list[str]:
    """The words of a text that say what it is about, as they are written, each once."""
    wanted = {word for word in content_words(text) if not is_stop_word(word)}
    found: dict[str, str] = {}
    for word in re.findall(r"[\w’'-]+", text):
        stems = analyse(word)
        if wanted.intersection(stems):
            found.setdefault(" ".join(stems), word)
    return list(found.values())


def _words_not_in(asked: str, texts: Sequence[str]) -> list[str]:
    known = set(analyse(asked))
    found: list[str] = []
    for text in texts:
        stems = set(analyse(text))
        if not stems <= known:
            found.append(text)
            known |= stems
    return found
