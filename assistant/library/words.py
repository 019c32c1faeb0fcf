"""The passages' words, ranked by BM25. The only file that imports tantivy.

One analyser serves the index, the question and the evidence: split at anything but letters and digits,
lower-cased, accents folded, English stems. Numbers and names are words like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from assistant.library.unwritable import unwritable

ANALYSER = "passage_words"
# A title stands in every passage of its article, so a match there says less about the passage itself.
TITLE_BOOST = 0.5
WRITER_MEMORY = 50_000_000
# Up to so many articles are named in the query (2,000 take 8 ms of 200,000 passages, 10,000 take 31); of more, the best
# hits are looked through for theirs (10 to 20 times what is wanted takes 3 to 4 ms).
FEW_ARTICLES = 1000


class Words:
    """A BM25 index of passages on disk."""

    def __init__(self, path: Path) -> None:
        """Opens the index under `path`, making it if there is none."""
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._schema = (
            tantivy.SchemaBuilder()
            .add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
            .add_unsigned_field("article", indexed=True, fast=True)
            .add_text_field("title", tokenizer_name=ANALYSER, index_option="freq")
            .add_text_field("body", tokenizer_name=ANALYSER, index_option="freq")
            .build()
        )
        self._index = tantivy.Index(self._schema, path=str(path))
        self._index.register_tokenizer(ANALYSER, _analyser())

    def replace(self, rows: Iterable[tuple[str, int, str, str]], deleted: Sequence[str] = ()) -> None:
        """Adds (passage id, article, title, body) rows and removes `deleted`, all at once: a crash leaves all or none.

        `article` is the number by which a search is limited. A row whose id is there already takes its place.
        Raises LibraryError when the disk is full.
        """
        try:
            self._replace(list(rows), deleted)
        except ValueError as error:  # tantivy's only kind
            raise unwritable(self._path.parent, error) from error

    def _replace(self, rows: Sequence[tuple[str, int, str, str]], deleted: Sequence[str]) -> None:
        writer = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)
        try:
            for passage_id in (*deleted, *(row[0] for row in rows)):
                writer.delete_documents_by_term("passage_id", passage_id)
            for passage_id, article, title, body in rows:
                document = tantivy.Document(passage_id=passage_id, title=title, body=body)
                document.add_unsigned("article", article)
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        finally:
            del writer  # and tantivy's lock with it, which the traceback of an error would keep
        self._index.reload()

    def reload(self) -> None:
        """Makes what another process has committed visible."""
        self._index.reload()

    def search(self, query: str, count: int, articles: NDArray[np.int64] | None = None) -> list[tuple[str, float]]:
        """The ids of the `count` best passages for any of the query's words with their BM25 scores, best first.

        With `articles`, only passages of those.
        """
        terms = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, word), boost))
            for word in content_words(query)
            for field, boost in (("body", 1.0), ("title", TITLE_BOOST))
        ]
        if not terms or (articles is not None and not len(articles)):
            return []
        searcher = self._index.searcher()
        found = tantivy.Query.boolean_query(terms)
        if articles is None:
            hits = searcher.search(found, limit=count, count=False).hits
        elif len(articles) <= FEW_ARTICLES:
            among = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._schema, "article", articles.tolist()), 0.0
            )
            both = tantivy.Query.boolean_query([(tantivy.Occur.Must, found), (tantivy.Occur.Must, among)])
            hits = searcher.search(both, limit=count, count=False).hits
        else:
            hits = self._limited(searcher, found, count, articles)
        return [(searcher.doc(address)["passage_id"][0], score) for score, address in hits]

    @staticmethod
    def _limited(
        searcher: tantivy.Searcher, found: tantivy.Query, count: int, articles: NDArray[np.int64]
    ) -> list[tuple[float, tantivy.DocAddress]]:
        """The best hits of many articles: more are asked for, as many as needed, and the others dropped."""
        asked = count
        while True:
            asked = min(4 * asked, max(1, searcher.num_docs))
            hits = searcher.search(found, limit=asked, count=False).hits
            numbers = searcher.fast_field_values("article", [address for _, address in hits])
            kept = np.flatnonzero(np.isin(np.asarray(numbers, dtype=np.int64), articles))
            if len(kept) >= count or len(hits) < asked or asked == searcher.num_docs:
                return [hits[place] for place in kept[:count]]

    def document_frequency(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages' bodies each (analysed) word stands."""
        searcher = self._index.searcher()
        return {word: int(searcher.doc_freq("body", word)) for word in words}

    def ids(self) -> set[str]:
        """Every id stored."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs), count=False)
        return {searcher.doc(address)["passage_id"][0] for _, address in found.hits}

    def count(self) -> int:
        """How many passages are stored."""
        return int(self._index.searcher().num_docs)

    def _term(self, field: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word, index_option="freq")


def analyse(text: str) -> list[str]:
    """The words of a text as the index sees them, in order."""
    return list(_analyser().analyze(text))


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, each once, in order; all of them where none does."""
    words = [word for word in dict.fromkeys(analyse(_ASKING.sub(" ", text))) if word not in _stop_words()]
    return words or list(dict.fromkeys(analyse(text)))


def is_stop_word(word: str) -> bool:
    """Whether a single word is one that says nothing by itself."""
    return set(analyse(word)) <= _stop_words()


@lru_cache(maxsize=1)
def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


# Words that say what kind of answer is wanted, or only that something was so: no article needs to repeat them.
_ASKING = re.compile(
    r"\b(?:(?:what|which) (?:city|country|town|place|region|state|capital|village|continent|province|company|person"
    r"|team|day|date|year|month|weekday|time|century|decade|number|percentage|percent|share|amount|sum|kind|type|sort)s?"
    r"|how (?:long|old|far|high|tall|deep|big|large|fast|often|wide|heavy|expensive)|tak(?:e|es|ing|en) place"
    r"|took place|happen(?:s|ed|ing)?|occur(?:s|red)?|name of|known as|called)\b",
    re.IGNORECASE,
)

# Question words and the commonest function words and verbs of English; they match everywhere and say nothing.
_STOP_WORDS = (
    "a about also am an and any are as at be been being but by can could did do does doing for from had has have "
    "he her here hers him his how i if in into is it its itself just many may me might more most much must my no "
    "nor not of on or our out over own s shall she should so some such t than that the their them then there "
    "these they this those to too under up us very was we were what when where which while who whom whose why "
    "will with would you your tell want wants wanted say says said get got make made go goes went come came give "
    "gave think thought know"
)


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(analyse(_STOP_WORDS))
