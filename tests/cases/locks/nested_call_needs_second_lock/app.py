# The callee needs b while the caller holds a: the caller takes both at its start, no lock is added later.
import time

from lockweave import concurrent

orders = 0
stock = 100


def reserve() -> None:
    global stock
    n = stock
    time.sleep(0)
    stock = n - 1


@concurrent
def order() -> None:
    global orders
    n = orders
    reserve()
    orders = n + 1


@concurrent
def refill() -> None:
    global stock
    n = stock
    time.sleep(0)
    stock = n + 1


@concurrent
def archive() -> None:
    global orders
    n = orders
    time.sleep(0)
    orders = n - 1


def main() -> None:
    futures = []
    for _ in range(60):
        futures += [order(), refill(), archive()]
    for future in futures:
        future.result()
    assert (orders, stock) == (0, 100), (orders, stock)
    print(orders, stock)
