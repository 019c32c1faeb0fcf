"""The form of answer that a question wants: a fact, a list, an account of events, or somebody's words."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.answer import Form
from assistant.answering.question import TIME_NAMES, is_yes_or_no
from assistant.query import BRACKETED
from assistant.support.wording import TITLES

_SAYS = "(?:say|said|says|tell|told|tells|claim|claimed|warn|warned|announce|announced|declare|declared|argue|argued)"
_ACCOUNT = (
    r"^(?:please )?(?:summari[sz]e|describe|recap|tell me (?:more )?about|explain what happened"
    r"|what (?:happened|occurred)|what (?:has|have) happened|what(?:['’]s| is) happening|how (?:has|have) .+ unfolded"
    r"|what is known about|what do we know about|how did .+ unfold)\b"
    r"|^(?:what(?:['’]s| is) )?(?:the )?latest (?:news )?(?:on|about|from)\b(?!.*\b(?:number|toll|count|price|cost)\b)"
    r"|\b(?:timeline|chronology|overview|summary) of\b"
)
_EVENTS = re.compile(r"\b(?:happen\w*|occurred|unfold\w*|events|timeline|chronology)\b", re.IGNORECASE)
_LIST = (
    r"^(?:list|name|enumerate)\b|\b(?:what|which) (?:are|were) (?:the|some)\b|\bwhich (?:two|three|four|five|six)\b"
    r"|^(?:what|which) (?:\w+ )?(?!(?:was|is|has|does|this|news|process|class|access)\b)\w{3,}[^s\W]s"
    r" (?:are|were|do|did|have)\b"
)
_SAID_BY = re.compile(
    rf"\bwhat (?:did|does|has|have) (?P<who>.+?) (?:each )?(?:(?:have )?to )?{_SAYS}\b", re.IGNORECASE
)
# "Kent's lawyer" is somebody else.
_OWNER = re.compile(r"['’]s? \w")
_LARGE = "[A-ZÀ-ÖØ-Þ]"
_PERSON = rf"(?:(?:Mr|Mrs|Ms|Dr)\.? )?{_LARGE}[\w’'-]*(?: (?:(?:de|van|von|al|bin) )?{_LARGE}[\w’'-]*)*"
_POST = "(?:job|role|position|title|post|profession|occupation|office|function)"
_IDENTITY = re.compile(
    rf"^(?:(?i:and|so) )?(?:(?i:who)(?:['’]s| (?:is|was)) (?P<who>{_PERSON})\W*$"
    rf"|(?i:what|which)(?:['’]s| (?:is|was)) (?:(?P<whose>{_PERSON})['’]s?|his|her) (?:current |official )?{_POST}\b"
    rf"|(?i:what|which) {_POST} (?:does|did) (?P<holder>{_PERSON}) (?:have|hold)\b"
    rf"|(?i:what) (?:does|did) (?P<doer>{_PERSON}) do(?: for a living)?\W*$)"
)
# The first that matches counts.
_FORMS: tuple[tuple[Form, str], ...] = (
    ("account", _ACCOUNT),
    ("statement", rf"^(?:and |so )?what (?:did|does|has|have) .+ {_SAYS}\b|^who {_SAYS}\b|^how did .+ react\b"),
    ("list", _LIST),
)


def form_of(question: str) -> Form:
    """The form of answer a question wants; rules are English, anything else wants a fact."""
    text = question.strip()
    if is_yes_or_no(text):
        return "fact"
    return next((form for form, pattern in _FORMS if re.search(pattern, text, re.IGNORECASE)), "fact")


def topic_asked(question: str) -> str:
    """What an account is asked of, "the Pine Ridge mine"; "" for other forms, and for "How did ... unfold?"."""
    return re.sub(_ACCOUNT, "", question.strip(), flags=re.IGNORECASE) if form_of(question) == "account" else ""


def asks_for_events(question: str) -> bool:
    """Whether an account is to tell what was done, not also how things are ("Describe Orrin.")."""
    return _EVENTS.search(question) is not None


def identity_asked(question: str) -> str | None:
    """The name of the one of whom a question asks who that is ("Who is Yuri Ushakov?"); None for any other.

    Whom "his job" means stands in brackets at the end, carried over from a conversation.
    """
    carried = BRACKETED.search(question)
    asked = _IDENTITY.match(BRACKETED.sub("", question).strip())
    if asked is None:
        return None
    named = next(filter(None, asked.groups()), None) or (carried[1].strip("()") if carried else "")
    words = takewhile(lambda word: word[:1].isupper() and not TIME_NAMES.match(word), named.split())
    name = " ".join(word for word in words if word.rstrip(".").lower() not in TITLES)
    return re.sub(r"['’]s?$", "", name) or None


def speaker_asked(question: str) -> str | None:
    """The last name of the one whose words are asked for ("Rubio"); None where that is nobody with a name."""
    asked = _SAID_BY.search(question)
    who = asked["who"] if asked else ""
    names = re.findall(r"\b[A-Z][\w’'-]+", who)
    return names[-1] if names and " and " not in who and not _OWNER.search(who) else None
