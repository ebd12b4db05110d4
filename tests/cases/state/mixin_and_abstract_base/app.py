# The fields of one hierarchy are the same ones, whichever class of it names them.
import time
from abc import ABC, abstractmethod

from lockweave import concurrent


class Counting:
    def bump(self) -> None:
        seen = self.count  # type: ignore[has-type]
        time.sleep(0)
        self.count = seen + 1


class Shape(ABC):
    @abstractmethod
    def area(self) -> int: ...

    def grow(self) -> int:
        return self.area() + self.extra()

    def extra(self) -> int:
        return 0


class Square(Counting, Shape):
    def __init__(self) -> None:
        self.count = 0
        self.side = 1

    def area(self) -> int:
        self.bump()
        seen = self.side
        time.sleep(0)
        self.side = seen + 1
        return self.side


@concurrent
def measure(shape: Shape) -> None:
    shape.grow()


def main() -> None:
    square = Square()
    for future in [measure(square) for _ in range(100)]:
        future.result()
    print(square.count, square.side)
