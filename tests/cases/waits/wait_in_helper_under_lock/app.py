# The wait hides two helpers deep, in a loop over the locked list: LW301 with the path.
from concurrent.futures import Future

from lockweave import concurrent

rows: list[int] = [1, 2, 3]


@concurrent
def work(n: int) -> int:
    rows.append(n)
    return n


def settle(future: "Future[int]") -> int:
    return future.result()


def run(n: int) -> int:
    return settle(work(n))


def total() -> int:
    result = 0
    for row in rows:
        result += run(row)
    return result
