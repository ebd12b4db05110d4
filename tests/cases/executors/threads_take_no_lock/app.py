# A body for an executor takes no lock, in threads as little as elsewhere.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)
total = 0


@concurrent(executor=pool)
def add(n: int) -> None:
    global total
    total += n


def main() -> None:
    for future in [add(n) for n in range(4)]:
        future.result()
    print(total)
