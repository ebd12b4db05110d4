# Every call reads the total and writes it back.
from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
    global total
    total += n


def main() -> None:
    futures = [add(n) for n in range(10)]
    for future in futures:
        future.result()
    print(total)
