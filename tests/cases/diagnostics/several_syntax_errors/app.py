# Two errors far apart: both are reported.
from lockweave import concurrent


@concurrent
def add(n: int) -> int:
    return n +


@concurrent
def take(n: int) -> int:
    value = (n -
    return value
