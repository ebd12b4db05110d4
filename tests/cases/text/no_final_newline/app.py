# No newline at the end of the file, which ends inside a woven function.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    """Add to the total."""
    global total
    weight = n * 1  # local
    seen = total
    time.sleep(0)
    total = seen + weight
    return total