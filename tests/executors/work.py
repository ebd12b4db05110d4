"""Bodies of every kind, for any executor."""

import functools
import os
from typing import Any, Callable, Dict, List

from lockweave import call_here, concurrent
from place import current

__all__ = ["Square", "square"]


def twice(function: Callable[..., int]) -> Callable[..., int]:
    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> int:
        return 2 * function(*args, **kwargs)

    return inner


@concurrent(executor=current)
def square(n: int, *, plus: int = 0) -> int:
    return n * n + plus


@concurrent(executor=current)
@twice
def decorated(n: int) -> int:
    return n


@concurrent(executor=lambda: current())
def asked(*numbers: int, **named: int) -> Dict[str, int]:
    return {**named, "sum": sum(numbers)}


class Shape:
    def __init__(self, sides: int) -> None:
        self.sides = sides

    @concurrent(executor=current)
    def angles(self, more: int = 0) -> int:
        return (self.sides - 2) * 180 + more

    @staticmethod
    @concurrent(executor=current)
    def next_to(n: int) -> int:
        return n + 1

    @classmethod
    @concurrent(executor=current)
    def make(cls, n: int) -> str:
        return f"{cls.__name__} {n}"

    @concurrent(executor=current)
    def __hidden(self) -> int:
        return self.sides

    def shown(self) -> int:
        return self.__hidden().result()

    class Corner:
        @concurrent(executor=current)
        def sharp(self, degrees: int) -> bool:
            return degrees < 90


class Square(Shape):
    @concurrent(executor=current)
    def angles(self, more: int = 0, scale: int = 3) -> int:
        return self.sides * scale + more

    def above(self) -> int:
        return super().angles(1).result()

    @classmethod
    @concurrent(executor=current)
    def make(cls, n: int, m: int = 2) -> str:
        return f"square {cls.__name__} {n} {m}"


@concurrent
def in_thread(n: int) -> int:
    return n + 100


@concurrent(executor=current)
def starts_threads(n: int) -> int:
    # In that process: its pool is made there.
    return sum(future.result() for future in [in_thread(i) for i in range(n)])


@concurrent(executor=current)
def waits_in_place(n: int) -> int:
    return in_thread(n).result()


@concurrent(executor=current)
def is_process(pid: int) -> bool:
    return os.getpid() == pid


@concurrent(executor=current, on_error="log")
def fails(n: int) -> int:
    raise ValueError(n)


_kept_square = square
square = square  # bound anew: the body has a name of its own


def report() -> List[object]:
    lines: List[object] = [square(3, plus=1).result(), decorated(4).result(), asked(1, 2, three=3).result()]
    box = Square(4)
    lines += [box.angles().result(), box.above(), Shape(3).angles(more=2).result(), box.shown()]
    lines += [Shape.next_to(2).result(), Shape.make(1).result(), Square.make(2).result()]
    lines += [Shape.Corner().sharp(80).result(), starts_threads(4).result(), waits_in_place(5).result()]
    lines += [call_here(square, 5, plus=0), _kept_square(6).result()]
    try:
        fails(3).result()
    except ValueError as error:
        lines.append(repr(error))
    return lines
