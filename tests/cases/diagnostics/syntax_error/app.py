# One syntax error: LW001 at its place, nothing written.
from lockweave import concurrent


@concurrent
def add(n: int) -> int
    return n + 1
