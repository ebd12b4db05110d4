"""From text to tokens and terms."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

from .. import config, metrics
from .stemmer import stem
from .stopwords import is_stop_word

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]|[A-Za-z]|\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Token(NamedTuple):
    """A word where it stands."""

    text: str
    position: int
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokenise(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    for position, match in enumerate(_WORD.finditer(text)):
        yield Token(match.group(), position, match.start())


def terms(text: str) -> list[tuple[str, int]]:
    """What a text is found by: stems with their positions, without words that say nothing."""
    keep_all = config.current.keep_stop_words
    found: list[tuple[str, int]] = []
    for token in tokenise(text):
        word = token.text.lower()
        if keep_all or not is_stop_word(word):
            found.append((stem(word), token.position))
    metrics.count("text.terms", len(found))
    return found


def sentences(text: str) -> list[str]:
    """A text cut at the ends of its sentences."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
