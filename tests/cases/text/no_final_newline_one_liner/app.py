# The last line is a one-line def without a newline.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None: global total; total += n