from typing import Protocol

from lockweave import concurrent

rows: dict[str, int] = {}


class Counter(Protocol):
    @classmethod
    @concurrent
    def build(cls, n: int) -> int:
        rows["b"] = n
        return n

    @staticmethod
    @concurrent
    def util(n: int) -> int:
        rows["u"] = n
        return n


class Impl(Counter):
    pass




def main() -> None:
    print(Impl.build(1).result(), Impl().util(2).result())


if __name__ == "__main__":
    main()
