# `while (n := len(jobs)) > limit:` keeps its binding.
import time

from lockweave import concurrent

jobs: list[int] = []


@concurrent
def add() -> None:
    size = len(jobs)
    time.sleep(0)
    jobs.append(size)


def trim(limit: int) -> int:
    removed = 0
    while (n := len(jobs)) > limit:
        del jobs[n - 1]
        removed += 1
    return removed + n


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert trim(10) == 100 and len(jobs) == 10
    print(len(jobs))
