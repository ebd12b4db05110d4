# `total` inside the comprehension is its own variable: no access of the global there.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


def squares(n: int) -> list[int]:
    return [total * total for total in range(n)]


def main() -> None:
    futures = [add(1) for _ in range(100)]
    print(squares(4))
    for future in futures:
        future.result()
    assert total == 100, total
