"""A question's misspelt names, as the articles spell them: "Whitkof" is read as "Witkoff"."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from assistant.library import Library
from assistant.library.words import analyse
from assistant.support.wording import is_common, stem_of
from assistant.types import Hit

# Shorter words are too like others.
LEAST = 5
# difflib's ratio of a name and how it is misspelt, at least: one letter of five, or two turned round. As in
# `answering.names`, which forgives as much where a sentence is compared.
ALIKE = 0.8

_WORD = re.compile(rf"(?<![\w./@’'-])[^\W\d_]{{{LEAST},}}(?=['’]s\b|(?![\w./@’'-]))")
_NAME = re.compile(rf"(?<![\w’'-])[A-Z][^\W\d_]{{{LEAST - 1},}}")


def respelled(question: str, library: Library, search: Callable[[str], Sequence[Hit]]) -> tuple[str, str]:
    """The question with names that no article has spelt as in the articles that `search` finds for it, and a note.

    The note tells what was read as what, for it may have been somebody else's name; "" where nothing was.

    A word is misspelt where the library has it nowhere, no vocabulary does, and a name in those articles begins with
    the same letter and is nearly the same: "Austria" is never read as "Australia". Nothing is searched otherwise.
    """
    words = {word: analyse(word) for word in _WORD.findall(question)}
    frequency = library.document_frequency(tuple(stem for stems in words.values() for stem in stems))
    strange = [
        word for word, stems in words.items() if stems and not any(map(frequency.get, stems)) and not _is_known(word)
    ]
    if not strange:
        return question, ""
    names = Counter(name for hit in search(question) for name in _NAME.findall(f"{hit.title} {hit.text}"))
    spelt = {word: name for word in strange if (name := _nearest(word, names))}
    note = " ".join(f"No article has {word}; read as {name}." for word, name in spelt.items())
    return _WORD.sub(lambda match: spelt.get(match[0], match[0]), question), note


def _nearest(word: str, names: Counter[str]) -> str | None:
    by_letters = {name.lower(): name for name, _ in reversed(names.most_common()) if name[0] == word[0].upper()}
    found = difflib.get_close_matches(word.lower(), by_letters, n=1, cutoff=ALIKE)
    return by_letters[found[0]] if found else None


def _is_known(word: str) -> bool:
    return is_common(stem_of(word.lower())) or word.lower() in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    """The words that the reader knows whole: 24,000 of the commonest of English and its names."""
    stored = json.loads((files("assistant.answering") / "trained" / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(stored["model"]["vocab"])
