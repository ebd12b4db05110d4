# Bodies of methods that override one another: each by its own class, under names that don't take each other's place.
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from lockweave import concurrent

T = TypeVar("T")
pool = ThreadPoolExecutor(2)


class Shape:
    @concurrent(executor=pool)
    def area(self) -> int:
        return 1

    @classmethod
    @concurrent(executor=pool)
    def make(cls) -> str:
        return cls.__name__

    @staticmethod
    @concurrent(executor=pool)
    def count() -> int:
        return 0


class TallSquare(Shape):
    @concurrent(executor=pool)
    def area(self, scale: int = 2) -> int:
        return 4 * scale

    @classmethod
    @concurrent(executor=pool)
    def make(cls, n: int = 1) -> str:
        return f"{n} {cls.__name__}"

    @staticmethod
    @concurrent(executor=pool)
    def count(n: int = 4) -> int:
        return n

    def both(self) -> int:
        return super().area().result() + self.area(3).result()


class Box(Generic[T]):
    def __init__(self, held: T) -> None:
        self.held = held

    @concurrent(executor=pool)
    def get(self) -> T:
        return self.held


def main() -> None:
    print(Shape().area().result(), TallSquare().area().result(), TallSquare().both())
    print(Shape.make().result(), TallSquare.make().result(), Shape.count().result(), TallSquare.count().result())
    print(Box("held").get().result())
