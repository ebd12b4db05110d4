"""Answers to queries, the best first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lockweave import atomic, concurrent

from .. import metrics
from ..crawl.graph import rank_of
from .cache import answers
from .postings import InvertedIndex, main_index
from .query import Query, parse_query
from .store import get_document

K1 = 1.2
B = 0.75
RANK_WEIGHT = 20.0


@dataclass(frozen=True)
class Hit:
    """A document that was found."""

    url: str
    title: str
    score: float

    def __str__(self) -> str:
        return f"{self.score:7.3f}  {self.title:<24} {self.url}"


def search(text: str, limit: int = 10) -> list[Hit]:
    """The documents that a query finds."""
    query = parse_query(text)
    key = str(query)
    metrics.count("search.queries")
    with atomic:
        scored = answers[key] if key in answers else None
    if scored is None:
        scored = score_all(query, main_index)
        with atomic:
            answers[key] = scored
    return [Hit(url, title_of(url), score) for url, score in scored[:limit]]


@concurrent
def answer(text: str, limit: int = 10) -> tuple[Hit, ...]:
    """As `search`, beside others."""
    with atomic:
        metrics.count("search.concurrent")
    return tuple(search(text, limit))


def title_of(url: str) -> str:
    document = get_document(url)
    return document.title if document is not None else ""


def score_all(query: Query, index: InvertedIndex) -> tuple[tuple[str, float], ...]:
    """All documents that a query finds, with their scores, the best first."""
    found = query.matches(index)
    words = tuple(dict.fromkeys(query.words()))
    scored = [(url, round(score(url, words, index), 6)) for url in found]
    return tuple(sorted(scored, key=lambda item: (-item[1], item[0])))


def score(url: str, words: tuple[str, ...], index: InvertedIndex) -> float:
    """Okapi BM25, and what the page is worth by its links."""
    total = len(index)
    length = index.length_of(url)
    average = index.average_length or 1.0
    result = RANK_WEIGHT * rank_of(url)
    for word in words:
        places = index.where(word)
        often = len(places.get(url, ()))
        rarity = math.log(1 + (total - len(places) + 0.5) / (len(places) + 0.5))
        result += rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * length / average))
    return result
