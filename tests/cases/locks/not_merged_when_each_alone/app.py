# Both are touched alone as well: two locks, taken together in one order by the body that needs both.
import time

from lockweave import concurrent

left = 100
right = 100


@concurrent
def move() -> None:
    global left, right
    n = left
    time.sleep(0)
    left = n - 1
    right += 1


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
    for _ in range(60):
        futures += [move(), add_left(), add_right()]
    for future in futures:
        future.result()
    assert (left, right) == (100, 220), (left, right)
    print(left, right)
