# Futures taken for their values, by names, containers and returns: LW401, with the place where `.result()` goes.
from concurrent.futures import Future

from lockweave import concurrent


@concurrent
def count(page: str) -> int:
    return len(page)


class Box:
    @concurrent
    def size(self) -> int:
        return 1

    def start(self) -> "Future[int]":
        return self.size()


def begin(page: str) -> "Future[int]":
    future = count(page)
    return future


def needs(n: int) -> int:
    return n


def uses(pages: list[str]) -> int:
    total = 0
    for page in pages:
        total += count(page)
    futures = [count(page) for page in pages]
    for future in futures:
        total = total + future
    if count("x"):
        total += 1
    while not count("y"):
        break
    first = futures[0] + 1
    named = {page: count(page) for page in pages}
    total += named["a"] * 2
    print(f"{count('a')} {count('b')!r:>{needs(3)}}", count("c").upper())
    needs(begin("x"))
    size: int = count("z")
    a, b = count("w")
    total += sum(futures) + len(count("q"))
    ok = begin("m") == 3
    same = futures[0] == futures[1]
    s = -count("x") if ok else (count("y")) + 1
    print(Box().start() + 1, count)
    return count("x")


async def later() -> None:
    await count("x")
    print(count("x") + 1)
