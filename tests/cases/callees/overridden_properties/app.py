"""A property of a class below runs where the one above is named."""
from functools import cached_property

from lockweave import concurrent

reads = 0
cached = 0
written: list[int] = []
plain = 0


class Shape:
    colour = "red"

    @property
    def area(self) -> int:
        return 0

    @cached_property
    def weight(self) -> int:
        return 1

    @property
    def size(self) -> int:
        return 1

    @size.setter
    def size(self, size: int) -> None:
        pass

    def describe(self) -> str:
        return f"{self.area} {self.weight} {self.colour}"

    def resize(self) -> None:
        self.size = 2


class Square(Shape):
    @property
    def area(self) -> int:
        global reads
        reads += 1
        return super().area + 4

    @cached_property
    def weight(self) -> int:
        global cached
        cached += 1
        return 2

    @property
    def size(self) -> int:
        return 2

    @size.setter
    def size(self, size: int) -> None:
        written.append(size)

    @property
    def colour(self) -> str:
        global plain
        plain += 1
        return "blue"


@concurrent
def describe(shape: Shape) -> str:
    shape.resize()
    return shape.describe()


def main() -> None:
    for future in [describe(Square()) for _ in range(5)]:
        future.result()
    print(reads, cached, plain, written)


if __name__ == "__main__":
    main()
