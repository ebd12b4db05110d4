# It waits first, and touches the total behind the wait only.
from lockweave import concurrent

total = 0


@concurrent
def other(n: int) -> int:
    return n * 2


@concurrent
def work(n: int) -> None:
    global total
    result = other(n).result()
    total += result


def main() -> None:
    futures = [work(n) for n in range(4)]
    for future in futures:
        future.result()
    print(total)
