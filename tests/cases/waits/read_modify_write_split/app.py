# The wait lies between read and write of ordinary code: LW302 shows read, wait and write.
from lockweave import concurrent

total = 0


@concurrent
def work(n: int) -> int:
    global total
    total += n
    return n


def main() -> None:
    global total
    before = total
    future = work(3)
    result = future.result()
    total = before + result
    print(total > 0)
