# Class methods on an executor override each other: each wrapper submits the body of its own class, bound to the caller's class.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(4)


class Base:
    @classmethod
    @concurrent(executor=pool)
    def make(cls, n: int) -> str:
        return f"{cls.__name__} {n}"

    @concurrent(executor=pool)
    def show(self) -> str:
        return "base"


class Sub(Base):
    @classmethod
    @concurrent(executor=pool)
    def make(cls, n: int) -> str:
        return "sub " + super().make(n).result(timeout=3)

    @concurrent(executor=pool)
    def show(self) -> str:
        return "sub " + super().show().result(timeout=3)


class Sub(Sub):  # type: ignore[no-redef]
    @classmethod
    @concurrent(executor=pool)
    def make(cls, n: int) -> str:
        return "again " + super().make(n).result(timeout=3)


def main() -> None:
    print(Sub.make(1).result(timeout=5), Base.make(2).result(timeout=5))
    print(Sub().show().result(timeout=5))
