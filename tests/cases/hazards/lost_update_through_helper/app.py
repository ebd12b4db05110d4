# The read and the write are two calls away, in helpers that ordinary code uses too.
from lockweave import concurrent

total = 0


def get() -> int:
    return total


def put(value: int) -> None:
    global total
    total = value


def bump(n: int) -> None:
    put(get() + n)


@concurrent
def add(n: int) -> None:
    bump(n)


def main() -> None:
    futures = [add(n) for n in range(10)]
    bump(100)
    for future in futures:
        future.result()
    print(total)
