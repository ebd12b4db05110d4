"""The longest Collatz chains: counted in threads, in processes, or on other machines.

    python collatz.py                            threads of this process
    python collatz.py processes                  processes of this machine
    python collatz.py tcp://192.0.2.1:8786       the workers of a Dask cluster, by its scheduler's address

Bodies touch nothing that is shared, so where they run is the business of one argument: `executor=workers`.
"""

import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import List, Optional, Tuple

from lockweave import concurrent

_executor: Optional[Executor] = None


def workers() -> Executor:
    """The executor: made at the first call, so not in the other processes, which import this module too."""
    global _executor
    if _executor is None:
        _executor = chosen(sys.argv[1] if len(sys.argv) > 1 else "threads")
    return _executor


def chosen(place: str) -> Executor:
    if place == "threads":
        return ThreadPoolExecutor(4)
    if place == "processes":
        return ProcessPoolExecutor(4)
    from dask.distributed import Client  # type: ignore  # pyright: ignore

    # Without `pure=False` Dask takes two calls with the same arguments for one.
    cluster: Executor = Client(place).get_executor(pure=False)  # pyright: ignore
    return cluster


def chain(n: int) -> int:
    steps = 1
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


@concurrent(executor=workers)
def longest(first: int, last: int) -> Tuple[int, int]:
    """The longest chain that starts from first to last: its length and its start."""
    return max((chain(n), -n) for n in range(first, last + 1))


def main() -> None:
    futures = [longest(first, first + 999) for first in range(1, 10_000, 1000)]
    found: List[Tuple[int, int]] = [future.result() for future in futures]
    for number, (length, start) in enumerate(found):
        print(f"{number * 1000 + 1:>5} to {number * 1000 + 1000:>5}: {length} steps from {-start}")
    length, start = max(found)
    print(f"longest of all: {length} steps from {-start}")


if __name__ == "__main__":
    main()
