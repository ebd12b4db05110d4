# It waits for another body between a read and the write that depends on it; that body needs the same lock.
from lockweave import concurrent

total = 0


@concurrent
def other(n: int) -> int:
    global total
    total += n
    return n


@concurrent
def work(n: int) -> None:
    global total
    before = total
    future = other(n)
    total = before + future.result()


def main() -> None:
    work(1).result()
    print(total)
