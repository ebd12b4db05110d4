# Every section that touches `amount` touches `count`: one lock guards both, its comment names both in source order.
import time

from lockweave import concurrent

count = 0
amount = 0


@concurrent
def sell(price: int) -> None:
    global count, amount
    n, sum_ = count, amount
    time.sleep(0)
    count = n + 1
    amount = sum_ + price


@concurrent
def peek() -> float:
    return count / 2


def main() -> None:
    futures = [sell(3) for _ in range(100)]
    peek().result()
    for future in futures:
        future.result()
    assert (count, amount) == (100, 300), (count, amount)
    print(count, amount)
