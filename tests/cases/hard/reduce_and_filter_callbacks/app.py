# reduce calls its function at once; filter only when it is consumed, here by list() in the same statement.
import functools
import time

from lockweave import concurrent

calls = 0


def plus(a: int, b: int) -> int:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1
    return a + b


def is_odd(n: int) -> bool:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1
    return n % 2 == 1


@concurrent
def work() -> int:
    return functools.reduce(plus, list(filter(is_odd, range(6))))


def main() -> None:
    assert {future.result() for future in [work() for _ in range(50)]} == {9}
    assert calls == 400, calls
    print(calls)
