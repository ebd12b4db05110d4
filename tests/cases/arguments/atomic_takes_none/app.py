# @atomic has no arguments: LW101.
from lockweave import atomic, concurrent

total = 0


@concurrent
def add() -> None:
    global total
    total += 1


@atomic(scope="body")
def reset() -> None:
    global total
    total = 0
