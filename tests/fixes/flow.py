# Futures are followed through what everyday loops are made of.
from concurrent.futures import Future, ThreadPoolExecutor
from typing import List, Tuple

from lockweave import concurrent


@concurrent
def count(n: int) -> int:
    return n


class Shelf:
    @property
    @concurrent
    def size(self) -> int:
        return 3


def pair() -> "Tuple[Future[int], str]":
    return count(1), "a"


def main() -> None:
    futures = [count(1), count(2)]
    by = {"a": count(3)}
    for i, one in enumerate(futures):
        print(one + i)
    for name, one in by.items():
        print(name, one + 1)
    for one, name in zip(futures, "ab"):
        print(one + 1, name)
    for one in futures[1:]:
        print(one + 1)
    print(sum(by.values()), sum(map(count, [1, 2])), sum(futures, 1), ", ".join(["a", "b"][: count(1)]))
    print(Shelf().size + 1)
    first, name = pair()
    print(first + 1, name)
    rest: List[int] = []
    with ThreadPoolExecutor() as pool:
        for one in pool.map(count, [1, 2]):
            rest.append(one)
        print(pool.submit(count, 5).result() + 1)
    print(rest, (count(6) if rest else count(7)) + 1)
    last = futures.pop(0)
    print(last + 1, *(n + 1 for n in futures), sum(n * 2 for n in futures if n))


if __name__ == "__main__":
    main()
