# Several statements on a line: a section may begin or end in the middle of it.
import time

from lockweave import concurrent

total = 0; spare = 0


@concurrent
def add(n: int) -> int:
    global total; weight = n + 1; seen = total; time.sleep(0); total = seen + weight; copy = total; del seen
    weight *= 2; return copy;


def main() -> None:
    futures = [add(0) for _ in range(100)]; print(total >= 0); done = [future.result() for future in futures]
    assert total == 100, total; print(len(done)); print(total)
