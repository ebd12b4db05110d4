"""Words that say nothing about a text.

The list starts with English function words. A run can add words to it that stand on every page of a site.
"""

from __future__ import annotations

from typing import Iterable

_ENGLISH = """
a about above after again all am an and any are as at be because been before being below between both but by can did
do does doing down during each few for from further had has have having he her here hers him his how i if in into is it
its itself just me more most my no nor not now of off on once only or other our out over own same she so some such than
that the their them then there these they this those through to too under until up very was we were what when where
which while who whom why will with you your
"""

_stop_words: set[str] = set(_ENGLISH.split())
_added: list[str] = []


def is_stop_word(word: str) -> bool:
    return word in _stop_words


def add_stop_words(words: Iterable[str]) -> int:
    """Ignore these too; how many of them are new."""
    new = [word for word in words if word not in _stop_words]
    _stop_words.update(new)
    _added.extend(new)
    return len(new)


def restore() -> None:
    """Ignore the English words alone."""
    _stop_words.difference_update(_added)
    _added.clear()
