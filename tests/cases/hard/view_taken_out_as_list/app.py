# A view that is needed outside of the section is copied into a list inside it.
import time
from concurrent.futures import Future, wait

from lockweave import concurrent

jobs: dict[int, "Future[int]"] = {}


@concurrent
def square(n: int) -> int:
    time.sleep(0)
    return n * n


@concurrent
def start(n: int) -> None:
    jobs[n] = square(n)


def finish() -> int:
    wait(jobs.values())
    return sum(future.result() for future in jobs.values())


def main() -> None:
    for future in [start(n) for n in range(50)]:
        future.result()
    assert finish() == sum(n * n for n in range(50))
    print(finish())
