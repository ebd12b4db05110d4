# Each body has a counter of its own, and a lock of its own.
from lockweave import concurrent

lefts = 0
rights = 0


@concurrent
def to_left(n: int) -> None:
    global lefts
    lefts += n


@concurrent
def to_right(n: int) -> None:
    global rights
    rights += n


def main() -> None:
    futures = [to_right(1), to_left(2), to_right(3), to_left(4)]
    for future in futures:
        future.result()
    print(lefts, rights)
