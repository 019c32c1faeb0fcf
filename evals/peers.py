"""What we measure ourselves against: LlamaIndex, as its documentation puts the pieces together.

SentenceSplitter, HuggingFaceEmbedding, ChromaVectorStore on disk, VectorStoreIndex, with the same weights as ours:
https://developers.llamaindex.ai/python/framework/getting_started/faq and the Chroma page of its vector stores; fusion
with BM25 as on the page of the reciprocal rerank fusion retriever. Every setting not named here is left as the
library sets it, the 200 tokens of overlap included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.bundled import bundled_model
from assistant.library.vectors import EF_SEARCH
from evals.coverage import Piece

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode
    from llama_index.retrievers.bm25 import BM25Retriever

CHUNK_SIZE = 256
# What SentenceSplitter(chunk_size=256) does when told nothing more: of a node's 256 tokens 200 are its neighbour's,
# so that every text is embedded about four times over.
DEFAULT_OVERLAP = 200
# LlamaIndex's DEFAULT_CHUNK_OVERLAP, which makes about as many nodes as we make passages: the fairer comparison.
SMALL_OVERLAP = 20

# What SentenceSplitter() cuts to, in tokens of LlamaIndex's tokenizer, and how many nodes as_retriever() finds.
DEFAULT_CHUNK_SIZE = 1024
DEFAULT_TOP_K = 2

# Nodes that are embedded and stored together, so that an interrupted run goes on where it was.
WINDOW = 200


# New processes that open what a starter (`sys.argv[2]`) or a fusion (its words: `sys.argv[4]`) has stored and retrieve,
# as a script does; the question is `sys.argv[1]`, the model `sys.argv[3]`.
STARTER_PROGRAM = """
import sys
import chromadb
from chromadb.config import Settings
from llama_index.core import VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

client = chromadb.PersistentClient(sys.argv[2], settings=Settings(anonymized_telemetry=False))
collection = client.get_collection("quickstart", embedding_function=None)
index = VectorStoreIndex.from_vector_store(
    ChromaVectorStore(chroma_collection=collection), embed_model=HuggingFaceEmbedding(model_name=sys.argv[3])
)
retriever = index.as_retriever(similarity_top_k=5)
"""
FUSION_PROGRAM = f"""{STARTER_PROGRAM}
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.retrievers.bm25 import BM25Retriever

words = BM25Retriever.from_persist_dir(sys.argv[4])
retriever = QueryFusionRetriever(
    [retriever, words], llm=MockLLM(), similarity_top_k=5, num_queries=1, mode="reciprocal_rerank", use_async=False
)
print(retriever.retrieve(sys.argv[1]))
"""
STARTER_PROGRAM += "print(retriever.retrieve(sys.argv[1]))\n"


def fuse_retrievers(retrievers: list[Any], top_k: int) -> Any:
    """LlamaIndex's fusion by reciprocal ranks, of the question as it stands."""
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES

    return QueryFusionRetriever(
        retrievers,
        llm=MockLLM(),
        similarity_top_k=top_k,
        num_queries=1,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        use_async=False,
    )


class _ChromaIndex:
    """An embedded Chroma and LlamaIndex's index over it. No language model is set or used."""

    def __init__(self, path: Path, model: str) -> None:
        """Opens the index under `path`, making it if there is none, and loads the embedding model."""
        import chromadb
        from chromadb.config import Settings
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client: Any = chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))
        self._collection: Any = self._client.get_or_create_collection("quickstart", embedding_function=None)
        self._model = HuggingFaceEmbedding(model_name=model)
        self._storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=self._collection))
        self._index = VectorStoreIndex.from_vector_store(self._storage.vector_store, embed_model=self._model)

    def close(self) -> None:
        """Releases the files."""
        self._client.close()


