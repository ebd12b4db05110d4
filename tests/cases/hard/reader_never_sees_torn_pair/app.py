# Ordinary code reads two related globals in one statement: one section for both.
import time

from lockweave import concurrent

debit = 0
credit = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def book(n: int) -> None:
    global debit, credit
    debit += n
    time.sleep(0)
    credit += slow(n)


def balance() -> int:
    return debit - slow(1) * credit


def main() -> None:
    futures = [book(n) for n in range(200)]
    assert {balance() for _ in range(50)} == {0}
    for future in futures:
        future.result()
    print(debit == credit)
