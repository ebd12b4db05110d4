# What no direct call can be made of is refused, each with a way out.
from concurrent.futures import Future
from typing import Callable, Protocol

import lockweave
from lockweave import call_here, concurrent


@concurrent
def one(n: int, more: list[int] = [1]) -> int:
    return n + len(more)


@concurrent
def two(n: int) -> int:
    return n


def plain(n: int) -> int:
    return n


class Shape(Protocol):
    @concurrent
    def area(self) -> int: ...


class Square(Shape):
    @concurrent
    def area(self) -> int:
        return 4


def unknown(function: Callable[[int], Future[int]]) -> int:
    return call_here(function, 1)


def several(flag: bool) -> int:
    chosen = one if flag else two
    return call_here(chosen, 1)


def main(shape: Shape) -> None:
    call_here(plain, 1)
    call_here(one, 1)
    call_here(shape.area)
    call_here([two][0], 1)
    lockweave.call_here()
    print(call_here)
