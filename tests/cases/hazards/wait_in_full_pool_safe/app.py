# Only ordinary code waits: a pool is enough.
from lockweave import concurrent

calls = 0


@concurrent
def step(n: int) -> int:
    global calls
    calls += 1
    return n + 1


def main() -> None:
    futures = [step(n) for n in range(40)]
    print(sum(future.result() for future in futures), calls)
