# The method itself has two leading underscores: the body's name is made from it and still mangles.
import time

from lockweave import concurrent

total = 0


class Till:
    @concurrent
    def __add(self, n: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n
        return n

    def add_all(self, count: int) -> int:
        return sum(future.result() for future in [self.__add(1) for _ in range(count)])


def main() -> None:
    assert Till().add_all(100) == total == 100
    print(total)
