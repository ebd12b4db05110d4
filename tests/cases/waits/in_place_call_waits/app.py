# A call that runs in place waits itself: the whole of it is taken out of the section, and it runs once.
from concurrent.futures import Future
from typing import List

from lockweave import concurrent, wait_for

total = 0
calls: List[int] = []


@concurrent
def other(n: int) -> int:
    return n


@concurrent
def product(n: int, factor: "Future[int]") -> int:
    calls.append(n)
    return n * factor.result()


@concurrent(transparent=True)
def later(n: int, factor: "Future[int]") -> int:
    calls.append(n)
    return n * factor.result()


@concurrent
def sums(n: int) -> int:
    global total
    factor = other(n)
    total = total + product(n + 1, factor).result()
    total += wait_for(later(n + 2, factor))
    return total


def main() -> None:
    print(sums(2).result(), total, calls)


if __name__ == "__main__":
    main()
