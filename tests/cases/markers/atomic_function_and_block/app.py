# @atomic on a function and `with atomic:` in ordinary code: same locks, no thread; a block that needs none loses its line.
import time

from lockweave import atomic, concurrent

left = 1000
right = 0


@concurrent
def move() -> None:
    global left, right
    n = left
    time.sleep(0)
    left = n - 1
    right += 1


@atomic
def move_back() -> None:
    global left, right
    n = right
    time.sleep(0)
    right = n - 1
    left += 1


def check() -> int:
    with atomic:
        first = left
        time.sleep(0)
        second = right
    with atomic:
        local = first + second
    return local


def main() -> None:
    futures = []
    for _ in range(100):
        futures.append(move())
        move_back()
        assert check() == 1000
    for future in futures:
        future.result()
    print(left, right)
