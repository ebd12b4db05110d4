# The view is copied under the lock; the results are waited for outside.
import time

from lockweave import concurrent

jobs = {}


@concurrent
def leaf(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def start(n: int) -> None:
    jobs[n] = leaf(n)


def total() -> int:
    return sum(job.result() for job in jobs.values())


def main() -> None:
    futures = [start(n) for n in range(100)]
    total()
    for future in futures:
        future.result()
    print(total())
