# A body that spawns others and gives their futures away doesn't block: the pool is fine.
import time
from concurrent.futures import Future

from lockweave import concurrent

total = 0


@concurrent
def leaf(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


@concurrent
def scatter(n: int) -> "list[Future[int]]":
    return [leaf(1) for _ in range(n)]


def main() -> None:
    groups = [scatter(10) for _ in range(20)]
    for group in groups:
        for future in group.result():
            future.result()
    assert total == 200, total
    print(total)
