# The accesses are inside a loop of the body: two-phase locking takes the loop whole.
import time

from lockweave import concurrent

total = 0


@concurrent
def add_many(n: int) -> int:
    global total
    first = -1
    for _ in range(n):
        seen = total
        if first < 0:
            first = seen
        time.sleep(0)
        total = seen + 1
    return total - first


def main() -> None:
    spans = {future.result() for future in [add_many(10) for _ in range(20)]}
    assert spans == {10}, spans
    print(total)
