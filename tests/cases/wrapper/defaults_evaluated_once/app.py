# Defaults run once, at the def, in source order; the body has none of its own.
import time

from lockweave import concurrent

made: list[str] = []
total = 0


def first() -> int:
    made.append("first")
    return 1


def second() -> int:
    made.append("second")
    return 2


@concurrent
def add(a: int = first(), *, b: int = second()) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + a + b
    return a + b


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    assert made == ["first", "second"], made
    assert total == 150, total
    print(add(b=10).result(), made)
