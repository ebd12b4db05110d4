# The same marker twice on one function: LW108 at the second.
from lockweave import concurrent


@concurrent
@concurrent
def add(n: int) -> int:
    return n + 1
