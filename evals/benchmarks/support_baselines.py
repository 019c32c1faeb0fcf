"""What others take for support of a sentence by a text: the matchers of peers, words in common, closeness of meaning.

Each is a score from 0 to 1 (a cosine from -1), the best over the text's sentences: a citation names a sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from assistant.embedding import Encoder, Vector
from assistant.library import SourceState
from assistant.library.words import analyse, content_words
from ingest.articles import make_articles
from ingest.document import Document

# kotaemon takes a phrase as found when the longest run it shares with the text exceeds this share of its characters
# (libs/kotaemon/kotaemon/indices/qa/utils.py, find_start_end_phrase, commit 127bc5c).
LONGEST_MATCH_FOUND = 0.35
# RAGFlow attaches a citation to a sentence from this similarity on, and lowers it when nothing reaches it
# (rag/nlp/search.py, insert_citations, commit 002fa17; there 0.9 cosine and 0.1 words in common, here cosine alone).
COSINE_FOUND = 0.63
# Texts that are embedded together.
WINDOW = 64

# How many are done, and how many there are.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backing:
    """A text that may support a sentence: its sentences, and their (n, d) unit vectors."""

    sentences: tuple[str, ...]
    vectors: Vector


def embed_backings(texts: Iterable[str], encoder: Encoder, progress: Told) -> dict[str, Backing]:
    """Each text cut into sentences and embedded as the product does it."""
    rows = list(dict.fromkeys(texts))
    found: dict[str, Backing] = {}
    for first in range(0, len(rows), WINDOW):
        window = rows[first : first + WINDOW]
        named = [(text, SourceState(0, 0, "", ""), Document(body=text)) for text in window]
        for article in make_articles(named, encoder):
            spans = [span for passage in article.passages for span in passage.sentences]
            vectors = [passage.sentence_vectors for passage in article.passages]
            sentences = tuple(article.text[span.start : span.end] for span in spans)
            found[article.source] = Backing(sentences, np.concatenate(vectors))
        progress(len(found), len(rows))
    return found


def embed_sentences(sentences: Iterable[str], encoder: Encoder, progress: Told) -> dict[str, Vector]:
    """The (d,) unit vector of each sentence on its own."""
    rows = sorted(set(sentences), key=lambda one: (len(one), one))
    found: dict[str, Vector] = {}
    for sentence, encoded in zip(rows, encoder.encode_passages(rows, [()] * len(rows)), strict=True):
        found[sentence] = encoded.passage
        progress(len(found), len(rows))
    return found


def longest_match(sentence: str, quotes: Sequence[str]) -> float:
    """The longest run of characters that the sentence shares with a quote, as a share of the sentence's."""
    if not sentence:
        return 0.0
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(sentence)
    longest = 0
    for quote in quotes:
        matcher.set_seq1(quote)
        longest = max(longest, matcher.find_longest_match().size)
    return longest / len(sentence)


def letters_found(sentence: str, quotes: Sequence[str]) -> float:
    """1.0 when the sentence's letters stand in a quote's, else 0.0: figures and white space may differ.

    As ScholarQA finds its quotes again (scholarqa/scholar_qa.py, passage_to_quotes_metadata, commit 079c8b4).
    """
    wanted = _letters(sentence)
    return float(any(wanted in _letters(quote) for quote in quotes))


class WordCoverage:
    """The share of a sentence's words that a quote holds, rare words counting more."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """`sentences` are those whose words' rarity counts."""
        holding = Counter[str]()
        self._words: dict[str, frozenset[str]] = {}
        for sentence in sentences:
            if sentence not in self._words:
                self._words[sentence] = frozenset(analyse(sentence))
                holding.update(self._words[sentence])
        self._holding: Mapping[str, int] = holding

    def __call__(self, sentence: str, quotes: Sequence[str]) -> float:
        """The best share over the quotes, which are among the sentences it was made with; 0 without words."""
        # Inverse document frequency, Robertson and Spärck Jones 1976, as the evidence's features have it.
        n = len(self._words)
        rarity = {
            word: math.log(1 + (n - self._holding[word] + 0.5) / (self._holding[word] + 0.5))
            for word in content_words(sentence)
        }
        total = sum(rarity.values())
        held = (sum(weight for word, weight in rarity.items() if word in self._words[quote]) for quote in quotes)
        return max(held, default=0.0) / total if total else 0.0


def _letters(text: str) -> str:
    return re.sub(r"[^a-zA-Z]", "", text).lower()
