# A raw docstring with backslashes, then a string expression: only the first one is the docstring.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    r"""Add \d and \n."""
    "not a docstring"
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    assert total == 50
    print(add.__doc__)
