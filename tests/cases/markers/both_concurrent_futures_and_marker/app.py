# The library is imported as `cf`, the marker by name; a user's ThreadPoolExecutor stays as it is.
import concurrent.futures as cf
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def square(n: int) -> int:
    return n * n


def main() -> None:
    futures = [add(n) for n in range(20)]
    with cf.ThreadPoolExecutor(2) as pool:
        squares = list(pool.map(square, range(4)))
    for future in futures:
        future.result()
    assert total == 190, total
    print(squares, total)
