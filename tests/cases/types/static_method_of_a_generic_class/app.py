from typing import Generic, TypeVar

from lockweave import concurrent

T = TypeVar("T")
log: list[str] = []


class Box(Generic[T]):
    def __init__(self, x: T) -> None:
        self.x: T = x

    @staticmethod
    @concurrent
    def wrap(x: T) -> T:
        log.append("b")
        return x


def main() -> None:
    print(Box[int].wrap(3).result())


if __name__ == "__main__":
    main()
