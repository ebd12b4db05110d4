import right
from lockweave import concurrent

total = 0


@concurrent
def add(n):
    right.total += n
    return n
