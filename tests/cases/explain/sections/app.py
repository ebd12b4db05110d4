import time
from concurrent.futures import Future
from typing import Dict, List

from lockweave import concurrent

hits: Dict[str, int] = {}
waiting: List[str] = []
total = 0


def weigh(name: str) -> int:
    return len(name)


@concurrent
def slow(name: str) -> int:
    hits[name] = weigh(name) + hits.get(name, 0)
    time.sleep(0.01)
    hits[name] += 1
    return weigh(name)


@concurrent
def early(name: str) -> int:
    if name in hits:
        hits[name] += 1
        return weigh(name)
    hits[name] = 0
    return sum(weigh(part) for part in name.split())


@concurrent
def adds(future: "Future[int]") -> None:
    global total
    total += future.result()


@concurrent
def feed(name: str) -> None:
    waiting.append(name)


def drain() -> None:
    while waiting:
        print(waiting.pop())
    for name in sorted(hits):
        print(name)


def main() -> None:
    first = slow("a")
    for future in [adds(first), early("a b"), feed("x")]:
        future.result()
    drain()
    print(total)
