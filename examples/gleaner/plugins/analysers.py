"""What is found out about every text."""

from __future__ import annotations

from collections import Counter

from ..text import is_stop_word, sentences, stem, tokenise
from ..web.site import TOPICS
from .registry import Extracted, analyser

_topic_of_stem: dict[str, str] = {}
_LENGTHS = ((40, "short"), (120, "medium"))


@analyser("language", rank=10)
def language(extracted: Extracted) -> str:
    """What the page says; else English if it sounds like it."""
    if extracted.language:
        return extracted.language
    words = [token.text.lower() for token in tokenise(extracted.text)]
    function_words = sum(1 for word in words if is_stop_word(word))
    return "en" if words and function_words / len(words) > 0.15 else "und"


@analyser("length", rank=20)
def length(extracted: Extracted) -> str:
    words = sum(1 for _ in tokenise(extracted.text))
    return next((name for limit, name in _LENGTHS if words <= limit), "long")


@analyser("topic", rank=30)
def topic(extracted: Extracted) -> str:
    """The topic whose words occur most."""
    if not _topic_of_stem:
        _load_topics()
    found = Counter(
        _topic_of_stem[stemmed]
        for stemmed in (stem(token.text.lower()) for token in tokenise(extracted.text))
        if stemmed in _topic_of_stem
    )
    if not found:
        return "none"
    return min(found, key=lambda name: (-found[name], name))


@analyser("readability", rank=40)
def readability(extracted: Extracted) -> str:
    """Easy, plain or hard, by the lengths of words and sentences."""
    parts = sentences(extracted.text)
    words = [token.text for token in tokenise(extracted.text)]
    if not parts or not words:
        return "plain"
    score = len(words) / len(parts) + 4 * sum(len(word) for word in words) / len(words)
    return "easy" if score < 25 else "plain" if score < 34 else "hard"


def _load_topics() -> None:
    for name in sorted(TOPICS):
        for word in TOPICS[name]:
            _topic_of_stem.setdefault(stem(word), name)
