# The allow comment silences LW201 on its line: nothing is reported.
from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(n: int) -> list[int]:
    rows.append(n)
    return rows  # lockweave: allow[LW201] callers only read it


def main() -> None:
    print(len(add(1).result()))
