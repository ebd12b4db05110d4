# Location names must be string literals: a variable and a number are LW102 each.
from lockweave import concurrent

NAME = "hits"
hits = 0


@concurrent(NAME)
def record() -> None:
    global hits
    hits += 1


@concurrent(3)
def three() -> int:
    return 3
