# scope="body" holds the lock over the wait: LW301 at the wait, the spawn as cause.
from lockweave import concurrent

total = 0


@concurrent
def leaf(n: int) -> int:
    global total
    total += n
    return n


@concurrent(scope="body")
def tree(n: int) -> int:
    left = leaf(n)
    right = leaf(n + 1)
    return left.result() + right.result() + total
