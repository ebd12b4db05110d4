# Uses that no lock can be given back for: LW301 with the place of the wait.
from typing import Dict, List

from lockweave import atomic, concurrent

total = 0
cache: Dict[str, int] = {}
items: List[int] = []


@concurrent(transparent=True)
def work(n: int) -> int:
    global total
    total += 1
    return n


@concurrent
def in_place(n: int) -> None:
    cache["a"] = work(n)
    cache["a"] += 1


@concurrent
def summed() -> int:
    items.append(work(1))
    return sum(items)


@concurrent
def between() -> None:
    global total
    if total > work(1):
        total = 0


@concurrent
def fixed_by_hand(n: int) -> None:
    global total
    with atomic:
        total += work(n)


@concurrent
def read_and_written(key: str) -> None:
    cache[key] = cache.get(key, 0) + 1


@concurrent
def bound_on_the_way(n: int) -> None:
    global total
    total += (value := work(n)) + value
