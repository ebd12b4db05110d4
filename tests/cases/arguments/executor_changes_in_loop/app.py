# The functions of all rounds would submit to the last pool: LW102, with the way out.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

made = []
for width in (1, 2):
    pool = ThreadPoolExecutor(width)

    @concurrent(executor=pool)
    def work(n: int) -> int:
        return n

    made.append(work)
