# The module has its own `getattr`, `issubclass`, `super`, `str` and `RuntimeError`: the prelude takes Python's from `builtins`.
import threading

from lockweave import concurrent

total = 0
guard = threading.Lock()


def getattr(n: int) -> int:
    return n + 1


def issubclass(n: int) -> int:
    return n + 2


def super(n: int) -> int:
    return n + 3


str = repr
RuntimeError = KeyError


@concurrent(locks={"total": guard}, on_error="log")
def add(n: int) -> int:
    global total
    total += getattr(n)
    return total


@concurrent
def waits(n: int) -> int:
    future = add(n)
    return future.result() + issubclass(n) + super(n)


def main() -> None:
    print(waits(1).result(), str(waits(2).result()), RuntimeError("x"))
