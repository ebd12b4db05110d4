# scope="body": the lock is held from the first statement to the last, slow local work and return expression included.
import time

from lockweave import concurrent

active = 0
worst = 0


def format_row(n: int) -> str:
    time.sleep(0)
    return f"row {n}"


@concurrent(scope="body")
def row() -> str:
    global active, worst
    text = format_row(1)
    active += 1
    time.sleep(0)
    worst = max(worst, active)
    active -= 1
    return text + format_row(2)


def main() -> None:
    texts = {future.result() for future in [row() for _ in range(100)]}
    assert worst == 1, worst
    print(texts, worst)
