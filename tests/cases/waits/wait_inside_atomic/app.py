# The user's own section contains a wait for a body that needs the lock: LW301.
from lockweave import atomic, concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return total


def run() -> None:
    global total
    with atomic:
        before = total
        after = add(1).result()
        total = before + after
