# The bodies touch a and b in opposite order: both take the locks in the same one.
import time

from lockweave import concurrent

a = 0
b = 0


@concurrent
def forth() -> None:
    global a, b
    n = a
    time.sleep(0)
    a = n + 1
    b += 1


@concurrent
def back() -> None:
    global a, b
    n = b
    time.sleep(0)
    b = n + 1
    a += 1


@concurrent
def only_a() -> None:
    global a
    a += 1


@concurrent
def only_b() -> None:
    global b
    b += 1


def main() -> None:
    futures = []
    for _ in range(50):
        futures += [forth(), back(), only_a(), only_b()]
    for future in futures:
        future.result()
    assert (a, b) == (150, 150), (a, b)
    print(a, b)
