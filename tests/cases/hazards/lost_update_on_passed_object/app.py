# One list is passed to every body, and used by the caller before they are done.
from lockweave import concurrent


@concurrent
def collect(n: int, found: list[int]) -> None:
    found.append(n)


def main() -> None:
    found: list[int] = []
    futures = [collect(n, found) for n in range(4)]
    found.append(9)
    for future in futures:
        future.result()
    print(sorted(found))
