# Two blocks fix the sections by hand; the statement between them is guarded alone.
import time

from lockweave import atomic, concurrent

opened = 0
closed = 0
peak = 0


@concurrent
def visit() -> None:
    global opened, closed, peak
    with atomic:
        opened += 1
        time.sleep(0)
        peak = max(peak, opened - closed)
    time.sleep(0)
    with atomic:
        n = closed
        time.sleep(0)
        closed = n + 1


def main() -> None:
    for future in [visit() for _ in range(200)]:
        future.result()
    assert opened == closed == 200, (opened, closed)
    print(peak >= 1)
