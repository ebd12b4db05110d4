# Two read-modify-writes with slow work between: serializability holds the lock over all of it.
import time

from lockweave import concurrent

first = 0
second = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def work() -> bool:
    global first, second
    first += 1
    slow(1)
    second += 1
    return first == second


def main() -> None:
    assert {future.result() for future in [work() for _ in range(100)]} == {True}
    print(first, second)
