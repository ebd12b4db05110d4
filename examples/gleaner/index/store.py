"""The documents that were found, and which of them are the same text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from .. import config, metrics
from ..text import distance


@dataclass(frozen=True)
class Document:
    """A page as it was read."""

    url: str
    title: str
    text: str
    facts: Mapping[str, str]
    fingerprint: int
    size: int


_documents: dict[str, Document] = {}
total_size = 0


def add_document(document: Document) -> None:
    """Keep a document. One that was there before, under the same URL, is replaced."""
    global total_size
    before = _documents.get(document.url)
    if before is not None:
        total_size -= before.size
        metrics.count("store.replaced")
    _documents[document.url] = document
    total_size += document.size


def get_document(url: str) -> Document | None:
    return _documents.get(url)


def documents() -> list[Document]:
    """All documents, by URL."""
    return [document for _, document in sorted(_documents.items())]


def count_by(fact: str) -> dict[str, int]:
    """How many documents there are for each value of a fact."""
    found: dict[str, int] = {}
    for document in documents():
        value = document.facts.get(fact, "unknown")
        found[value] = found.get(value, 0) + 1
    return found


def duplicates() -> list[tuple[str, tuple[str, ...]]]:
    """Texts that occur more than once: the first URL, and the others."""
    groups: list[list[Document]] = []
    for document in documents():
        for group in groups:
            if distance(group[0].fingerprint, document.fingerprint) <= config.current.near:
                group.append(document)
                break
        else:
            groups.append([document])
    return [(group[0].url, tuple(one.url for one in group[1:])) for group in groups if len(group) > 1]


def reset() -> None:
    """Drop all documents."""
    global total_size
    _documents.clear()
    total_size = 0
