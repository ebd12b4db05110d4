# zip, enumerate and reversed over shared lists are lazy: the loop is the section.
import time

from lockweave import concurrent

left = [0, 0, 0]
right = [0, 0, 0]


@concurrent
def add() -> None:
    pairs = zip(left, reversed(right))
    for index, (a, b) in enumerate(pairs):
        time.sleep(0)
        left[index] = a + 1
        right[2 - index] = b + 1


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert left == right == [100] * 3, (left, right)
    print(left, right)
