# What it is an instance of: of the annotated class, or of the value's where that alone doesn't decide.
from collections.abc import Mapping, Sequence
from typing import Any, List, Optional, Union

from lockweave import concurrent


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
    return 1


@concurrent(transparent=True)
def truth() -> bool:
    return True


@concurrent(transparent=True)
def span() -> range:
    return range(2)


@concurrent(transparent=True)
def view() -> memoryview:
    return memoryview(b"ab")


@concurrent(transparent=True)
def slotted() -> Slotted:
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
    print(isinstance(number(), int), isinstance(truth(), bool), isinstance(span(), range), isinstance(view(), memoryview))
    print(isinstance(slotted(), Slotted), slotted().size, isinstance(Outer().inner(), Outer.Inner))
    drawn = shape()
    print(isinstance(drawn, Circle), isinstance(drawn, Shape), isinstance(drawn, int), drawn.__class__.__name__)
    print(isinstance(anything(1.5), float), isinstance(either("a"), str), isinstance(maybe(None), type(None)))
    print(isinstance(several(), list), isinstance(several(), (str, bytes)), isinstance(anything({}), Mapping))
    print(isinstance(anything(()), Sequence), isinstance(anything(1), Sequence))


if __name__ == "__main__":
    main()