class LlamaIndexStarter(_ChromaIndex):
    """An index of plain files, and its retriever."""

    def __init__(
        self, path: Path, *, top_k: int = 5, chunk_size: int = CHUNK_SIZE, overlap: int = DEFAULT_OVERLAP
    ) -> None:
        """Loads the bundled model and opens a new index under `path`.

        `chunk_size` and `overlap` are in tokens of LlamaIndex's tokenizer. Raises ModuleNotFoundError without the
        `bench` extra.
        """
        from llama_index.core.node_parser import SentenceSplitter

        super().__init__(path, str(bundled_model()))
        self.path, self.top_k = path, top_k
        self.name = f"starter {chunk_size}/{overlap}"
        self._splitter = SentenceSplitter(chunk_size=chunk_size, chunk_overlap=overlap)
        self.retriever = self._index.as_retriever(similarity_top_k=top_k)

    def ingest(self, folder: Path) -> int:
        """Reads, splits, embeds and stores the files of a folder; returns how many nodes they made."""
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex

        before = self._collection.count()
        VectorStoreIndex.from_documents(
            SimpleDirectoryReader(input_dir=str(folder)).load_data(),
            storage_context=self._storage,
            embed_model=self._model,
            transformations=[self._splitter],
        )
        return int(self._collection.count() - before)

    def retrieve(self, query: str) -> list[str]:
        """The texts of the `top_k` nearest nodes, nearest first."""
        return [node.get_content() for node in self.retriever.retrieve(query)]

    def nodes(self) -> list[BaseNode]:
        """What is stored."""
        found: list[BaseNode] = self._storage.vector_store.get_nodes(None)
        return found

    def embedded(self, folders: Sequence[Path]) -> tuple[dict[str, str], list[Piece]]:
        """The text of each file of the folders and what the model is given of it (`evals.coverage`)."""
        from llama_index.core import SimpleDirectoryReader
        from llama_index.core.schema import MetadataMode, TextNode

        texts = {
            document.metadata["file_path"]: document.text
            for folder in folders
            for document in SimpleDirectoryReader(input_dir=str(folder)).load_data()
        }
        pieces = []
        for node in self.nodes():
            assert isinstance(node, TextNode)
            assert node.start_char_idx is not None
            assert node.end_char_idx is not None
            prefix = node.get_content(MetadataMode.EMBED).removesuffix(node.text)
            pieces.append(Piece(node.metadata["file_path"], node.start_char_idx, node.end_char_idx, prefix))
        return texts, pieces


class LlamaIndexFusion:
    """A starter's vectors fused with BM25 over the same nodes."""

    def __init__(self, starter: LlamaIndexStarter, words: Path) -> None:
        """Indexes the words of the starter's nodes, and keeps them in the folder `words`."""
        from llama_index.retrievers.bm25 import BM25Retriever

        nodes = starter.nodes()
        self.name = f"fusion {starter.name.partition(' ')[2]}"
        # bm25s finds no more nodes than there are.
        retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(starter.top_k, len(nodes)))
        retriever.persist(str(words), show_progress=False)
        self._fused = fuse_retrievers([starter.retriever, retriever], starter.top_k)

    def retrieve(self, query: str) -> list[str]:
        """The texts of the best nodes by vectors and words, best first."""
        return [node.get_content() for node in self._fused.retrieve(query)]


class LlamaIndexArticles(_ChromaIndex):
    """The starter's index of articles, kept on disk, searched by its vectors alone and fused with BM25."""

    def __init__(
        self, path: Path, texts: Mapping[str, str], model: str, top_k: int, on_progress: Callable[[int, int], None]
    ) -> None:
        """Splits, embeds and stores the texts (by article id), unless they are under `path` already.

        `model` is a sentence-transformers model, `top_k` how many nodes each retriever returns; `on_progress` is told
        nodes done and nodes in all. Raises ModuleNotFoundError without the `bench` extra.
        """
        super().__init__(path / "vectors", model)
        # As ours: with the default of 100 Chroma finds others at every opening, and figures would not repeat.
        self._collection.modify(configuration={"hnsw": {"ef_search": EF_SEARCH}})
        words = self._kept_words(path / "words", texts, on_progress)
        # bm25s finds no more nodes than there are.
        words.similarity_top_k = min(top_k, self._collection.count())
        self._nearest = self._index.as_retriever(similarity_top_k=top_k)
        self._fused = fuse_retrievers([self._nearest, words], top_k)

    def nearest(self, query: str) -> list[str]:
        """The article of each of the nearest nodes, nearest first."""
        return [str(found.node.ref_doc_id) for found in self._nearest.retrieve(query)]

    def fused(self, query: str) -> list[str]:
        """The article of each of the best nodes by vectors and words, best first."""
        return [str(found.node.ref_doc_id) for found in self._fused.retrieve(query)]

    def _kept_words(
        self, folder: Path, texts: Mapping[str, str], on_progress: Callable[[int, int], None]
    ) -> BM25Retriever:
        """The BM25 retriever, read back or made; its last file is written when all else is stored."""
        from llama_index.retrievers.bm25 import BM25Retriever

        if not (folder / "retriever.json").exists():
            nodes = self._stored(texts, on_progress)
            BM25Retriever.from_defaults(nodes=nodes).persist(str(folder), show_progress=False)
        return BM25Retriever.from_persist_dir(str(folder))

    def _stored(self, texts: Mapping[str, str], on_progress: Callable[[int, int], None]) -> list[BaseNode]:
        """All nodes, those embedded and stored that were not."""
        from llama_index.core import Document
        from llama_index.core.node_parser import SentenceSplitter

        # The default ids are random, and ties between nodes must fall the same way in every run.
        splitter = SentenceSplitter(id_func=lambda number, document: f"{document.node_id}#{number}")
        nodes = splitter.get_nodes_from_documents([Document(text=text, id_=name) for name, text in texts.items()])
        there = set(self._collection.get(include=[])["ids"])
        missing = [node for node in nodes if node.node_id not in there]
        for first in range(0, len(missing), WINDOW):
            window = missing[first : first + WINDOW]
            self._index.insert_nodes(window)
            on_progress(len(nodes) - len(missing) + first + len(window), len(nodes))
        return nodes
