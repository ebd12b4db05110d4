# First and last access bound the section; prepare stands before it and publish after it.
import time

from lockweave import concurrent

total = 0


def prepare(n: int) -> int:
    return n + 1


def publish(n: int) -> None:
    time.sleep(0)


@concurrent
def work(n: int) -> None:
    global total
    value = prepare(n)
    seen = total
    time.sleep(0)
    total = seen + value
    publish(value)
    publish(n)


def main() -> None:
    for future in [work(0) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
