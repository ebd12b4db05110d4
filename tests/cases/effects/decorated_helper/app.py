# The helper is wrapped by a project decorator that counts calls.
import functools
import time
from typing import Callable

from lockweave import concurrent

calls = 0


def counted(function: Callable[[int], int]) -> Callable[[int], int]:
    @functools.wraps(function)
    def inner(n: int) -> int:
        global calls
        seen = calls
        time.sleep(0)
        calls = seen + 1
        return function(n)

    return inner


@counted
def double(n: int) -> int:
    return n * 2


@concurrent
def work(n: int) -> int:
    return double(n)


def main() -> None:
    assert sum(future.result() for future in [work(n) for n in range(100)]) == 9900
    assert calls == 100, calls
    print(calls)
