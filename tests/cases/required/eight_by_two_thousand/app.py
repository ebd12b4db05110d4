# The measure of the first day: 8 x 2,000 read-yield-write on one global loses nothing.
import time

from lockweave import concurrent

counter = 0


@concurrent
def work(rounds: int) -> None:
    for _ in range(rounds):
        bump()


def bump() -> None:
    global counter
    seen = counter
    time.sleep(0)
    counter = seen + 1


def main() -> None:
    for future in [work(2000) for _ in range(8)]:
        future.result()
    assert counter == 16000, counter
    print(counter)
