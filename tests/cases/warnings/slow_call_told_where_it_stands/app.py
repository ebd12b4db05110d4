"""One slow call is told once, in the section that it stands in, and not again for each caller."""
import time

from lockweave import concurrent

total = 0


def settle() -> None:
    global total
    before = total
    time.sleep(0.001)
    total = before + 1


@concurrent
def add(n: int) -> None:
    global total
    total += n
    settle()
    total += n


@concurrent
def twice(n: int) -> None:
    global total
    settle()
    total += n
    settle()


def main() -> None:
    for future in [add(1), twice(1)]:
        future.result()
    print(total)


if __name__ == "__main__":
    main()
