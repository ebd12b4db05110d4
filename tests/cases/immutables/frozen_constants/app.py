# Strings, tuples, frozensets, None, functions and modules read by bodies: no lock anywhere.
import math
import re

from lockweave import concurrent

TITLE = "shop"
SIZES = (1, 2, 3)
KINDS = frozenset({"a", "b"})
NOTHING = None
WORD = re.compile(r"\w+")


def twice(n: int) -> int:
    return n * 2


@concurrent
def describe(n: int) -> str:
    if NOTHING is None and "a" in KINDS:
        return f"{TITLE} {twice(SIZES[n % 3])} {math.gcd(n, 4)} {WORD.findall('a b')}"
    return ""


def main() -> None:
    print([future.result() for future in [describe(n) for n in range(3)]])
