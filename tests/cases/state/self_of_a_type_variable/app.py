from typing import TypeVar

from lockweave import concurrent

B = TypeVar("B", bound="Base")
seen: list[int] = []


class Base:
    def __init__(self) -> None:
        self.items: list[int] = []

    @concurrent
    def add(self: B, n: int) -> B:
        self.items.append(n)
        return self

    @classmethod
    @concurrent
    def make(cls: type[B]) -> B:
        seen.append(1)
        return cls()


class Sub(Base):
    def extra(self) -> int:
        return len(self.items)


def main() -> None:
    s = Sub.make().result()
    print(s.extra())
    t = s.add(1).result()
    print(t.extra())
    u = s.add(2).result()
    print(u.extra())


if __name__ == "__main__":
    main()
