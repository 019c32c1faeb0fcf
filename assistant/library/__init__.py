"""The stored, searchable collection: the catalogue (SQLite), the vectors (Chroma) and the words (tantivy)."""

from assistant.library.library import Library
from assistant.library.records import NewArticle, NewPassage, SourceState, StoredPassage
from assistant.library.vector_server import VectorServer

__all__ = ["Library", "NewArticle", "NewPassage", "SourceState", "StoredPassage", "VectorServer"]
