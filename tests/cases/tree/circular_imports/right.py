import left
from lockweave import concurrent

total = 0


@concurrent
def subtract(n):
    left.total -= n
    return n
