# The body's own loop: the whole loop is the section, its breaks leave through the epilogue once.
import time

from lockweave import concurrent

pool = list(range(100))
taken: list[int] = []


@concurrent
def grab(n: int) -> int:
    got = 0
    while True:
        if not pool or got == n:
            break
        time.sleep(0)
        taken.append(pool.pop())
        got += 1
    return got


def main() -> None:
    counts = [future.result() for future in [grab(10) for _ in range(20)]]
    assert sum(counts) == 100 and counts.count(10) == 10, counts
    print(len(set(taken)))
