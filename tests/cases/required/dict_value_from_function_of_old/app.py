# Ordinary `d[k] = f(d.get(k))` is one section, f included.
import time
from typing import Optional

from lockweave import concurrent

totals: dict[str, int] = {}


def grow(old: Optional[int]) -> int:
    time.sleep(0)
    return (old or 0) + 1


@concurrent
def count(word: str) -> None:
    totals[word] = grow(totals.get(word))


def count_here(word: str) -> None:
    totals[word] = grow(totals.get(word))


def main() -> None:
    futures = []
    for i in range(150):
        futures.append(count("ab"[i % 2]))
        count_here("ab"[i % 2])
    for future in futures:
        future.result()
    assert totals == {"a": 150, "b": 150}, totals
    print(sorted(totals.items()))
