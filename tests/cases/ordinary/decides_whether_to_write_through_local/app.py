# `free` came from `seats` and decides whether `seats` is written: test and write are one section.
import time

from lockweave import concurrent

seats = [30]


@concurrent
def web() -> bool:
    if seats[0] > 0:
        time.sleep(0)
        seats[0] -= 1
        return True
    return False


def desk() -> bool:
    free = seats[0]
    wanted = 1
    time.sleep(0)
    if free >= wanted:
        seats[0] = free - wanted
        return True
    return False


def main() -> None:
    futures = []
    sold = 0
    for _ in range(50):
        futures.append(web())
        sold += desk()
    sold += sum(future.result() for future in futures)
    assert (sold, seats[0]) == (30, 0), (sold, seats)
    print(sold)
