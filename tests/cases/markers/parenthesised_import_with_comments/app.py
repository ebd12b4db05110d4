# The whole statement goes, its inner comments with it; the comment above and the code below keep their bytes.
import time

# Markers of the transpiler.
from lockweave import (
    atomic,  # sections by hand
    concurrent,  # threads
)

total = 0  # guarded


@concurrent
def add() -> None:
    global total
    seen = total  # read
    time.sleep(0)
    total = seen + 1  # write


@atomic
def reset() -> int:
    global total
    before, total = total, 0
    return before


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert reset() == 100
    print("reset")
