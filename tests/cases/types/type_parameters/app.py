# Type parameters in brackets, of functions and of classes.
from typing import Callable, Self

from lockweave import call_here, concurrent

total = 0


class Stack[T]:
    def __init__(self) -> None:
        self.items: list[T] = []

    @concurrent
    def push(self, item: T) -> Self:
        self.items.append(item)
        return self

    @concurrent
    def pop[D](self, default: D) -> T | D:
        return self.items.pop() if self.items else default


@concurrent
def first[T: (int, str)](items: list[T], *more: T, **named: T) -> T:
    global total
    total += 1
    return items[0]


@concurrent
def run[**P, R](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


@concurrent
def packed[*Ts](*args: *Ts) -> tuple[*Ts]:
    return args


type Pair[T] = tuple[T, T]


@concurrent
def pair[T](value: T) -> Pair[T]:
    return (value, value)


def main() -> None:
    stack = Stack[int]()
    x: int | str = stack.push(1).result().pop("d").result()
    y: int = first([1]).result()
    z: int = run(len, "abc").result()
    w: tuple[int, str] = packed(1, "x").result()
    p: tuple[int, int] = pair(1).result()
    h: int = call_here(first, [1])
    print(x, y, z, w, p, h)
