# The loop variable is an element of the global list; the loop changes each.
import time

from lockweave import concurrent

cells: list[list[int]] = [[0], [0], [0]]


@concurrent
def raise_all() -> None:
    for cell in cells:
        seen = cell[0]
        time.sleep(0)
        cell[0] = seen + 1


def main() -> None:
    for future in [raise_all() for _ in range(100)]:
        future.result()
    assert cells == [[100]] * 3, cells
    print(cells)
