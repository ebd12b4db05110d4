# A body's decorator may give another function each round, and all wrappers reach the body by one name: LW108. Without a
# decorator all rounds have the same body.
from typing import Callable

from lockweave import concurrent


def times(k: int) -> Callable[[Callable[[int], int]], Callable[[int], int]]:
    return lambda f: lambda n: f(n) * k


made = []
for k in (1, 2):

    @concurrent
    @times(k)
    def work(n: int) -> int:
        return n

    @concurrent
    def plain(n: int, m: int = k) -> int:
        return n * m

    made.append((work, plain))
