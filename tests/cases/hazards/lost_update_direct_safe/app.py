# Every call returns its part, and one thread adds them up: nothing is shared.
from lockweave import concurrent

factor = 2


@concurrent
def scaled(n: int) -> int:
    return n * factor


def main() -> None:
    total = 0
    for future in [scaled(n) for n in range(10)]:
        total += future.result()
    print(total)
