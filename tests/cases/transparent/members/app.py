# Methods of every kind, overrides, overloads, abstract and Protocol members keep the type that they have.
from abc import ABC, abstractmethod
from typing import Generic, List, Protocol, TypeVar, Union, overload

from lockweave import call_here, concurrent

T = TypeVar("T")


class Plain:
    def load(self, n: int) -> int:
        return n

    def kept(self, n: int) -> int:
        return n


class Store(Plain):
    factor = 2

    @concurrent(transparent=True)
    def load(self, n: int) -> int:
        return n * self.factor

    @classmethod
    @concurrent(transparent=True)
    def made(cls, n: int) -> "Store":
        store = cls()
        store.factor = n
        return store

    @staticmethod
    @concurrent(transparent=True)
    def twice(n: int) -> int:
        return 2 * n

    @property
    @concurrent(transparent=True)
    def total(self) -> int:
        return self.factor

    @overload
    @concurrent(transparent=True)
    def pick(self, key: int) -> int: ...
    @overload
    @concurrent(transparent=True)
    def pick(self, key: str) -> str: ...
    @concurrent(transparent=True)
    def pick(self, key: Union[int, str]) -> Union[int, str]:
        return key


class Base(ABC):
    @concurrent(transparent=True)
    @abstractmethod
    def area(self) -> float: ...


class Square(Base):
    @concurrent(transparent=True)
    def area(self) -> float:
        return 4.0


class Reader(Protocol):
    @concurrent(transparent=True)
    def read(self, n: int) -> str: ...


class File:
    @concurrent(transparent=True)
    def read(self, n: int) -> str:
        return "x" * n


class Cell(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    @concurrent(transparent=True)
    def get(self) -> T:
        return self.value

    @concurrent(transparent=True)
    def all(self) -> List[T]:
        return [self.value]


class Below(Store):
    def kept(self, n: int) -> int:
        return super().load(n) + 1

    @concurrent
    def load(self, n: int) -> int:  # LW404: gives a future where the one above gives the value
        return n


def length(reader: Reader) -> int:
    return len(reader.read(3))


def main() -> None:
    store = Store()
    print(store.load(3) + 1, Store.made(4).load(2), Store.twice(3), store.total + 1, store.pick("a"), store.pick(1))
    print(Square().area() + 1, length(File()), Cell("a").get().upper(), Cell(1).all()[0], Below().kept(2))
    print(call_here(store.load, 5) + 1)


if __name__ == "__main__":
    main()
