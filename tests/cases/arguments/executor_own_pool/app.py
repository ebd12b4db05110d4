# Submits to the user's pool; the body touches nothing that is locked; limit is only read.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)
limit = 10


@concurrent(executor=pool)
def square(n: int) -> int:
    return min(n * n, limit)


def main() -> None:
    print([future.result() for future in [square(n) for n in range(6)]])
