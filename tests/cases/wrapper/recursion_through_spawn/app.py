# The body spawns itself and waits: a thread a call, no lock held during the wait.
import time

from lockweave import concurrent

calls = 0


@concurrent
def fib(n: int) -> int:
    note()
    if n < 2:
        return n
    first = fib(n - 1)
    second = fib(n - 2)
    return first.result() + second.result()


def note() -> None:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1


def main() -> None:
    assert fib(9).result() == 34
    assert calls == 109, calls
    print(calls)
