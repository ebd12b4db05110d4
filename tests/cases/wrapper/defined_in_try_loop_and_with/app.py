# Concurrent functions defined inside try, with, for and if at module level.
import contextlib
import time

from lockweave import concurrent

total = 0
adders = []

try:

    @concurrent
    def add_one() -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + 1

finally:
    pass

with contextlib.nullcontext():

    @concurrent
    def add_two() -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + 2


for step in (3, 4):

    @concurrent
    def add_step(n: int = step) -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + n

    adders.append(add_step)


def main() -> None:
    futures = []
    for _ in range(20):
        futures += [add_one(), add_two(), *[adder() for adder in adders]]
    for future in futures:
        future.result()
    assert total == 200, total
    print(total)
