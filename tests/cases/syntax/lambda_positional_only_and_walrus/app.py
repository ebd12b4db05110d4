# A lambda with every parameter kind, called at once, with a walrus of its own inside.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    weigh = lambda a, /, b=1, *rest, c=2, **more: (d := a + b) + c + len(rest) + len(more) + d * 0  # noqa: E731
    seen = total
    time.sleep(0)
    total = seen + weigh(n, 1, 1, c=0, x=1)
    return total


def main() -> None:
    for future in [add(0) for _ in range(100)]:
        future.result()
    assert total == 300, total
    print(total)
