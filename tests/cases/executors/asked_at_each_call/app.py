# A function of the program gives the executor: it is called at each call, in the caller's thread, under its own locks.
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Optional

from lockweave import concurrent

_pool: Optional[ThreadPoolExecutor] = None
asked = 0


def pool() -> ThreadPoolExecutor:
    global _pool, asked
    asked += 1
    if _pool is None:
        _pool = ThreadPoolExecutor(2)
    return _pool


class Pools:
    @staticmethod
    def own() -> Executor:
        return pool()

    def of_object(self) -> Executor:
        return pool()

    def __call__(self) -> Executor:
        return pool()


pools = Pools()


@concurrent(executor=pool)
def square(n: int) -> int:
    return n * n


@concurrent(executor=lambda: pool())
def cube(n: int) -> int:
    return n**3


class Shape:
    @concurrent(executor=Pools.own)
    def sides(self, n: int) -> int:
        return n


@concurrent(executor=pools.of_object)
def half(n: int) -> int:
    return n // 2


@concurrent(executor=pools)
def third(pool: int) -> int:
    return pool // 3


@concurrent(executor=lambda: pool())
def hidden(pool: int) -> int:
    return pool


def main() -> None:
    futures = [square(n) for n in range(3)] + [cube(n) for n in range(3)] + [Shape().sides(2), half(8), third(9), hidden(4)]
    print([future.result() for future in futures])
