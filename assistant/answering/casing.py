"""A question typed without capitals, with those that the articles at hand give its names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.support.wording import FUNCTION_WORDS, is_common, stem_of
from assistant.types import Hit

# A word by itself, no part of an address.
_WORD = re.compile(r"(?<![\w./@’'-])[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# Behind a word or a comma; at the beginning of a sentence, a quotation or a heading every word may have a capital.
_INSIDE = re.compile(r"[^\W_],?\s$")
_OWNER = re.compile(r"['’]s$")
# A name is written with a capital so many times as often as without: some writer may leave it out.
MOSTLY = 4


def cased(question: str, hits: Iterable[Hit]) -> str:
    """The question with capitals on those of its words that are names in the hits: "when did kent resign".

    A word that everybody writes small is a name only by a capital inside a sentence. A question that has a capital of
    its own, its first letter aside, stays as it is. The rules that tell whom and what a question is about go by
    capitals (`question`, `forms`); the models that read it do not.
    """
    if question[1:] != question[1:].lower():
        return question
    # "Who", "will" and "it" are no names, whatever the WHO, Will and IT do in the articles.
    asked = {_plain(word) for word in _WORD.findall(question)} - (FUNCTION_WORDS - {"us"})
    written = {word: Counter[str]() for word in asked}
    for hit in hits:
        for match in _WORD.finditer(hit.text):
            word = _without_owner(match[0])
            lower = word.lower()
            if lower in asked and (
                word == lower
                or _INSIDE.search(hit.text, max(0, match.start() - 3), match.start())
                or not is_common(stem_of(lower))
            ):
                written[lower][word] += 1

    def named(match: re.Match[str]) -> str:
        plain = _plain(match[0])
        if plain not in asked:
            return match[0]
        most = next((word for word, _ in written[plain].most_common() if word != plain), None)
        if most is None or written[plain][most] < MOSTLY * written[plain][plain]:
            return match[0]
        return most + match[0][len(most) :]

    return _WORD.sub(named, question)


def _without_owner(word: str) -> str:
    return _OWNER.sub("", word)


def _plain(word: str) -> str:
    return _without_owner(word).lower()
