# A guarded helper calls itself and is called under the lock: re-entrant, no self-deadlock.
import time

from lockweave import concurrent

total = 0


def add(n: int) -> None:
    global total
    if n == 0:
        return
    seen = total
    time.sleep(0)
    total = seen + 1
    add(n - 1)


@concurrent
def work(n: int) -> int:
    global total
    before = total
    add(n)
    return total - before


def main() -> None:
    futures = [work(4) for _ in range(50)]
    add(10)
    assert {future.result() for future in futures} == {4}
    assert total == 210, total
    print(total)
