# Two locks in one `with`; early returns with slow tails leave through temporaries.
import time

from lockweave import concurrent

left = 100
right = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def move() -> int:
    global left, right
    if left == 0:
        return slow(-1)
    n = left
    time.sleep(0)
    left = n - 1
    right += 1
    return slow(n)


@concurrent
def add_left() -> None:
    global left
    n = left
    time.sleep(0)
    left = n + 1


@concurrent
def add_right() -> None:
    global right
    n = right
    time.sleep(0)
    right = n + 1


def main() -> None:
    futures = []
    for _ in range(50):
        futures += [move(), add_left(), add_right()]
    for future in futures:
        future.result()
    assert (left, right) == (100, 100), (left, right)
    print(left, right)
