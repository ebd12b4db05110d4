# The code in the comment doesn't exist: LW005.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n  # lockweave: allow[LW2O1] typed a letter


def main() -> None:
    add(1).result()
    print(total)
