# `@concurrent()` is `@concurrent`.
import time

from lockweave import concurrent

total = 0


@concurrent()
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    assert total == 50, total
    print(total)
