# Type parameters go to wrapper and body alike.
import time

from lockweave import concurrent

calls = 0


@concurrent
def first[T](items: list[T], default: T | None = None) -> T | None:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1
    return items[0] if items else default


class Box[T]:
    def __init__(self, value: T) -> None:
        self.value = value

    @concurrent
    def map[U](self, other: U) -> tuple[T, U]:
        return self.value, other


def main() -> None:
    for future in [first([1]) for _ in range(100)]:
        future.result()
    assert calls == 100, calls
    print(first(["a"]).result(), Box(1).map("x").result())
