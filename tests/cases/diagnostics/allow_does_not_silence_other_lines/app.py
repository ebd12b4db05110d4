# The allow stands on another line than the warning: LW201 stays, and LW004 for the comment that silences nothing.
from lockweave import concurrent

rows: list[int] = []  # lockweave: allow[LW201] too far away


@concurrent
def add(n: int) -> list[int]:
    rows.append(n)
    return rows


def main() -> None:
    print(len(add(1).result()))
