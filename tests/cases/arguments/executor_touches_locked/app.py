# The body changes a global: no lock crosses into the user's executor: LW601 at the access.
from concurrent.futures import ProcessPoolExecutor

from lockweave import concurrent

pool = ProcessPoolExecutor(2)
total = 0


@concurrent(executor=pool)
def add(n: int) -> None:
    global total
    total += n
