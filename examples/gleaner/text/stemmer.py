"""Stems of English words, by a short version of Porter's rules.

Most words of a text have been seen before, so stems are remembered.
"""

from __future__ import annotations

from .. import metrics

_VOWELS = "aeiou"

_stems: dict[str, str] = {}

_SUFFIXES = (
    ("ational", "ate"),
    ("ization", "ize"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ousness", "ous"),
    ("tional", "tion"),
    ("alism", "al"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("ness", ""),
    ("ment", ""),
    ("able", ""),
    ("ible", ""),
    ("ance", ""),
    ("ence", ""),
)


def stem(word: str) -> str:
    """The stem of a lower-case word."""
    known = _stems.get(word)
    if known is None:
        known = _reduced(word)
        _stems[word] = known
        metrics.count("text.stems")
    return known


def known_stems() -> int:
    """How many words have been reduced."""
    return len(_stems)


def _reduced(word: str) -> str:
    if len(word) <= 3 or not word.isalpha():
        return word
    return _final_e(_long_suffix(_past_and_gerund(_plural(word))))


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _past_and_gerund(word: str) -> str:
    for suffix in ("ing", "ed"):
        root = word[: -len(suffix)]
        if word.endswith(suffix) and _has_vowel(root) and len(root) > 2:
            if root.endswith(("at", "bl", "iz")):
                return root + "e"
            if root[-1] == root[-2] and root[-1] not in "lsz":
                return root[:-1]
            return root
    return word


def _long_suffix(word: str) -> str:
    for suffix, replacement in _SUFFIXES:
        if word.endswith(suffix) and _measure(word[: -len(suffix)]) > 1:
            return word[: -len(suffix)] + replacement
    return word


def _final_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and _measure(word[:-1]) > 1 else word


def _has_vowel(word: str) -> bool:
    return any(letter in _VOWELS or letter == "y" for letter in word)


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant."""
    found = 0
    after_vowel = False
    for letter in word:
        is_vowel = letter in _VOWELS
        if after_vowel and not is_vowel:
            found += 1
        after_vowel = is_vowel
    return found
