# Above: on the wrapper, it sees a future; below: on the body, it sees the value and may change the signature.
import functools
import time

from lockweave import concurrent

total = 0
spawned = 0


def counted(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        global spawned
        spawned += 1
        return function(*args, **kwargs)

    return inner


def doubled(function):
    @functools.wraps(function)
    def inner(n, scale=2):
        return function(n * scale)

    return inner


@counted
@concurrent
@doubled
def add(n):
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


def main() -> None:
    futures = [add(1) for _ in range(100)] + [add(1, scale=3)]
    values = {future.result() for future in futures}
    assert values == {2, 3}, values
    assert total == 203 and spawned == 101, (total, spawned)
    print(total, spawned)
