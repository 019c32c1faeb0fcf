"""A question typed without capitals, with those that the articles at hand give its names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.types import Hit

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# Behind a word or a comma: at the beginning of a sentence, a quotation or a heading every word may have a capital.
_INSIDE = re.compile(rf"(?:(?<=[^\W_]\s)|(?<=[^\W_],\s)){_WORD.pattern}")
_OWNER = re.compile(r"['’]s?$")
# A name is written with a capital so many times as often as without: a street, a web address may lack it.
MOSTLY = 4


def cased(question: str, hits: Iterable[Hit]) -> str:
    """The question with capitals on those of its words that are names in the hits: "when did kent resign".

    One that has a capital of its own, its first letter aside, stays as it is. The rules that tell whom and what a
    question is about go by capitals (`question`, `forms`); the models that read it do not.
    """
    if question[1:] != question[1:].lower():
        return question
    asked = {_plain(word) for word in _WORD.findall(question)}
    written = {word: Counter[str]() for word in asked}
    for hit in hits:
        for word in map(_without_owner, _INSIDE.findall(hit.text)):
            if word.lower() in asked:
                written[word.lower()][word] += 1

    def named(match: re.Match[str]) -> str:
        plain = _plain(match[0])
        most = next((word for word, _ in written[plain].most_common() if word != plain), None)
        if most is None or written[plain][most] < MOSTLY * written[plain][plain]:
            return match[0]
        return most + match[0][len(most) :]

    return _WORD.sub(named, question)


def _without_owner(word: str) -> str:
    return _OWNER.sub("", word)


def _plain(word: str) -> str:
    return _without_owner(word).lower()
