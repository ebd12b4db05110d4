# For 3.14 nothing needs quotes.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> "int":
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return total


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
