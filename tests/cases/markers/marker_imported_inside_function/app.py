# The import stands in a function, with the nested body that it marks; the block stays valid without it.
import time

total = 0


def run(n: int) -> int:
    from lockweave import concurrent

    @concurrent
    def add() -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + 1

    for future in [add() for _ in range(n)]:
        future.result()
    return total


def main() -> None:
    assert run(60) == 60
    print(total)
