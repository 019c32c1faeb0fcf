"""Words that may stand for one another in a question: WordNet's synonyms, and what a verb or a noun is a kind of.

A question with a wider word ("Who promised aid?") is still answered by a sentence with the narrower one ("pledged").
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from typing import Any

from assistant.errors import DataError
from evals.training.neighbours import Neighbours

# Of a word's senses, the most frequent ones; the vectors then leave out those of another sense.
SENSES = 2
# Read off examples: "killed" / "murdered" stand at 0.53, "talks" / "negotiations" at 0.45; under 0.3 stand the other
# senses' words, such as "pledge" / "plight".
LEAST_COSINE = 0.33
PARTS = "vna"


class Synonyms:
    """The synonyms of a word that share its ending. WordNet is where NLTK keeps it (`nltk.download("wordnet")`)."""

    def __init__(self, neighbours: Neighbours) -> None:
        """Reads WordNet. Raises DataError where NLTK has none."""
        from nltk.corpus import wordnet

        warnings.filterwarnings("ignore", module="nltk")  # WordNet's other languages are missing
        self._wordnet: Any = wordnet
        try:
            wordnet.ensure_loaded()
        except LookupError as error:
            raise DataError("NLTK has no WordNet; get it with: python -m nltk.downloader wordnet") from error
        self._neighbours = neighbours
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in neighbours.words:
            for part in PARTS:
                if lemma := self._wordnet.morphy(word, part):
                    self._forms[f"{part} {lemma}"].append(word)
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """Words of the same ending that may stand for the word in a question, most frequent sense first."""
        if word not in self._found:
            self._found[word] = tuple(dict.fromkeys(self._find(word)))
        return self._found[word]

    def _find(self, word: str) -> list[str]:
        found: list[str] = []
        for part in PARTS:
            lemma = self._wordnet.morphy(word, part)
            for sense in self._wordnet.synsets(lemma, part)[:SENSES] if lemma else ():
                for meant in (sense, *(sense.hypernyms() if part == "v" else ())):
                    for name in meant.lemma_names():
                        if name != lemma:
                            found += self._forms.get(f"{part} {name.lower()}", ())
        return [one for one in found if one != word and self._neighbours.alike(word, one, LEAST_COSINE)]
