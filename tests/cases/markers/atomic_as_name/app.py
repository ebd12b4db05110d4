# `with atomic as a:` binds nothing that could be used: LW108.
from lockweave import atomic, concurrent

total = 0


@concurrent
def add() -> None:
    global total
    total += 1


def read() -> int:
    with atomic as section:
        print(section)
        return total
