# A loop that only prints the shared value: the guard goes to the statement inside the loop, not over the loop.
import time

from lockweave import concurrent

total = 0


@concurrent
def add() -> None:
    global total
    n = total
    time.sleep(0)
    total = n + 1


def watch(rounds: int) -> int:
    last = 0
    for _ in range(rounds):
        time.sleep(0)
        last = max(last, total)
    return last


def main() -> None:
    futures = [add() for _ in range(100)]
    seen = watch(10)
    for future in futures:
        future.result()
    assert seen <= total == 100
    print(total)
