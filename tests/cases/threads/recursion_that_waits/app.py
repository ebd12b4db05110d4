# Deep recursion that waits would fill any bounded pool: a thread a call.
from lockweave import concurrent


@concurrent
def depth(n: int) -> int:
    if n == 0:
        return 0
    inner = depth(n - 1)
    return inner.result() + 1


def main() -> None:
    print(depth(60).result())
