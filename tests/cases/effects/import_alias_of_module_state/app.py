# random's hidden state is the library's matter; only `rolls` is ours.
import random
import time

from lockweave import concurrent

rolls: list[int] = []


@concurrent
def roll() -> int:
    n = random.randint(1, 6)
    size = len(rolls)
    time.sleep(0)
    rolls.append(size)
    return n


def main() -> None:
    assert all(1 <= future.result() <= 6 for future in [roll() for _ in range(100)])
    assert rolls == list(range(100))
    print(len(rolls))
