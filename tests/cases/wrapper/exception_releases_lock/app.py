# A body that raises inside the section releases the lock; the exception reaches the caller.
import time

from lockweave import concurrent

balance = 50


class Broke(Exception):
    pass


@concurrent
def withdraw(n: int) -> int:
    global balance
    left = balance - n
    if left < 0:
        raise Broke(left)
    time.sleep(0)
    balance = left
    return left


def main() -> None:
    failed = 0
    for future in [withdraw(1) for _ in range(80)]:
        try:
            future.result()
        except Broke:
            failed += 1
    assert (failed, balance) == (30, 0), (failed, balance)
    print(failed, balance)
