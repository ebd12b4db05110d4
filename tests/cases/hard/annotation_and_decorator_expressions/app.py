# Annotations, defaults and decorator arguments of plain functions read shared names when the def runs, after a spawn.
import time

from lockweave import concurrent

limit = 0


@concurrent
def raise_limit() -> None:
    global limit
    seen = limit
    time.sleep(0)
    limit = seen + 1


def tagged(n: int):
    def apply(function):
        function.tag = n >= 0
        return function

    return apply


def main() -> None:
    futures = [raise_limit() for _ in range(50)]

    @tagged(limit)
    def show(n: int = limit) -> "limit":
        return n >= 0

    for future in futures:
        future.result()
    assert limit == 50, limit
    print(show(), show.tag)
