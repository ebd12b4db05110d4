# A body that recurses in its own thread: no pool can fill up with it.
from lockweave import call_here, concurrent

visited: list[int] = []


@concurrent
def walk(n: int) -> int:
    if n <= 0:
        return 0
    below = call_here(walk, n - 1) + call_here(walk, n - 2)
    visited.append(n)
    return below + 1


def main() -> None:
    futures = [walk(n) for n in range(5)]
    print([future.result() for future in futures], len(visited))
