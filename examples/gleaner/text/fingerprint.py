"""Fingerprints: texts that are nearly the same get numbers that differ in few bits (simhash)."""

from __future__ import annotations

import hashlib

from .. import config
from .tokens import tokenise

_BITS = 64


def fingerprint(text: str) -> int:
    """A number for a text, over its shingles."""
    words = [token.text.lower() for token in tokenise(text)]
    width = config.current.shingle
    balance = [0] * _BITS
    for start in range(max(1, len(words) - width + 1)):
        number = _hash(" ".join(words[start : start + width]))
        for bit in range(_BITS):
            balance[bit] += 1 if number >> bit & 1 else -1
    return sum(1 << bit for bit in range(_BITS) if balance[bit] > 0)


def distance(left: int, right: int) -> int:
    """In how many bits two fingerprints differ."""
    return bin(left ^ right).count("1")


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=_BITS // 8).digest(), "big")
