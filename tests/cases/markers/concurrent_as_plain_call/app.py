# `concurrent(f)` as an expression has no def to rewrite: LW108 with a way out.
from lockweave import concurrent

total = 0


def add(n: int) -> None:
    global total
    total += n


run = concurrent(add)
