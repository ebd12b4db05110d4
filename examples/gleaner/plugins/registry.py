"""The tables of plugins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, NamedTuple

from .. import metrics
from ..web.transport import Response


@dataclass(frozen=True)
class Extracted:
    """What an extractor makes of a response."""

    title: str
    text: str
    links: tuple[str, ...] = ()
    language: str = ""


Extractor = Callable[[Response], Extracted]
Analyser = Callable[[Extracted], str]


class _Analysis(NamedTuple):
    rank: int
    name: str
    run: Analyser


_extractors: Dict[str, Extractor] = {}
_analysers: List[_Analysis] = []


def extractor(*content_types: str) -> Callable[[Extractor], Extractor]:
    """Register a function as the one that reads these types."""

    def register(function: Extractor) -> Extractor:
        for content_type in content_types:
            _extractors[content_type] = function
        return function

    return register


def analyser(name: str, rank: int = 50) -> Callable[[Analyser], Analyser]:
    """Register a function that finds something out about every text. Those of lower rank run first."""

    def register(function: Analyser) -> Analyser:
        _analysers.append(_Analysis(rank, name, function))
        _analysers.sort(key=lambda analysis: (analysis.rank, analysis.name))
        return function

    return register


def extract(response: Response) -> Extracted | None:
    """Read a response; None if nobody knows its type."""
    read = _extractors.get(response.content_type)
    if read is None:
        metrics.count(f"plugins.unread.{response.content_type}")
        return None
    with metrics.measured("extract"):
        return read(response)


def analyse(extracted: Extracted) -> dict[str, str]:
    """What all analysers say about a text."""
    return {analysis.name: analysis.run(extracted) for analysis in _analysers}


def known_types() -> list[str]:
    """The content types that can be read."""
    return sorted(_extractors)


def names_of_analysers() -> list[str]:
    """The analysers, in the order in which they run."""
    return [analysis.name for analysis in _analysers]
