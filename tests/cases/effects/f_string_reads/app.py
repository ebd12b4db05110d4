# Reads inside an f-string, nested format spec and `=` form included.
import time

from lockweave import concurrent

count = 0
width = 4


@concurrent
def tick() -> str:
    global count
    seen = count
    time.sleep(0)
    count = seen + 1
    return f"{count:0{width}d} {count=} {'x' * (count % 2)}"


def main() -> None:
    lines = sorted(future.result() for future in [tick() for _ in range(50)])
    assert lines[-1] == "0050 count=50 ", lines[-1]
    print(lines[0], f"{count}")
