# The user's executor has its own bound: LW109.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)


@concurrent(executor=pool, workers=3)
def square(n: int) -> int:
    return n * n
