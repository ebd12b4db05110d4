# Atomic blocks and ordinary guards look alike in this style.
import time

from lockweave import atomic, concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    with atomic:
        seen = total
        time.sleep(0)
        total = seen + n
    time.sleep(0)


def main() -> None:
    futures = [add(1) for _ in range(100)]
    print(total >= 0)
    for future in futures:
        future.result()
    assert total == 100, total
