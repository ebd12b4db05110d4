# In ordinary code `put(get() + 1)`, `step` and the local `n` are one section each; the bodies take the same lock.
import time

from lockweave import concurrent

_value = 0


def get() -> int:
    return _value


def put(value: int) -> None:
    global _value
    time.sleep(0)
    _value = value


def read() -> int:
    return get()


def write(value: int) -> None:
    put(value)


def inc() -> None:
    put(get() + 1)


def inc_through_local() -> None:
    n = read()
    time.sleep(0)
    write(n + 1)


@concurrent
def bump() -> None:
    global _value
    n = _value
    time.sleep(0)
    _value = n + 1


def main() -> None:
    futures = []
    for _ in range(100):
        futures.append(bump())
        inc()
        inc_through_local()
    for future in futures:
        future.result()
    assert get() == 300, get()
    print(get())
