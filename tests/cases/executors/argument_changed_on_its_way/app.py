# An argument is copied some time after the call: who changes it by then changes the copy, or doesn't.
from concurrent.futures import ProcessPoolExecutor
from typing import List

from lockweave import concurrent

pool = ProcessPoolExecutor()
rows: List[int] = [1]


@concurrent(executor=pool)
def total(rows: List[int]) -> int:
    return sum(rows)


def start() -> None:
    mine = [1, 2]
    future = total(mine)
    mine.append(3)
    print(future.result(), total(rows).result())
