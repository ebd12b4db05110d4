# The concurrent function itself is handed to a helper that calls it: what comes back are futures.
import time
from concurrent.futures import Future
from typing import Callable, List

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


def spawn_all(function: "Callable[[int], Future[int]]", n: int) -> "List[Future[int]]":
    return [function(1) for _ in range(n)]


def main() -> None:
    global total
    futures = spawn_all(add, 100)
    total += 0
    for future in futures:
        future.result()
    futures = list(map(add, range(3)))
    print(sum(future.result() for future in futures), total)
    assert total == 103
