# The read travels through a tuple, a dict and an attribute before it is written back.
import time

from lockweave import concurrent

total = 0


class Box:
    def __init__(self, n: int) -> None:
        self.n = n


@concurrent
def bump() -> None:
    global total
    total += 1


def bump_here() -> None:
    global total
    pair = (total, 1)
    table = {"n": pair[0]}
    time.sleep(0)
    box = Box(table["n"])
    time.sleep(0)
    total = box.n + pair[1]


def main() -> None:
    futures = []
    for _ in range(150):
        futures.append(bump())
        bump_here()
    for future in futures:
        future.result()
    assert total == 300, total
    print(total)
