# Functions whose results decide something: a logged exception makes no value of their futures.
import heapq
import itertools
from functools import reduce

from lockweave import concurrent


@concurrent(on_error="log")
def weight(n: int) -> int:
    return n


@concurrent(on_error="log")
def added(one: int, other: int) -> int:
    return one + other


def measured(n: int):
    return weight(n)


def decides(numbers: list) -> None:
    sorted(numbers, key=weight)
    numbers.sort(key=weight)
    min(numbers, key=measured)
    list(filter(weight, numbers))
    reduce(added, numbers)
    heapq.nlargest(2, numbers, key=weight)
    list(itertools.takewhile(weight, numbers))
    max(numbers, key=lambda n: weight(n))
    sorted(numbers, key=lambda n: weight(n).result())
