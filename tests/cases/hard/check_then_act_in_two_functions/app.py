# The test and the act are in two helpers, and the boolean between them travels through a local.
import time

from lockweave import concurrent

seats = 60


def free() -> bool:
    return seats > 0


def take() -> None:
    global seats
    seen = seats
    time.sleep(0)
    seats = seen - 1


@concurrent
def book() -> bool:
    if not free():
        return False
    time.sleep(0)
    take()
    return True


def book_here() -> bool:
    may = free()
    time.sleep(0)
    if may:
        take()
    return may


def main() -> None:
    futures = []
    sold = 0
    for _ in range(40):
        futures.append(book())
        sold += book_here()
    sold += sum(future.result() for future in futures)
    assert (sold, seats) == (60, 0), (sold, seats)
    print(sold)
