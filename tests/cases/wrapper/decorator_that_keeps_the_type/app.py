import functools
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from lockweave import concurrent

P = ParamSpec("P")
R = TypeVar("R")
log: list[str] = []


def logged(f: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(f)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return f(*args, **kwargs)

    return inner


@concurrent
@logged
def count(n: int) -> int:
    log.append("x")
    return n


class Shop:
    @concurrent
    @logged
    def size(self, n: int) -> int:
        log.append("x")
        return n


@concurrent
@functools.lru_cache(maxsize=None)
def cached(n: int) -> int:
    log.append("x")
    return n


def use() -> int:
    return count(1).result()


def use2() -> "Future[int]":
    return Shop().size(1)


def use3() -> int:
    return Shop().size(2).result()


def use4() -> list[int]:
    return [f.result() for f in [count(1), count(2)]]


def main() -> None:
    print(use(), use2().result(), use3(), use4(), cached(1).result())


if __name__ == "__main__":
    main()
