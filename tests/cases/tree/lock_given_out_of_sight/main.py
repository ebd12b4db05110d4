"""Counts from two modules; the lock that the marker in one of them gives can't be seen from the other."""

from lockweave import concurrent

import tally


@concurrent
def record(n):
    tally.add(n).result()
    tally.total += 1


def main():
    for future in [record(n) for n in range(5)]:
        future.result()
    print(tally.total)
