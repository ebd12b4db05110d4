# `mine += [..]` rebinds the local but changes the global list in place.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def work() -> int:
    mine = rows
    size = len(mine)
    time.sleep(0)
    mine += [size]
    mine = mine + [0]
    mine.append(1)
    return len(mine)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rows == list(range(100)), rows
    print(len(rows))
