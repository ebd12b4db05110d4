# Positional-only, defaults, varargs, keyword-only and kwargs are forwarded each in its way.
import time
from typing import Any

from lockweave import concurrent

calls = 0


@concurrent
def call(a: int, /, b: int, c: int = 3, *rest: int, d: int, e: int = 5, **extra: int) -> int:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1
    return a + b + c + sum(rest) + d + e + sum(extra.values())


def main() -> None:
    results = [
        call(1, 2, d=4).result(),
        call(1, b=2, d=4, e=0).result(),
        call(1, 2, 3, 4, 5, d=6, x=7, a=8).result(),
    ]
    for future in [call(n, 0, d=0) for n in range(50)]:
        future.result()
    assert calls == 53, calls
    print(results)
