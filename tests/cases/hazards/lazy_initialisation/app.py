# Whoever comes first makes it; two must not.
from lockweave import concurrent

made = 0
table: dict[int, int] | None = None


def load() -> dict[int, int]:
    global made, table
    if table is None:
        made += 1
        table = {n: n * n for n in range(10)}
    return dict(table)


@concurrent
def square(n: int) -> int:
    return load()[n]


def main() -> None:
    futures = [square(n) for n in range(5)]
    load()
    print([future.result() for future in futures], made)
