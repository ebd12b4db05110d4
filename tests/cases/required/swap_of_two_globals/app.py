# The swap is one section that guards both names with one merged lock; readers of the pair see one of two states.
import time

from lockweave import concurrent

front = [1, 2, 3]
back = [4, 5, 6]


@concurrent
def flip() -> None:
    global front, back
    front, back = back, front


@concurrent
def both() -> int:
    first = front[0]
    time.sleep(0)
    return first * 10 + back[0]


def main() -> None:
    futures = [both() if i % 2 else flip() for i in range(300)]
    seen = {future.result() for future in futures} - {None}
    assert seen <= {14, 41}, seen
    front_first, back_first = front[0], back[0]
    print(sorted((front_first, back_first)))
