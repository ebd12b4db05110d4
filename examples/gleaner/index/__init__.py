"""The index: documents, where each term occurs, and queries."""

from .build import index_everything
from .postings import InvertedIndex, main_index
from .query import parse_query
from .search import Hit, answer, search
from .store import Document, documents

__all__ = [
    "Document",
    "Hit",
    "InvertedIndex",
    "answer",
    "documents",
    "index_everything",
    "main_index",
    "parse_query",
    "search",
]
