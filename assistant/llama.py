"""The assistant as LlamaIndex components: a retriever and a query engine for pipelines built there.

    from llama_index.core.query_engine import RetrieverQueryEngine
    engine = RetrieverQueryEngine.from_args(ArticleRetriever(Assistant.open(), k=5), llm=...)

or, with answers whose sentences are checked, `ArticleQueryEngine(Assistant.open()).query("...")`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.types import Filter, Hit


class ArticleRetriever(BaseRetriever):
    """Hits as nodes: the text is the passage, `start_char_idx` and `end_char_idx` its span in the article's text."""

    def __init__(
        self, assistant: Assistant, k: int = 5, *, where: Filter | None = None, as_of: str | None = None
    ) -> None:
        """Retrieves the best `k` passages, one of each story; `where` and `as_of` as in `Assistant.retrieve`."""
        self._assistant = assistant
        self._k = k
        self._where = where
        self._as_of = as_of
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.retrieve(query_bundle.query_str, self._k, where=self._where, as_of=self._as_of)
        return [_hit_node(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class ArticleQueryEngine(BaseQueryEngine):
    """Answers as responses: the source nodes are the citations, in order of their numbers; none on an abstention."""

    def __init__(self, assistant: Assistant, *, where: Filter | None = None, as_of: str | None = None) -> None:
        """Answers with the assistant's own writer; no language model of LlamaIndex is called."""
        self._assistant = assistant
        self._where = where
        self._as_of = as_of
        super().__init__(callback_manager=None)

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._assistant.ask(query_bundle.query_str, where=self._where, as_of=self._as_of)
        nodes = [_citation_node(citation) for citation in answer.citations]
        return Response(answer.text, source_nodes=nodes, metadata={"answer": answer.to_dict()})

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _hit_node(hit: Hit) -> NodeWithScore:
    node = _node(hit.passage_id, hit.text, hit.start, hit.end, hit)
    reranked = hit.explain.reranked
    return NodeWithScore(node=node, score=hit.score if reranked is None else reranked)


def _citation_node(citation: Citation) -> NodeWithScore:
    name = f"{citation.article_id}-{citation.version}-{citation.start}-{citation.end}"
    return NodeWithScore(node=_node(name, citation.quote, citation.start, citation.end, citation))


def _node(name: str, text: str, start: int, end: int, origin: Hit | Citation) -> TextNode:
    keys = ("article_id", "version", "source", "title", "outlet", "published_at")
    metadata: dict[str, Any] = {key: getattr(origin, key) for key in keys} | {"start": start, "end": end}
    if isinstance(origin, Hit):
        metadata["sentences"] = [list(span) for span in origin.sentences]
    # Ids, paths and places are for programs; title, outlet and date are what a model should see.
    hidden = [key for key in metadata if key not in ("title", "outlet", "published_at")]
    return TextNode(
        id_=name,
        text=text,
        start_char_idx=start,
        end_char_idx=end,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
