"""The language of queries: words, "phrases", AND, OR, NOT, brackets, and ``fact:value``.

Words side by side mean AND. ``str(query)`` is the normal form, which is the same for queries that mean the same by
their words.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Iterator, NamedTuple

from ..errors import QueryError
from ..text import stem
from .postings import InvertedIndex
from .store import get_document

_PART = re.compile(r'\s*(?:(?P<bracket>[()])|"(?P<phrase>[^"]*)"|(?P<fact>\w+):(?P<value>\w+)|(?P<word>[\w\'-]+))')


class Query(ABC):
    """A query that has been read."""

    @abstractmethod
    def matches(self, index: InvertedIndex) -> frozenset[str]:
        """The URLs that it finds."""

    def words(self) -> Iterator[str]:
        """The terms by which what is found can be ranked."""
        return iter(())


class Word(Query):
    def __init__(self, word: str) -> None:
        self.term = stem(word.lower())

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        return frozenset(index.where(self.term))

    def words(self) -> Iterator[str]:
        yield self.term

    def __str__(self) -> str:
        return self.term


class Phrase(Query):
    def __init__(self, terms: list[str]) -> None:
        self.terms = terms

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        if not self.terms:
            return frozenset()
        rarest = index.rarest(self.terms)[0]
        places = [index.where(term) for term in self.terms]
        return frozenset(
            url for url in index.where(rarest) if self._stands_in([found.get(url, ()) for found in places])
        )

    def _stands_in(self, places: list[tuple[int, ...]]) -> bool:
        return any(
            all(first + offset in following for offset, following in enumerate(places[1:], 1)) for first in places[0]
        )

    def words(self) -> Iterator[str]:
        yield from self.terms

    def __str__(self) -> str:
        return '"' + " ".join(self.terms) + '"'


class Fact(Query):
    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = value

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        found: set[str] = set()
        for url in index.urls():
            document = get_document(url)
            if document is not None and document.facts.get(self.name) == self.value:
                found.add(url)
        return frozenset(found)

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


class Not(Query):
    def __init__(self, inner: Query) -> None:
        self.inner = inner

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        return index.urls() - self.inner.matches(index)

    def __str__(self) -> str:
        return f"NOT {self.inner}"


class Both(Query):
    operator = "AND"

    def __init__(self, parts: list[Query]) -> None:
        self.parts = parts

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        found = self.parts[0].matches(index)
        for part in self.parts[1:]:
            if not found:
                break
            found = self.combine(found, part.matches(index))
        return found

    def combine(self, left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
        return left & right

    def words(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.words()

    def __str__(self) -> str:
        return "(" + f" {self.operator} ".join(sorted(str(part) for part in self.parts)) + ")"


class Either(Both):
    operator = "OR"

    def matches(self, index: InvertedIndex) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for part in self.parts:
            found = self.combine(found, part.matches(index))
        return found

    def combine(self, left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
        return left | right


class _Part(NamedTuple):
    kind: str
    text: str
    value: str
    position: int


def _parts(text: str) -> Iterator[_Part]:
    position = 0
    while text[position:].strip():
        match = _PART.match(text, position)
        if match is None:
            raise QueryError(f"{text[position:].strip()[0]!r} means nothing here", position)
        kind = match.lastgroup or ""
        name = "fact" if kind == "value" else kind
        yield _Part(name, match[name], match["value"] or "", match.start(name))
        position = match.end()


class _Parser:
    """Recursive descent; NOT binds closest, then AND, then OR."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = list(_parts(text))
        self.at = 0

    def peek(self) -> str:
        part = self.parts[self.at] if self.at < len(self.parts) else None
        if part is None:
            return ""
        return part.text if part.kind in ("word", "bracket") else part.kind

    def take(self) -> _Part:
        if self.at >= len(self.parts):
            raise QueryError("the query ends too early", len(self.text))
        self.at += 1
        return self.parts[self.at - 1]

    def either(self) -> Query:
        parts = [self.both()]
        while self.peek() == "OR":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(parts)

    def both(self) -> Query:
        parts = [self.negated()]
        while self.peek() not in ("", ")", "OR"):
            if self.peek() == "AND":
                self.take()
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else Both(parts)

    def negated(self) -> Query:
        if self.peek() == "NOT":
            self.take()
            return Not(self.negated())
        return self.single()

    def single(self) -> Query:
        part = self.take()
        if part.kind == "phrase":
            return Phrase([stem(word.lower()) for word in part.text.split()])
        if part.kind == "fact":
            return Fact(part.text, part.value)
        if part.text == "(":
            inner = self.either()
            closing = self.take()
            if closing.text != ")":
                raise QueryError("a bracket is not closed", closing.position)
            return inner
        if part.kind == "bracket":
            raise QueryError("a bracket closes that was not opened", part.position)
        return Word(part.text)


def parse_query(text: str) -> Query:
    """Read a query."""
    parser = _Parser(text)
    if not parser.parts:
        raise QueryError("the query is empty", 0)
    query = parser.either()
    if parser.at < len(parser.parts):
        rest = parser.parts[parser.at]
        raise QueryError(f"{rest.text!r} is left over", rest.position)
    return query
