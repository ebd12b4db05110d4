# What is asked for a future's result elsewhere stays a future, and no wait is put under a lock: these are said, not mended.
from typing import List

from lockweave import concurrent

seen: List[int] = []


@concurrent
def count(n: int) -> int:
    seen.append(n)
    return n


def main() -> None:
    if found := count(1):
        print(found.result())
    either = count(1) or count(2)
    print(either.result())
    if seen and count(3):
        print("some")
    for n in seen:
        if count(n):
            print("found")
            break
    total = count(4)
    try:
        total += 1
    except TypeError:
        print("not a number")


if __name__ == "__main__":
    main()
