"""Systems that search the same texts, ours and the peers', each as a function from a query to the articles of its hits.

BM25 over whole articles is as in the README of bm25s (Lù 2024, arXiv 2407.03618), English stop words and stemmer; the
dense leg alone is what a plain vector database gives, the word leg alone what a search engine gives; the LlamaIndex
peers are those of `evals.peers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.metadata import version

from assistant.bundled import BUNDLED_NAME, bundled_model
from assistant.embedding import Encoder
from assistant.fusion import WEIGHED, Parameters, Scored
from assistant.library import Library
from assistant.retrieval import Retriever
from evals.benchmarks.corpus import Text, cache_folder, fingerprint, kept_library
from evals.benchmarks.result import OURS, Progress
from evals.benchmarks.retrieval_sets import Query
from evals.peers import DEFAULT_CHUNK_SIZE, LlamaIndexArticles
from evals.ranking import DEPTH

# How many passages or nodes the peers are asked for, enough that ten articles are among them: those are what is
# measured, and ours gives each story once.
NODES = 50

# The id of the article of each hit of a query, best hit first; an article with several hits stands there several times.
Search = Callable[[Query], list[str]]
STARTER = "LlamaIndex starter"
AS_OF = f"{OURS}, as of its date"


@contextmanager
def opened_systems(
    name: str, texts: Sequence[Text], encoder: Encoder, progress: Progress, *, dated: bool = False
) -> Iterator[dict[str, Search]]:
    """All systems by name, ours first, over the texts, which are embedded where they are not yet; closed at the end.

    With `dated`, ours is there a second time, told the date each query is asked as of.
    """
    whole = {text.id: f"{text.title}\n\n{text.text}".strip() for text in texts}
    with (
        opened_library(name, texts, encoder, progress) as library,
        closing(_llama_index(name, texts, whole, encoder, progress)) as llama_index,
    ):
        searches: dict[str, Search] = {
            OURS: ours(library, encoder),
            "BM25, whole articles": _bm25(whole),
            "words only": _words(library),
            "dense only": _dense(library, encoder),
            STARTER: lambda query: llama_index.nearest(query.text),
            "LlamaIndex fusion": lambda query: llama_index.fused(query.text),
        }
        if dated:
            searches[AS_OF] = ours(library, encoder, dated=True)
        yield searches


@contextmanager
def opened_library(name: str, texts: Sequence[Text], encoder: Encoder, progress: Progress) -> Iterator[Library]:
    """Our library of the texts, sources being their ids; closed at the end."""
    with closing(
        kept_library(name, texts, encoder, lambda done, total: progress("articles embedded", done, total))
    ) as library:
        yield library


def ours(library: Library, encoder: Encoder, parameters: Parameters = WEIGHED, *, dated: bool = False) -> Search:
    """What the product does: both legs, fused, one hit a story; with `dated`, as of each query's date."""
    retriever = Retriever(library, encoder, parameters=parameters)
    return lambda query: [
        hit.source for hit in retriever.search(query.text, DEPTH, as_of=query.as_of if dated else None)
    ]


def _dense(library: Library, encoder: Encoder) -> Search:
    return lambda query: _sources(library, *library.search_vectors(encoder.encode_queries([query.text]), NODES))


def _words(library: Library) -> Search:
    return lambda query: _sources(library, library.search_words(query.text, NODES))


def _sources(library: Library, found: Scored) -> list[str]:
    """The article of each passage found."""
    passages = library.passages([passage_id for passage_id, _ in found])
    return [passages[passage_id].source for passage_id, _ in found]


def _bm25(whole: Mapping[str, str]) -> Search:
    import bm25s
    import Stemmer

    ids = list(whole)
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(whole.values()), stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False
    )

    def search(query: Query) -> list[str]:
        tokens = bm25s.tokenize(query.text, stemmer=stemmer, show_progress=False)
        found, scores = index.retrieve(tokens, k=min(DEPTH, len(ids)), show_progress=False)
        ranked = sorted((-float(score), ids[place]) for place, score in zip(found[0], scores[0], strict=True))
        return [text_id for _, text_id in ranked]

    return search


def _llama_index(
    name: str, texts: Sequence[Text], whole: Mapping[str, str], encoder: Encoder, progress: Progress
) -> LlamaIndexArticles:
    made_by = (DEFAULT_CHUNK_SIZE, version("llama-index-core"), version("llama-index-retrievers-bm25"), encoder.name)
    return LlamaIndexArticles(
        cache_folder(f"{name}-llama-index", *made_by, fingerprint(texts)),
        whole,
        _weights(encoder),
        NODES,
        lambda done, total: progress("LlamaIndex nodes embedded", done, total),
    )


def _weights(encoder: Encoder) -> str:
    """Where another library finds the encoder's model."""
    return str(bundled_model()) if encoder.name == BUNDLED_NAME else encoder.name
