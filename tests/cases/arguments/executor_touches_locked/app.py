# The body changes a global that other code reads: no lock crosses into the user's executor, and no change comes back: LW601.
from concurrent.futures import ProcessPoolExecutor

from lockweave import concurrent

pool = ProcessPoolExecutor(2)
total = 0


@concurrent(executor=pool)
def add(n: int) -> None:
    global total
    total += n


def main() -> None:
    add(3).result()
    print(total)
