"""Articles and questions of any number for the cost curves: made-up words, random vectors, nothing to understand.

Each is made from its number alone, so that a library can grow over several runs. Words are drawn with the
frequencies of a language (Zipf), the commonest being English function words. Vectors lie in clusters: a topic's centre,
an article's place around it, its passages around that.
"""

from __future__ import annotations

import hashlib
import string
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Vector
from assistant.library import NewArticle, NewPassage, SourceState
from assistant.types import Span

DIMENSION = 384
PASSAGES = 10
SENTENCES = 6
# Words of a sentence: 132 words a passage, as real passages have.
SHORTEST, LONGEST = 16, 28
TOPICS = 1000
OUTLETS = 20
FIRST_DAY, DAYS = date(2024, 1, 1), 730
QUESTION_WORDS = 8

_FUNCTION_WORDS = (
    "the of and to a in that is was for it with as his on be at by had not are but from or have an they which "
    "you were her she there would their we him been has when who will no more if out so up into them than its "
    "time only could other then do first any my now such like our over me even most made after also did many"
).split()
_INVENTED = 50_000


class SyntheticNews:
    """An endless run of articles, each of PASSAGES passages, and a question to each passage."""

    def __init__(self, seed: int = 0) -> None:
        """Another seed gives other articles."""
        self._seed = seed
        letters = np.random.default_rng(seed).integers(0, 26, (_INVENTED, 9))
        lengths = np.random.default_rng(seed + 1).integers(4, 10, _INVENTED)
        alphabet = np.asarray(list(string.ascii_lowercase))
        invented = ["".join(row[:length]) for row, length in zip(alphabet[letters], lengths, strict=True)]
        self._words = np.asarray(_FUNCTION_WORDS + invented)
        shares = 1 / np.arange(1, len(self._words) + 1)
        self._cumulated = np.cumsum(shares / shares.sum())
        self._centres = _units(np.random.default_rng(seed + 2).standard_normal((TOPICS, DIMENSION)))

    def article(self, number: int) -> NewArticle:
        """The article of this number (from 0), ready for `Library.add`."""
        random = np.random.default_rng((self._seed, number))
        lengths = random.integers(SHORTEST, LONGEST + 1, PASSAGES * SENTENCES)
        words = self._draw(random, int(lengths.sum()))
        sentences = [" ".join(part).capitalize() + "." for part in np.split(words, np.cumsum(lengths)[:-1])]
        text = " ".join(sentences)
        ends = np.cumsum([len(sentence) + 1 for sentence in sentences]) - 1
        spans = [Span(int(end) - len(sentence), int(end)) for sentence, end in zip(sentences, ends, strict=True)]
        vectors = self._passage_vectors(number)
        near = random.standard_normal((PASSAGES, SENTENCES, DIMENSION), dtype=np.float32)
        of_sentences = _units(vectors[:, None] + 0.5 * _units(near))
        passages = []
        for place in range(PASSAGES):
            inside = tuple(spans[place * SENTENCES : (place + 1) * SENTENCES])
            whole = Span(inside[0].start, inside[-1].end)
            passages.append(NewPassage(whole, inside, vectors[place], of_sentences[place]))
        digest = hashlib.sha256(text.encode()).hexdigest()
        return NewArticle(
            source=f"synthetic/{number:07d}.txt",
            state=SourceState(len(text), number, digest, "synthetic"),
            title=" ".join(self._draw(random, 8)).capitalize(),
            byline=None,
            outlet=f"Outlet {number % OUTLETS}",
            published_at=(FIRST_DAY + timedelta(days=int(random.integers(DAYS)))).isoformat(),
            updated_at=None,
            language="en",
            text=text,
            passages=tuple(passages),
        )

    def question(self, number: int, articles: int) -> tuple[str, Vector]:
        """Some words of a passage among the first `articles` articles, and a (DIMENSION,) unit vector near its own."""
        random = np.random.default_rng((self._seed, 1, number))
        article, place = int(random.integers(articles)), int(random.integers(PASSAGES))
        passage = self.article(article)
        start, end = passage.passages[place].span
        words = random.choice(passage.text[start:end].lower().replace(".", "").split(), QUESTION_WORDS, replace=False)
        near = passage.passages[place].vector + 0.5 * _units(random.standard_normal(DIMENSION))
        return " ".join(words), _units(near)

    def _draw(self, random: np.random.Generator, count: int) -> NDArray[np.str_]:
        return np.asarray(self._words[np.searchsorted(self._cumulated, random.random(count))])

    def _passage_vectors(self, number: int) -> Vector:
        random = np.random.default_rng((self._seed, 2, number))
        topic = self._centres[int(random.integers(TOPICS))]
        article = _units(topic + _units(random.standard_normal(DIMENSION)))
        return _units(article + 0.7 * _units(random.standard_normal((PASSAGES, DIMENSION))))


def _units(vectors: NDArray[np.float64] | Vector) -> Vector:
    """Each row at unit length, float32."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)
