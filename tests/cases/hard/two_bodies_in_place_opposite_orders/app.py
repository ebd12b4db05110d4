# ping writes a then calls pong in place, pong writes b then calls ping: both must take both locks at once.
import time

from lockweave import concurrent

a = 0
b = 0


@concurrent
def ping(n: int) -> int:
    global a
    if n == 0:
        return 0
    seen = a
    time.sleep(0)
    a = seen + 1
    return pong(n - 1).result() + 1


@concurrent
def pong(n: int) -> int:
    global b
    if n == 0:
        return 0
    seen = b
    time.sleep(0)
    b = seen + 1
    return ping(n - 1).result() + 1


@concurrent
def reset_a() -> None:
    global a
    a += 0


@concurrent
def reset_b() -> None:
    global b
    b += 0


def main() -> None:
    futures = []
    for _ in range(25):
        futures += [ping(4), pong(4), reset_a(), reset_b()]
    values = {future.result() for future in futures}
    assert values == {4, None} and (a, b) == (100, 100), (values, a, b)
    print(a, b)
