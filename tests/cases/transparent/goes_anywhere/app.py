# Where nobody can follow it, whatever nobody knows may stand in for something: no lock is held over that.
import queue
from typing import Any, Callable, Dict, List

from lockweave import concurrent

total = 0
inbox: "queue.Queue[Any]" = queue.Queue()
table: Dict[str, Callable[[int], int]] = {}


@concurrent(transparent=True)
def work(n: int) -> int:
    global total
    total += 1
    return n


def apply(f: Callable[[int], int], n: int) -> int:
    return f(n)


table["work"] = work


@concurrent
def higher(n: int) -> None:
    global total
    found = apply(work, n)
    total += found


@concurrent
def by_table(n: int) -> None:
    global total
    found = table["work"](n)
    total += found


@concurrent
def through_a_queue(n: int) -> None:
    global total
    inbox.put(work(n))
    total += inbox.get()


@concurrent
def mapped(n: int) -> None:
    global total
    for found in map(work, range(n)):
        total += found


def filled(into: List[int], n: int) -> None:
    into.append(work(n))


@concurrent
def by_parameter(n: int) -> None:
    global total
    found: List[int] = []
    filled(found, n)
    total += found[0]


def main() -> None:
    for start in (higher, by_table, through_a_queue, mapped, by_parameter):
        start(3).result()
    print(total)


if __name__ == "__main__":
    main()
