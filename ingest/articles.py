"""From documents to articles ready to be stored: segmented, and embedded in batches across them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embedding import Encoded, Encoder, Vector, unit
from assistant.library import NewArticle, NewPassage, SourceState
from assistant.library.stories import FEW_WORDS
from assistant.types import Span
from ingest.document import Document
from ingest.segmentation import HEADER_TOKENS, PASSAGE_TOKENS, Segment, split_passages, split_sentences

# A title and a body of a few words with a lower cosine have nothing to do with each other. In realtimeqa_2022 24 of 26
# such articles are a site's notice, 21 below; of multihop_rag's 272 facts, single sentences out of articles, 8 %.
# With half of the vector the title's own, the first gains MRR@10 +0.01 asked as of a date and hit@10 +0.01 without; the
# second loses nDCG@10 0.003, and 0.01 if it were done to every article of a few words.
UNRELATED = 0.12


@dataclass(frozen=True, slots=True)
class Segmented:
    """A file that was read, cleaned and cut into passages, not yet embedded."""

    source: str
    state: SourceState
    document: Document
    header: str
    segments: list[Segment]


def make_articles(
    documents: Sequence[tuple[str, SourceState, Document]],
    encoder: Encoder,
    on_embedded: Callable[[int, int], None] | None = None,
) -> list[NewArticle]:
    """Described documents as articles ready for `Library.add`: segmented, and embedded in batches across them all.

    `on_embedded` is told passages done and passages in all.
    """
    return embed(segment(documents, encoder), encoder, on_embedded or (lambda _done, _total: None))


def segment(documents: Sequence[tuple[str, SourceState, Document]], encoder: Encoder) -> list[Segmented]:
    """Sentences and passages of each document, all their sentences counted in one batch."""
    sentences = [split_sentences(document.body) for _, _, document in documents]
    titles = [document.title or "" for _, _, document in documents]
    texts = [d.body[s.start : s.end] for (_, _, d), spans in zip(documents, sentences, strict=True) for s in spans]
    counts = encoder.count_tokens([*titles, *texts])
    title_tokens, tokens = counts[: len(titles)], iter(counts[len(titles) :])
    special = 4  # [CLS] and [SEP], and room for a model whose tokens depend on what stands beside them
    read_documents = []
    for (source, state, document), spans, length in zip(documents, sentences, title_tokens, strict=True):
        header = f"{document.title}\n" if length <= HEADER_TOKENS else ""
        limit = min(PASSAGE_TOKENS, encoder.max_tokens - special - (length if header else 0))
        segments = split_passages(document.body, spans, [next(tokens) for _ in spans], limit, encoder.count_tokens)
        read_documents.append(Segmented(source, state, document, header, segments))
    return read_documents


def embed(
    documents: Sequence[Segmented], encoder: Encoder, on_embedded: Callable[[int, int], None]
) -> list[NewArticle]:
    """The articles, all their passages embedded in order of length, so that a batch holds texts of one length."""
    rows = [(document, segment) for document in documents for segment in document.segments]
    order = sorted(range(len(rows)), key=lambda i: rows[i][1].tokens)
    texts = [
        document.header + document.document.body[segment.span.start : segment.span.end] for document, segment in rows
    ]
    inside = [
        [Span(s.start - segment.span.start + len(document.header), s.end - segment.span.start + len(document.header))
         for s in segment.sentences]
        for document, segment in rows
    ]  # fmt: skip
    encoded: list[Encoded | None] = [None] * len(rows)
    for done, (i, vectors) in enumerate(
        zip(order, encoder.encode_passages([texts[i] for i in order], [inside[i] for i in order]), strict=True), 1
    ):
        encoded[i] = vectors
        on_embedded(done, len(rows))
    leaning = _on_titles(documents, encoder)
    passages = iter(
        NewPassage(
            segment.span,
            segment.sentences,
            unit(vectors.passage + leaning[document.source]) if document.source in leaning else vectors.passage,
            np.asarray(vectors.sentences),
        )
        for (document, segment), vectors in zip(rows, encoded, strict=True)
        if vectors
    )
    return [
        NewArticle(
            source=document.source,
            state=document.state,
            title=document.document.title or "",
            byline=document.document.byline,
            outlet=document.document.outlet,
            published_at=document.document.published_at,
            updated_at=document.document.updated_at,
            language=document.document.language,
            text=document.document.body,
            passages=tuple(next(passages) for _ in document.segments),
            section=document.document.section,
            canonical_url=document.document.canonical_url,
            correction=document.document.correction,
            captions=document.document.captions,
            provenance=document.document.provenance,
        )
        for document in documents
    ]


def _on_titles(documents: Sequence[Segmented], encoder: Encoder) -> dict[str, Vector]:
    """The titles' vectors, by source, of the articles of a few words that have nothing to do with their title.

    Such a body is often a site's notice ("Video player was slow to load"), in which a title of ten words is lost.
    """
    short = [one for one in documents if one.header and len(one.document.body.split()) < FEW_WORDS]
    texts = [text for one in short for text in (one.header.strip(), one.document.body)]
    vectors = [encoded.passage for encoded in encoder.encode_passages(texts, [[] for _ in texts])]
    pairs = zip(short, vectors[::2], vectors[1::2], strict=True)
    return {one.source: title for one, title, body in pairs if title @ body < UNRELATED}
