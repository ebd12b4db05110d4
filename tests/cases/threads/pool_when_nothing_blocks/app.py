# No body waits for anything: the bounded standard pool.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


@concurrent
def double(n: int) -> int:
    return n * 2


def main() -> None:
    for future in [add(1) for _ in range(400)]:
        future.result()
    assert total == 400 and double(4).result() == 8
    print(total)
