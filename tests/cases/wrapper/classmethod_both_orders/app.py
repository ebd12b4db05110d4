# classmethod above and below; `cls` is the subclass in the body too.
import time

from lockweave import concurrent

made: list[str] = []


class Base:
    @classmethod
    @concurrent
    def make(cls, n: int) -> str:
        size = len(made)
        time.sleep(0)
        made.append(f"{size}")
        return f"{cls.__name__}{n}"

    @concurrent
    @classmethod
    def build(cls, n: int) -> str:
        size = len(made)
        time.sleep(0)
        made.append(f"{size}")
        return f"{cls.__name__}{n}"


class Derived(Base):
    pass


def main() -> None:
    futures = [Derived.make(1), Derived().build(2), Base.make(3), Base.build(4)]
    print([future.result() for future in futures])
    for future in [Derived.make(n) for n in range(50)]:
        future.result()
    assert made == [str(n) for n in range(54)]
