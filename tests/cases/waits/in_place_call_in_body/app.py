# `g(x).result()` written inside a body calls g's body in place: no thread, its locks join the caller's.
import time

from lockweave import concurrent

total = 0


@concurrent
def leaf(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


@concurrent
def tree(n: int) -> int:
    if n == 0:
        return 0
    return leaf(n).result() + tree(n - 1).result()


def main() -> None:
    assert sum(future.result() for future in [tree(5) for _ in range(20)]) == 300
    assert total == 300, total
    print(total)
