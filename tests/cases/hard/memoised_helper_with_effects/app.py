# functools.lru_cache around a helper that reads and writes globals: its first run for a key has effects.
import functools
import time

from lockweave import concurrent

computed: list[int] = []


@functools.lru_cache(maxsize=None)
def square(n: int) -> int:
    size = len(computed)
    time.sleep(0)
    computed.append(size)
    return n * n


@concurrent
def work(n: int) -> int:
    return square(n)


def main() -> None:
    values = [future.result() for future in [work(n % 5) for n in range(100)]]
    assert computed == list(range(5)), computed
    print(sum(values))
