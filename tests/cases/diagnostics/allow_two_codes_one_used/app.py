# Two codes, of which one silences something: LW004 names the other.
from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(n: int) -> list[int]:
    rows.append(n)
    return rows  # lockweave: allow[LW201, LW203] callers only read it


def main() -> None:
    print(len(add(1).result()))
