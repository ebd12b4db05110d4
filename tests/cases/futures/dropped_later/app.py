# Futures lost on the way: by who was given the function, in a name that is bound anew, in a dict that nobody reads.
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Callable, List

from lockweave import concurrent


@concurrent
def tick(n: int = 0) -> int:
    return n


@concurrent(on_error="log")
def quiet(n: int = 0) -> int:
    return n


class Bus:
    def __init__(self, last: Callable[[], object]) -> None:
        self.handlers: List[Callable[[], object]] = []
        self.last = last
        self.table = {}

    def emit(self) -> None:
        for handler in self.handlers:
            handler()
        self.last()

    def keep(self) -> None:
        table = self.table
        table["a"] = tick()


def main() -> None:
    bus = Bus(tick)
    bus.handlers.append(tick)
    bus.emit()
    bus.keep()
    threading.Timer(0.1, lambda: tick()).start()
    threading.Thread(target=lambda: tick().result()).start()
    threading.Thread(target=lambda: quiet()).start()
    again = tick(1)
    again = tick(2)
    print(again.result())
    unread = {}
    unread["a"] = tick(3)
    start = lambda: tick(4)
    start()
    functools.partial(tick, 5)()
    list(map(tick, [6]))
    with ThreadPoolExecutor() as pool:
        pool.submit(tick, 7)
        print(pool.submit(tick, 8).result().result())
    first = tick(9)
    kept = first
    first = tick(10)
    print(first.result(), kept.result())


if __name__ == "__main__":
    main()
