# Functions that a decorator puts into a list are what the list's elements are when they are called.
import time
from typing import Callable

from lockweave import concurrent

Handler = Callable[[int], None]
handlers: list[Handler] = []
seen = {"n": 0}


def subscribe(handler: Handler) -> Handler:
    handlers.append(handler)
    return handler


@subscribe
def count(step: int) -> None:
    n = seen["n"]
    time.sleep(0)
    seen["n"] = n + step


@concurrent
def emit(step: int) -> None:
    for handler in handlers:
        handler(step)


def main() -> None:
    for future in [emit(1) for _ in range(100)]:
        future.result()
    assert seen["n"] == 100, seen
    print(seen["n"])
