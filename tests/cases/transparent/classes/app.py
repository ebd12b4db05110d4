# What it is an instance of: of the annotated class, or of the value's where that alone doesn't decide.
import threading
from collections.abc import Mapping, Sequence
from typing import Any, List, Optional, Union

from lockweave import concurrent


asked = threading.Event()


def until_asked() -> None:
    """In a thread of its own a body goes on only when it is known what its result is an instance of."""
    if threading.current_thread() is not threading.main_thread():
        asked.wait()


class Slotted:
    __slots__ = ("size",)

    def __init__(self, size: int) -> None:
        self.size = size


class Shape:
    pass


class Circle(Shape):
    pass


class Outer:
    class Inner:
        pass

    @concurrent(transparent=True)
    def inner(self) -> "Outer.Inner":
        return Outer.Inner()


@concurrent(transparent=True)
def number() -> int:
    until_asked()
    return 1


@concurrent(transparent=True)
def truth() -> bool:
    until_asked()
    return True


@concurrent(transparent=True)
def span() -> range:
    until_asked()
    return range(2)


@concurrent(transparent=True)
def view() -> memoryview:
    until_asked()
    return memoryview(b"ab")


@concurrent(transparent=True)
def slotted() -> Slotted:
    until_asked()
    return Slotted(3)


@concurrent(transparent=True)
def shape() -> Shape:
    return Circle()


@concurrent(transparent=True)
def anything(value: Any) -> Any:
    return value


@concurrent(transparent=True)
def either(value: Union[int, str]) -> Union[int, str]:
    return value


@concurrent(transparent=True)
def maybe(value: Optional[int]) -> Optional[int]:
    return value


@concurrent(transparent=True)
def several() -> "List[int]":
    return [1]


def main() -> None:
    one, yes, two, bytes_of, slots = number(), truth(), span(), view(), slotted()
    print(isinstance(one, int), isinstance(yes, bool), isinstance(two, range), isinstance(bytes_of, memoryview))
    print(isinstance(slots, Slotted), isinstance(slots, Shape), isinstance(one, (str, bytes)))
    asked.set()
    print(one + 1, not yes, list(two), bytes(bytes_of), slots.size, isinstance(Outer().inner(), Outer.Inner))
    drawn = shape()
    print(isinstance(drawn, Circle), isinstance(drawn, Shape), isinstance(drawn, int), drawn.__class__.__name__)
    print(isinstance(anything(1.5), float), isinstance(either("a"), str), isinstance(maybe(None), type(None)))
    print(isinstance(several(), list), isinstance(several(), (str, bytes)), isinstance(anything({}), Mapping))
    print(isinstance(anything(()), Sequence), isinstance(anything(1), Sequence))


if __name__ == "__main__":
    main()
