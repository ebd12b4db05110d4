"""The inverted index: for each term, the documents that hold it and where in them."""

from __future__ import annotations

from typing import Dict, Iterable, Iterator, Mapping, Tuple

Positions = Tuple[int, ...]


class InvertedIndex:
    """Terms to documents. Adding a document again replaces it."""

    def __init__(self) -> None:
        self._postings: Dict[str, Dict[str, Positions]] = {}
        self._lengths: Dict[str, int] = {}
        self._words = 0

    def add(self, url: str, positions: Mapping[str, Positions]) -> None:
        if url in self._lengths:
            self.discard(url)
        length = 0
        for term, where in positions.items():
            self._postings.setdefault(term, {})[url] = where
            length += len(where)
        self._lengths[url] = length
        self._words += length

    def discard(self, url: str) -> None:
        """Forget a document."""
        length = self._lengths.pop(url, None)
        if length is None:
            return
        self._words -= length
        for term in [term for term, found in self._postings.items() if url in found]:
            del self._postings[term][url]
            if not self._postings[term]:
                del self._postings[term]

    def clear(self) -> None:
        self._postings.clear()
        self._lengths.clear()
        self._words = 0

    def __len__(self) -> int:
        return len(self._lengths)

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._postings))

    def where(self, term: str) -> Dict[str, Positions]:
        """The documents that hold a term, with the places."""
        return dict(self._postings.get(term, {}))

    def frequency(self, term: str) -> int:
        """In how many documents a term occurs."""
        return len(self._postings.get(term, ()))

    def length_of(self, url: str) -> int:
        return self._lengths.get(url, 0)

    def urls(self) -> frozenset[str]:
        """All documents."""
        return frozenset(self._lengths)

    @property
    def average_length(self) -> float:
        return self._words / len(self._lengths) if self._lengths else 0.0

    def rarest(self, terms: Iterable[str]) -> list[str]:
        """Terms by how few documents hold them."""
        return sorted(terms, key=lambda term: (self.frequency(term), term))

    def top_terms(self, count: int) -> list[tuple[str, int]]:
        """The terms that most documents hold."""
        ranked = ((term, len(found)) for term, found in self._postings.items())
        return sorted(ranked, key=lambda item: (-item[1], item[0]))[:count]


main_index = InvertedIndex()
