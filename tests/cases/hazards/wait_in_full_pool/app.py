# Every level waits for the next one: in a pool of fixed size all its threads would wait.
from lockweave import concurrent

calls = 0


@concurrent
def count_down(n: int) -> int:
    global calls
    calls += 1
    if n == 0:
        return 0
    future = count_down(n - 1)
    return future.result() + 1


def main() -> None:
    futures = [count_down(20) for _ in range(4)]
    print([future.result() for future in futures], calls)
