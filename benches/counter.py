"""The program that compare.py gives to Lockweave: a read, a pause in which other threads run, a write."""

import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    old = total
    time.sleep(0)
    total = old + n


@concurrent
def nothing(n: int) -> int:
    return n


def run(calls: int) -> int:
    global total
    total = 0
    futures = [add(1) for _ in range(calls)]
    for future in futures:
        future.result()
    return total


def empty(calls: int) -> None:
    futures = [nothing(n) for n in range(calls)]
    for future in futures:
        future.result()
