"""A docstring and an import from the future stay first, whatever shares their line."""; from __future__ import annotations; limit = 3

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += min(n, limit)


def main() -> None:
    for future in [add(n) for n in range(6)]:
        future.result()
    print(__doc__, total)
