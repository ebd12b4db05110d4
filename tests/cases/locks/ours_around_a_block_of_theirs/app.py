# Ours is taken around the user's in one place, so it is in all: `report` takes it before its own block.
import threading

from lockweave import concurrent

printer = threading.Lock()
total = 0


@concurrent
def add(n: int) -> None:
    global total
    before = total
    with printer:
        print(n)
    total = before + n


def report() -> None:
    with printer:
        print(total)


def main() -> None:
    future = add(1)
    future.result()
    report()
