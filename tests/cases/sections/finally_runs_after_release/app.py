# The finally block touches nothing shared; the return value is fixed under the lock.
import time

from lockweave import concurrent

total = 0


@concurrent
def add() -> int:
    global total
    note = []
    try:
        seen = total
        time.sleep(0)
        total = seen + 1
        return total
    finally:
        note.append("done")
        time.sleep(0)


def main() -> None:
    values = sorted(future.result() for future in [add() for _ in range(100)])
    assert values == list(range(1, 101))
    print(values[-1])
