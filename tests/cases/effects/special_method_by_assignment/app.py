# A special method that an assignment binds, and a second name of a method.
import time

from lockweave import concurrent

n = 0
m = 0


class Stage:
    def _apply(self, x: int) -> int:
        global n
        seen = n
        time.sleep(0.0005)
        n = seen + 1
        return x

    __call__ = _apply

    def add(self, x: int) -> "Stage":
        global m
        seen = m
        time.sleep(0.0005)
        m = seen + x
        return self

    __iadd__ = add
    plus = add


stage = Stage()


@concurrent
def one(x: int) -> int:
    return stage(x)


@concurrent
def two(x: int) -> None:
    local = Stage()
    local += x
    local.plus(x)


def main() -> None:
    futures = [one(i) for i in range(10)]
    for future in futures:
        future.result()
    for done in [two(1) for _ in range(5)]:
        done.result()
    print(n, m)
