"""Filling the index."""

from __future__ import annotations

from lockweave import atomic, concurrent

from .. import events, metrics
from ..text import terms
from .cache import answers
from .postings import Positions, main_index
from .store import documents

_indexed: set[str] = set()


@concurrent
def index_document(url: str, title: str, text: str) -> int:
    """Put a document into the index; how many terms it has. Cutting it into terms is the long part."""
    with metrics.measured("index.terms"):
        positions = positions_of(title, text)
    with atomic:
        main_index.add(url, positions)
        _indexed.add(url)
    metrics.count("index.documents")
    return len(positions)


def positions_of(title: str, text: str) -> dict[str, Positions]:
    """Where each term stands. Terms of the title count as if they stood before the text."""
    found: dict[str, list[int]] = {}
    heading = terms(title)
    for term, position in heading:
        found.setdefault(term, []).append(position)
    offset = len(heading) + 10
    for term, position in terms(text):
        found.setdefault(term, []).append(offset + position)
    return {term: tuple(where) for term, where in found.items()}


def index_everything() -> int:
    """Index all documents that are new; how many terms they have."""
    futures = [
        index_document(document.url, document.title, document.text)
        for document in documents()
        if document.url not in _indexed
    ]
    total = sum(future.result() for future in futures)
    answers.clear()
    events.emit("index.built", documents=len(futures))
    return total


def reset() -> None:
    """Empty the index."""
    main_index.clear()
    _indexed.clear()
    answers.clear()
