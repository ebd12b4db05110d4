# `n = counts[k]` takes an int out: changing n is local, only the stores count.
import time

from lockweave import concurrent

counts: dict[str, int] = {"a": 0}


@concurrent
def add(k: str) -> int:
    n = counts[k]
    time.sleep(0)
    counts[k] = n + 1
    n += 1000
    n *= 2
    return n


def main() -> None:
    for future in [add("a") for _ in range(100)]:
        future.result()
    assert counts == {"a": 100}, counts
    print(counts)
