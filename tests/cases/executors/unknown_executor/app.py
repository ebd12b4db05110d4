# An executor that may be anything may be in another process.
from concurrent.futures import Executor
from typing import List

from lockweave import concurrent

limit = 3


class Service:
    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def sorted_by(self, rows: List[int]) -> List[int]:
        @concurrent(executor=self.pool)
        def body(n: int) -> int:
            return rows[n]

        return [body(n).result() for n in range(2)]


def make() -> Executor:
    raise NotImplementedError


@concurrent(executor=make)
def fill(rows: List[int]) -> int:
    rows.append(1)
    return limit


def start() -> None:
    global limit
    limit = 4
    rows = [1]
    print(fill(rows).result(), rows)
