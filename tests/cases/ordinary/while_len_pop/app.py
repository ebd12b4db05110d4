# `while len(q): q.pop()`: test and pop share one section each round, so pop never meets an empty list.
import time

from lockweave import concurrent

jobs: list[int] = list(range(400))
done: list[int] = []


@concurrent
def worker() -> int:
    count = 0
    while len(jobs):
        time.sleep(0)
        jobs.pop()
        count += 1
    return count


def main() -> None:
    futures = [worker() for _ in range(4)]
    mine = 0
    while len(jobs):
        time.sleep(0)
        jobs.pop()
        mine += 1
    total = mine + sum(future.result() for future in futures)
    assert total == 400, total
    print(total)
