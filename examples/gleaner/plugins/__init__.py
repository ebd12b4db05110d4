"""Plugins: how pages of each kind are read, and what is found out about them.

A plugin is a function that registers itself when its module is imported. Importing this package loads those that come
with it; others do the same from outside::

    from gleaner.plugins import extractor

    @extractor("text/markdown")
    def read_markdown(response): ...
"""

from .registry import Extracted, analyse, analyser, extract, extractor, known_types, names_of_analysers

from . import analysers, extractors  # isort: skip

__all__ = [
    "Extracted",
    "analyse",
    "analyser",
    "analysers",
    "extract",
    "extractor",
    "extractors",
    "known_types",
    "names_of_analysers",
]
