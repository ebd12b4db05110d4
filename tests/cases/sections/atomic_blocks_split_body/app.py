# Two atomic blocks and one bare statement: three sections, the slow call between holds nothing.
import time

from lockweave import atomic, concurrent

started = 0
finished = 0
last = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def work(n: int) -> None:
    global started, finished, last
    with atomic:
        seen = started
        time.sleep(0)
        started = seen + 1
    value = slow(n)
    last = value
    with atomic:
        seen = finished
        time.sleep(0)
        finished = seen + 1


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert (started, finished) == (100, 100), (started, finished)
    print(last in range(100))
