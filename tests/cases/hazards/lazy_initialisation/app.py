# Whoever comes first makes it; two must not.
from typing import Dict, Optional

from lockweave import concurrent

made = 0
table: Optional[Dict[int, int]] = None


def load() -> Dict[int, int]:
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
